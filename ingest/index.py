"""Chroma: the only record of what is ingested, and its only importer.

One collection holds the passages of one fingerprint. Another fingerprint gets another collection,
which is read only once it is whole; until then the old one answers.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError
from llama_index.core.schema import TextNode
from llama_index.core.utils import iter_batch

from ingest.errors import DataFolderError, IndexMismatchError, IndexMissingError, first_line
from ingest.passages import (
    CONTENT_HASH,
    DOCUMENT,
    SIBLINGS,
    VECTOR_KEY,
    PassageId,
    document_of,
)

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_PREFIX = "dossier-"
_FINGERPRINT = "fingerprint"
_WHOLE = "whole"
_SYNCED_AT = "synced_at"
_START, _END = "start", "end"
_BATCH = 500
"""Rows a call: far below Chroma's own limit (5461), small enough to keep memory flat."""


@dataclass(frozen=True)
class StoredDocument:
    """What the index holds of a document: the hashes it was cut from, and its passages' ids."""

    hashes: frozenset[str]
    passage_ids: frozenset[PassageId]
    is_whole: bool
    """Whether all passages that were cut from it are there."""


class Index:
    """The passages of one fingerprint, in Chroma's embedded store in the data folder."""

    def __init__(self, client: "ClientAPI", collection: "Collection", folder: Path) -> None:
        self._client = client
        self._collection = collection
        self._folder = folder

    @property
    def fingerprint(self) -> str:
        """What the passages depend on besides their documents (`ingest.fingerprint`)."""
        return str((self._collection.metadata or {})[_FINGERPRINT])

    @property
    def is_whole(self) -> bool:
        """Whether the index answers questions: False while it is built for the first time."""
        return bool((self._collection.metadata or {})[_WHOLE])

    @property
    def synced_at(self) -> float | None:
        """When the last sync ended, in seconds since the epoch; None if none has."""
        synced_at = (self._collection.metadata or {}).get(_SYNCED_AT)
        return None if synced_at is None else float(synced_at)

    def mark_synced(self, at: float) -> None:
        """Keep when a sync ended: by this a running bot sees that there is something new."""
        with _translated(self._folder):
            self._collection.modify(metadata={**(self._collection.metadata or {}), _SYNCED_AT: at})

    def count(self) -> int:
        """How many passages there are."""
        with _translated(self._folder):
            return self._collection.count()

    def documents(self) -> dict[str, StoredDocument]:
        """What is stored of each document, by path."""
        hashes: dict[str, set[str]] = {}
        ids: dict[str, set[PassageId]] = {}
        siblings: dict[str, set[int]] = {}
        for record_ids, metadatas, _ in self._scan(["metadatas"]):
            for record_id, metadata in zip(record_ids, metadatas, strict=True):
                path = str(metadata[DOCUMENT])
                hashes.setdefault(path, set()).add(str(metadata[CONTENT_HASH]))
                ids.setdefault(path, set()).add(PassageId(record_id))
                siblings.setdefault(path, set()).add(int(metadata[SIBLINGS]))
        return {
            path: StoredDocument(
                frozenset(hashes[path]), frozenset(ids[path]), siblings[path] == {len(ids[path])}
            )
            for path in hashes
        }

    def passages(self) -> Iterator[TextNode]:
        """All passages, without their own vectors, a batch in memory at a time."""
        for ids, metadatas, texts in self._scan(["metadatas", "documents"]):
            for record in zip(ids, metadatas, texts, strict=True):
                yield _passage(*record, embedding=None)

    def nearest(self, vector: Sequence[float], count: int) -> list[PassageId]:
        """The `count` passages whose own vectors have the highest cosine with a unit vector."""
        with _translated(self._folder):
            found = self._collection.query(
                query_embeddings=list(vector), n_results=count, include=[]
            )
        return [PassageId(record_id) for record_id in found["ids"][0]]

    def get(self, ids: Sequence[PassageId]) -> list[TextNode]:
        """Passages with their vectors, in the order asked for; ids that are gone are left out."""
        if not ids:
            return []  # which Chroma refuses to be asked for
        found = self._get(ids=list(ids))
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def by_vector_key(self, keys: Iterable[str]) -> dict[str, TextNode]:
        """For each vector key that is stored, one passage that has its vectors."""
        found: dict[str, TextNode] = {}
        for batch in iter_batch(keys, _BATCH):
            where: Any = {VECTOR_KEY: {"$in": list(batch)}}
            for passage in self._get(where=where).values():
                found[str(passage.metadata[VECTOR_KEY])] = passage
        return found

    def write(
        self, passages: Sequence[TextNode], siblings: Mapping[str, int] | None = None
    ) -> None:
        """Add passages, or replace those with the same ids.

        `siblings`: how many passages each document has, by path; None if these are all of them.
        """
        siblings = siblings or Counter(document_of(passage) for passage in passages)
        for batch in iter_batch(passages, _BATCH):
            with _translated(self._folder):
                self._collection.upsert(
                    ids=[passage.node_id for passage in batch],
                    embeddings=[passage.embedding or [] for passage in batch],
                    documents=[passage.text for passage in batch],
                    metadatas=[
                        _record(passage, siblings[document_of(passage)]) for passage in batch
                    ],
                )

    def delete(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; ids that are gone already are no error."""
        for batch in iter_batch(sorted(ids), _BATCH):
            with _translated(self._folder):
                self._collection.delete(ids=list(batch))

    def replaces(self) -> "list[Index]":
        """The indexes that answer until this one does, for their own fingerprints."""
        if self.is_whole:
            return []
        whole = _whole_collections(self._client, self._folder).values()
        return [Index(self._client, collection, self._folder) for collection in whole]

    def switch_over(self) -> None:
        """Make this the index that answers, and drop every other."""
        with _translated(self._folder):
            if not self.is_whole:
                metadata = self._collection.metadata or {}
                self._collection.modify(metadata={**metadata, _WHOLE: True})
            for other in self._client.list_collections():
                if other.name.startswith(_PREFIX) and other.name != self._collection.name:
                    self._client.delete_collection(other.name)

    def _scan(self, include: Any) -> Iterator[tuple[list[str], list[Any], list[str]]]:
        for offset in range(0, self.count(), _BATCH):
            with _translated(self._folder):
                page = self._collection.get(limit=_BATCH, offset=offset, include=include)
            metadatas = cast("list[Any]", page["metadatas"])
            yield page["ids"], metadatas, page["documents"] or []

    def _get(self, **which: Any) -> dict[PassageId, TextNode]:
        with _translated(self._folder):
            rows = self._collection.get(**which, include=["metadatas", "documents", "embeddings"])
        embeddings = cast("Sequence[Sequence[float]]", rows["embeddings"])
        return {
            PassageId(record_id): _passage(record_id, metadata, text, embedding)
            for record_id, metadata, text, embedding in zip(
                rows["ids"],
                rows["metadatas"] or [],
                rows["documents"] or [],
                embeddings,
                strict=True,
            )
        }


def open_to_read(data_dir: Path, fingerprint: str) -> Index:
    """Open the index that answers.

    Raises: IndexMissingError, also if it holds no passage; IndexMismatchError, if it is of
    another fingerprint; DataFolderError.
    """
    if data_dir.exists() and not data_dir.is_dir():
        raise DataFolderError(folder=data_dir, reason="it is not a folder")
    if not _store(data_dir).is_dir():
        raise IndexMissingError(folder=data_dir)
    client = _connect(data_dir)
    whole = _whole_collections(client, data_dir)
    if not whole:
        raise IndexMissingError(folder=data_dir)
    if fingerprint not in whole:
        raise IndexMismatchError(found=next(iter(whole)), wanted=fingerprint)
    index = Index(client, whole[fingerprint], data_dir)
    if not index.count():  # BM25 can't be built of none
        raise IndexMissingError(folder=data_dir)
    return index


def open_to_plan(data_dir: Path, fingerprint: str) -> Index | None:
    """Open the index of a fingerprint, whole or not; None, and nothing written, if there is none.

    Raises: DataFolderError.
    """
    return _find(_connect(data_dir), data_dir, fingerprint) if _store(data_dir).is_dir() else None


def open_to_write(data_dir: Path, fingerprint: str) -> Index:
    """Open, or begin, the index of a fingerprint. To be called by the one writer.

    Raises: DataFolderError.
    """
    client = _connect(data_dir)
    if found := _find(client, data_dir, fingerprint):
        return found
    with _translated(data_dir):
        collection = client.create_collection(
            _name(fingerprint),
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
            metadata={_FINGERPRINT: fingerprint, _WHOLE: False},
        )
    return Index(client, collection, data_dir)


def _find(client: "ClientAPI", data_dir: Path, fingerprint: str) -> Index | None:
    name = _name(fingerprint)
    with _translated(data_dir):
        if any(collection.name == name for collection in client.list_collections()):
            collection = client.get_collection(name, embedding_function=None)
            return Index(client, collection, data_dir)
    return None


def _name(fingerprint: str) -> str:
    return _PREFIX + hashlib.sha256(fingerprint.encode()).hexdigest()[:12]


def _store(data_dir: Path) -> Path:
    return data_dir / "chroma"


def _connect(data_dir: Path) -> "ClientAPI":
    with _translated(data_dir):
        return chromadb.PersistentClient(
            path=_store(data_dir), settings=Settings(anonymized_telemetry=False)
        )


def _whole_collections(client: "ClientAPI", data_dir: Path) -> dict[str, "Collection"]:
    """The collections that can answer, by fingerprint."""
    with _translated(data_dir):
        collections = [c for c in client.list_collections() if c.name.startswith(_PREFIX)]
    return {
        str(metadata[_FINGERPRINT]): collection
        for collection in collections
        if (metadata := collection.metadata or {}).get(_WHOLE)
    }


def _record(passage: TextNode, siblings: int) -> Mapping[str, Any]:
    place = {_START: passage.start_char_idx, _END: passage.end_char_idx}
    return {**passage.metadata, **place, SIBLINGS: siblings}


def _passage(
    record_id: str, metadata: Mapping[str, Any], text: str, embedding: Sequence[float] | None
) -> TextNode:
    return TextNode(
        id_=record_id,
        text=text,
        metadata=dict(metadata),
        start_char_idx=metadata[_START],
        end_char_idx=metadata[_END],
        embedding=None if embedding is None else [float(x) for x in embedding],
    )


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Chroma's exceptions, and those of the SQLite below it, become ours here."""
    try:
        yield
    except (ChromaError, OSError, ValueError, RuntimeError) as error:
        raise DataFolderError(folder=folder, reason=first_line(error).rstrip(".")) from error
