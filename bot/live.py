"""The dossier as a running bot has it: the pipeline that answers now, replaced after a sync."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.answers import Answer, Question
from bot.pipeline import Pipeline, build_pipeline, open_index
from bot.retrieval import Retrieval
from bot.settings import BotSettings
from ingest.documents import Metadata
from ingest.embedding import load_embedding, model_name
from ingest.index import Index
from ingest.passages import PassageId, document_of, metadata_of, span_of
from ingest.sync import Progress, SyncReport
from ingest.update import update_index

REMEMBERED = 1024
"""Vectors of questions that are kept, some 1.5 kB each: turning a page of /gaps asks for all."""


@dataclass(frozen=True)
class CatalogueEntry:
    """A document of the index."""

    path: str
    metadata: Metadata
    passage_ids: tuple[PassageId, ...]
    """In the document's order."""


@dataclass(frozen=True)
class _Loaded:
    index: Index
    pipeline: Pipeline
    catalogue: dict[str, CatalogueEntry]


class LiveDossier:
    """What is asked, listed and shown of the dossier; blocking work goes to threads."""

    def __init__(self, settings: BotSettings, embedding: BaseEmbedding) -> None:
        """Raises: IndexMissingError, IndexMismatchError, DataFolderError."""
        self._settings = settings
        self._embedding = embedding
        self._loaded = self._load()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._embed)

    @property
    def catalogue(self) -> dict[str, CatalogueEntry]:
        """The documents by path, in order of path."""
        return self._loaded.catalogue

    @property
    def fingerprint(self) -> str:
        """Of the index that answers."""
        return self._loaded.index.fingerprint

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return model_name(self._settings.embedding_model)

    @property
    def synced_at(self) -> datetime | None:
        """When the index was last brought up to date; None if no sync has said so."""
        at = self._loaded.index.synced_at
        return None if at is None else datetime.fromtimestamp(at, UTC)

    async def ask(self, question: Question) -> Answer:
        """Answer a question. Raises: DataFolderError."""
        return await asyncio.to_thread(self._loaded.pipeline.ask, question)

    async def retrieve(self, text: str) -> Retrieval:
        """Find the passages for a text. Raises: DataFolderError."""
        return await asyncio.to_thread(self._loaded.pipeline.retriever.retrieve, text)

    async def passages(self, ids: Sequence[PassageId]) -> list[TextNode]:
        """Passages by id; those that are gone are left out. Raises: DataFolderError."""
        return await asyncio.to_thread(self._loaded.index.get, ids)

    async def embed(self, questions: Sequence[str]) -> list[NDArray[np.float32]]:
        """Turn questions into unit vectors of shape (d,); the latest thousand are remembered."""

        def embed() -> list[NDArray[np.float32]]:
            return [self._remembered(question) for question in questions]

        return await asyncio.to_thread(embed)

    async def update(self, on_progress: Progress) -> SyncReport:
        """Sync the index with the folder and answer from it; meanwhile the old one answers.

        `on_progress` is called from another thread.
        Raises: BusyError, FolderError, DataFolderError, EmbeddingError, and as `__init__`.
        """
        return await asyncio.to_thread(self._update, on_progress)

    def _embed(self, question: str) -> NDArray[np.float32]:
        return np.asarray(self._embedding.get_query_embedding(question), dtype=np.float32)

    def _update(self, on_progress: Progress) -> SyncReport:
        report = update_index(self._settings, on_progress, lambda: self._embedding)
        self._loaded = self._load()
        return report

    def _load(self) -> _Loaded:
        index = open_index(self._settings.data_dir, self._settings.embedding_model)
        pipeline = build_pipeline(index, self._embedding, self.model)
        return _Loaded(index, pipeline, _read_catalogue(index))


def load_dossier(settings: BotSettings) -> LiveDossier:
    """Open the index and load the models.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, EmbeddingError.
    """
    return LiveDossier(settings, load_embedding(settings.embedding_model))


def _read_catalogue(index: Index) -> dict[str, CatalogueEntry]:
    found: dict[str, list[TextNode]] = {}
    for passage in index.passages():
        found.setdefault(document_of(passage), []).append(passage)
    return {
        path: CatalogueEntry(
            path,
            metadata_of(passages[0]),
            tuple(PassageId(p.node_id) for p in sorted(passages, key=span_of)),
        )
        for path, passages in sorted(found.items())
    }
