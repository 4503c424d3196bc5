"""What is embedded and written in one go: small files together, a slice of a large one.

Pure: what files are to be and what the index has of them in, parts out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from llama_index.core.schema import TextNode

from ingest.passages import PassageId, passage_id, vector_key_of
from ingest.preparing import PreparedFile
from ingest.records import changed_since

GROUP = 64
"""Passages that are embedded in one go: progress is shown after each."""
WRITTEN = 256
"""Passages that are written in one go: a call costs what a hundred passages cost (measured), and
what a kill loses is what waits for the next."""
FINISHED = 500
"""Documents of which it is said in one go that they are whole; said of each, it takes as long as to
write it. A kill before that costs the next run no call of the model."""
_MANY = 5000
"""Passages to be revised or deleted that are a part of their own: they cost the model nothing."""


@dataclass(frozen=True)
class FileChange:
    """What has to be done for the index to hold a file as it is now."""

    path: str
    heads: tuple[PassageId, ...]
    """The first passage of each of its documents."""
    new: tuple[TextNode, ...]
    """Passages to be embedded and written, in the documents' order."""
    revised: Mapping[PassageId, Mapping[str, Any]]
    """Of passages whose words and vectors are stored: what else about them is new."""
    stale: tuple[PassageId, ...]


@dataclass
class Part:
    """One step. The order of writes is `revised`, `new`, then `stale` goes and `heads` are done."""

    revised: dict[PassageId, Mapping[str, Any]] = field(default_factory=dict)
    new: list[TextNode] = field(default_factory=list)
    stale: list[PassageId] = field(default_factory=list)
    heads: list[PassageId] = field(default_factory=list)
    unfinished: str | None = None
    """Path of the file that has passages after these."""
    share: float = 1.0
    """Of that file's new passages, those up to here."""

    def add(self, other: "Part") -> None:
        """Take in what comes after, to be written in one go."""
        self.revised |= other.revised
        self.new += other.new
        self.stale += other.stale
        self.heads += other.heads


def compare(prepared: PreparedFile, stored: Mapping[PassageId, TextNode]) -> FileChange:
    """Find what has to change; `stored`: what the index has of the file, without what failed."""
    passages = list(chain.from_iterable(prepared.passages.values()))
    changes = {
        passage_id(passage): changed_since(passage, twin)
        for passage in passages
        if (twin := stored.get(passage_id(passage)))
        and vector_key_of(passage) == vector_key_of(twin)
    }
    return FileChange(
        path=prepared.path,
        heads=tuple(passage_id(cut[0]) for cut in prepared.passages.values()),
        new=tuple(p for p in passages if passage_id(p) not in changes),
        revised={passage: change for passage, change in changes.items() if change},
        stale=tuple(sorted(stored.keys() - set(map(passage_id, passages)))),
    )


def share_out(changes: Iterable[FileChange]) -> Iterator[Part]:
    """Gather changes until there are enough new passages for a call."""
    part = Part()
    for change in changes:
        part.revised |= change.revised
        for at, passage in enumerate(change.new):
            if len(part.new) == GROUP:
                part.unfinished, part.share = change.path, at / len(change.new)
                yield part
                part = Part()
            part.new.append(passage)
        part.stale += change.stale
        part.heads += change.heads
        if len(part.new) == GROUP or len(part.revised) + len(part.stale) > _MANY:
            yield part
            part = Part()
    if part.revised or part.new or part.stale or part.heads:
        yield part
