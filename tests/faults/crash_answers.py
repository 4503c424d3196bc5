"""What has to answer at every moment: each document that is still as the last whole run saw it."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from llama_index.core.schema import TextNode

from ingest.errors import DossierError
from ingest.index import Index
from ingest.passages import document_of, passage_id, vectors_of
from ingest.stores.store import Store

_NEAR = 10
"""Copies of a document are equally near."""


@dataclass(frozen=True)
class Known:
    """What a whole run has left."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    """Of files, by path."""
    passages: tuple[TextNode, ...] = ()

    def unchanged(self, hashes: Mapping[str, str]) -> list[TextNode]:
        """The passages of files that are still the same."""
        same = {path for path, known in self.hashes.items() if hashes.get(path) == known}
        return [passage for passage in self.passages if same & set(_places(passage))]


def _places(passage: TextNode) -> Iterator[str]:
    """Where the passage's file may be: an attachment's path goes on after that of its file."""
    path = PurePosixPath(document_of(passage))
    yield from map(str, (path, *path.parents))


def silent(index: Index, passages: Iterable[TextNode]) -> list[str]:
    """Name the documents that are not found, by their ids or by their vectors."""
    asked = list(passages)
    if not asked:
        return []
    texts = {
        passage_id(passage): passage.text for passage in index.get(list(map(passage_id, asked)))
    }
    near = index.nearest_each([vectors_of(passage).own.tolist() for passage in asked], _NEAR)
    return [
        document_of(passage)
        for passage, found in zip(asked, near, strict=True)
        if texts.get(passage_id(passage)) != passage.text or passage_id(passage) not in found
    ]


def open_what_answers(store: Store, fingerprints: Iterable[str]) -> Index | None:
    """The index of whichever fingerprint."""
    return next(filter(None, map(store.peek, fingerprints)), None)


class Reader(threading.Thread):
    """Somebody who asks all the while, of an index opened once; as a bot, anew if it is replaced.

    `complaints`: what did not answer.
    """

    def __init__(self, store: Store, fingerprints: Iterable[str], passages: list[TextNode]) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.asked = 0
        self.passages = passages
        self._store = store
        self._fingerprints = tuple(fingerprints)
        self._is_over = threading.Event()
        self._version = store.version()
        self._index = open_what_answers(store, self._fingerprints)

    def run(self) -> None:
        """Ask until it is over."""
        while self._index and not self._is_over.wait(0.01):
            self._ask(self._index)

    def end(self) -> None:
        """Ask a last time, and let go of the index."""
        self._is_over.set()
        self.join()
        if self._index:
            self._ask(self._index)
            self._index.close()
        self._store.close()

    def _ask(self, index: Index) -> None:
        passages = self.passages
        try:
            missed = silent(index, passages)
            self.asked += 1
        except DossierError as error:
            if self._store.version() != self._version:
                self._take_up()
                return
            missed = [str(error)]
        if self.passages is passages:
            self.complaints += missed

    def _take_up(self) -> None:
        if self._index:
            self._index.close()
        self._version = self._store.version()
        self._index = open_what_answers(self._store, self._fingerprints)
