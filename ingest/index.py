"""The passages of one fingerprint, in a collection of Chroma: the record of what is ingested."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

import numpy as np
from llama_index.core.schema import TextNode
from llama_index.core.utils import iter_batch

from ingest.chroma import Chroma, Collection
from ingest.errors import ChromaServerError
from ingest.passages import DOCUMENT, VECTOR_KEY, PassageId, vectors_of
from ingest.records import HEAD, UNFINISHED_HEAD, WHOLE_HEAD, make_record, read_head, read_passage
from ingest.stored import Head

FINGERPRINT = "fingerprint"
WHOLE = "whole"
_SYNCED_AT = "synced_at"
_BATCH = 500
"""Rows a call: far below Chroma's own limit (5461), small enough to keep memory flat."""

_HEADS = 5000
"""Heads a call: each call looks for all of them anew, 0.2 s for 100,000."""
_TRIES = 3
"""A server fails a search ("Error finding id") that finds what is deleted just then."""


class Index:
    """A collection of passages, as one run or one bot has it open."""

    def __init__(
        self, chroma: Chroma, collection: Collection, on_close: Callable[[], None] = lambda: None
    ) -> None:
        """`on_close`: how to let go of what was opened for this index alone."""
        self._chroma = chroma
        self._collection = collection
        self._on_close = on_close

    @property
    def fingerprint(self) -> str:
        """What the passages depend on besides their documents (`ingest.fingerprint`)."""
        return str((self._collection.metadata or {})[FINGERPRINT])

    @property
    def synced_at(self) -> float | None:
        """When the last sync ended, in seconds since the epoch; None if none has."""
        synced_at = self._chroma.read_metadata(self._collection).get(_SYNCED_AT)
        return None if synced_at is None else float(synced_at)

    @property
    def is_whole(self) -> bool:
        """Whether the index answers questions: False while it is built for the first time."""
        return bool(self._chroma.read_metadata(self._collection)[WHOLE])

    def mark_synced(self, at: float) -> None:
        """Keep when a sync ended."""
        self.mark({_SYNCED_AT: at})

    def mark(self, metadata: Mapping[str, Any]) -> None:
        """Add to what the collection says of itself."""
        known = self._chroma.read_metadata(self._collection)
        with self._chroma.translated():
            self._collection.modify(metadata={**known, **metadata})

    def close(self) -> None:
        """Let go of the store. To be called once nobody reads any more."""
        self._on_close()

    def count(self) -> int:
        """How many passages there are."""
        with self._chroma.translated():
            return self._collection.count()

    def heads(self) -> Iterator[Head]:
        """The first passage of each document; of a half written one there may be two."""
        which = {HEAD: {"$in": [WHOLE_HEAD, UNFINISHED_HEAD]}}
        for ids, records in self._scan(_HEADS, where=which):
            yield from map(read_head, ids, records)

    def passages(self) -> Iterator[TextNode]:
        """All passages, a batch in memory at a time."""
        for ids, records in self._scan(_BATCH):
            yield from map(read_passage, ids, records)

    def passages_of(self, document: str) -> dict[PassageId, TextNode]:
        """The passages of one document, by id."""
        return self._get(where={DOCUMENT: document})

    def nearest(self, vector: Sequence[float], count: int) -> list[PassageId]:
        """The `count` passages whose own vectors have the highest cosine with a unit vector."""
        return self.nearest_each([vector], count)[0]

    def nearest_each(self, vectors: Sequence[Sequence[float]], count: int) -> list[list[PassageId]]:
        """As `nearest`, for several vectors in one call."""
        for _ in range(_TRIES - 1):
            with suppress(ChromaServerError):
                return self._query(vectors, count)
        return self._query(vectors, count)

    def _query(self, vectors: Sequence[Sequence[float]], count: int) -> list[list[PassageId]]:
        with self._chroma.translated():
            found = self._collection.query(
                query_embeddings=list(vectors), n_results=count, include=[]
            )
        return [[PassageId(record_id) for record_id in ids] for ids in found["ids"]]

    def get(self, ids: Sequence[PassageId]) -> list[TextNode]:
        """Passages in the order asked for; ids that are gone are left out."""
        if not ids:
            return []  # which Chroma refuses to be asked for
        found = self._get(ids=list(ids))
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def by_vector_key(self, keys: Iterable[str]) -> dict[str, TextNode]:
        """For each vector key that is stored, one passage that has its vectors."""
        found: dict[str, TextNode] = {}
        for batch in iter_batch(keys, _BATCH):
            for passage in self._get(where={VECTOR_KEY: {"$in": list(batch)}}).values():
                found[str(passage.metadata[VECTOR_KEY])] = passage
        return found

    def write(self, passages: Sequence[TextNode]) -> None:
        """Add passages, with their vectors, or replace those with the same ids."""
        for batch in iter_batch(passages, _BATCH):
            with self._chroma.translated():
                self._collection.upsert(
                    ids=[passage.node_id for passage in batch],
                    embeddings=np.array([vectors_of(passage).own for passage in batch]),
                    metadatas=[make_record(passage) for passage in batch],
                )

    def take_over(self, other: "Index") -> None:
        """Write all passages of another index of the same fingerprint."""
        for batch in iter_batch(other.passages(), _BATCH):
            self.write(list(batch))

    def revise(self, changes: Mapping[PassageId, Mapping[str, Any]]) -> None:
        """Change what is known about passages that are there (`changed_since`)."""
        for batch in iter_batch(changes.items(), _BATCH):
            ids, records = zip(*batch, strict=True)
            with self._chroma.translated():
                self._collection.update(ids=list(ids), metadatas=list(records))

    def finish(self, heads: Sequence[PassageId]) -> None:
        """Say of documents, by their heads, that all of each is written."""
        for batch in iter_batch(heads, _BATCH):
            with self._chroma.translated():
                self._collection.update(
                    ids=list(batch), metadatas=[{HEAD: WHOLE_HEAD}] * len(batch)
                )

    def write_graph_after(self, changes: int) -> None:
        """Set after how many changes Chroma writes its graph; heeded by who opens it next."""
        with self._chroma.translated():
            self._collection.modify(configuration={"hnsw": {"sync_threshold": changes}})

    def touch(self) -> None:
        """Write a passage as it is."""
        with self._chroma.translated():
            rows = self._collection.get(limit=1, include=["metadatas"])
        self.write(list(map(read_passage, rows["ids"], cast("list[Any]", rows["metadatas"]))))

    def delete(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; ids that are gone already are no error."""
        for batch in iter_batch(sorted(ids), _BATCH):
            with self._chroma.translated():
                self._collection.delete(ids=list(batch))

    def _scan(self, batch: int, **which: Any) -> Iterator[tuple[list[str], list[Any]]]:
        offset = 0
        while True:
            with self._chroma.translated():
                page = self._collection.get(
                    **which, limit=batch, offset=offset, include=["metadatas"]
                )
            yield page["ids"], cast("list[Any]", page["metadatas"])
            if len(page["ids"]) < batch:
                return
            offset += batch

    def _get(self, **which: Any) -> dict[PassageId, TextNode]:
        with self._chroma.translated():
            rows = self._collection.get(**which, include=["metadatas"])
        records = cast("list[Any]", rows["metadatas"])
        return {
            PassageId(record_id): read_passage(record_id, record)
            for record_id, record in zip(rows["ids"], records, strict=True)
        }
