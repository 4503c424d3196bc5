"""What an index holds of a file of the dossier. Pure: the heads of documents in, files out.

The first passage of each document is its head: it says which file the document is from, and
whether all of the document is written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.passages import PassageId


@dataclass(frozen=True)
class Head:
    """What the first passage of a document says about it."""

    passage_id: PassageId
    path: str
    file: str
    """Path of the file that the document is from: its own, but for an attachment."""
    content_hash: str
    passages: int
    """How many the document was cut into."""
    documents: int
    """How many documents its file is."""
    is_whole: bool
    """Whether all its passages are written, and none of an earlier version is left."""


@dataclass(frozen=True)
class StoredFile:
    """What an index holds of a file: its documents, and what they were made from."""

    passages: Mapping[str, int]
    """By path of document."""
    content_hash: str | None
    """None if a run that was interrupted, or a document that failed, left it half done."""


def group_files(heads: Iterable[Head]) -> dict[str, StoredFile]:
    """Find what is stored of each file, by path."""
    of_file: dict[str, list[Head]] = {}
    for head in heads:
        of_file.setdefault(head.file, []).append(head)
    return {file: _gather(found) for file, found in of_file.items()}


def _gather(heads: list[Head]) -> StoredFile:
    passages = {head.path: head.passages for head in sorted(heads, key=lambda head: head.path)}
    hashes = {head.content_hash for head in heads}
    is_whole = (
        all(head.is_whole and head.documents == len(heads) for head in heads)
        and len(hashes) == 1
        and len(passages) == len(heads)
    )
    return StoredFile(passages, hashes.pop() if is_whole else None)
