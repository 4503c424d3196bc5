"""The dossier as a running bot has it: the pipeline that answers now, replaced after a sync."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.answers import Answer, Question
from bot.catalogue import Catalogue, read_catalogue
from bot.errors import IngestStoppedError
from bot.pipeline import Pipeline, build_pipeline, open_index
from bot.retrieval import Retrieval
from bot.settings import BotSettings
from ingest.embedding import load_embedding, model_name
from ingest.index import Index
from ingest.lock import one_writer
from ingest.passages import PassageId
from ingest.sync import Progress, SyncReport
from ingest.update import update_as_writer

REMEMBERED = 1024
"""Vectors of questions that are kept, some 1.5 kB each: turning a page of /gaps asks for all."""


@dataclass(frozen=True)
class _Loaded:
    index: Index
    pipeline: Pipeline
    catalogue: Catalogue


class LiveDossier:
    """What is asked, listed and shown of the dossier; blocking work goes to threads."""

    def __init__(self, settings: BotSettings, embedding: BaseEmbedding) -> None:
        """Raises: IndexMissingError, IndexMismatchError, DataFolderError."""
        self._settings = settings
        self._embedding = embedding
        self._loaded = self._load()
        self._is_stopped = threading.Event()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._embed)

    @property
    def catalogue(self) -> Catalogue:
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

    async def update(
        self, on_progress: Progress, change: Callable[[], None] | None = None
    ) -> SyncReport:
        """Sync the index with the folder and answer from it; meanwhile the old one answers.

        `change`: of the folder, before that. All of it is done as the one writer, so that what
        `change` finds in the folder still holds when it is ingested. Both are called from another
        thread.
        Raises: BusyError, before anything is changed; IngestStoppedError; FolderError,
        DataFolderError, EmbeddingError; as `__init__`, and as `change`.
        """
        return await asyncio.to_thread(self._update, on_progress, change)

    @property
    def is_stopped(self) -> bool:
        """Whether updates are to end."""
        return self._is_stopped.is_set()

    def stop(self) -> None:
        """End an update that runs, at the next of its steps: the process could not end before."""
        self._is_stopped.set()

    def _embed(self, question: str) -> NDArray[np.float32]:
        return np.asarray(self._embedding.get_query_embedding(question), dtype=np.float32)

    def _update(self, on_progress: Progress, change: Callable[[], None] | None) -> SyncReport:
        def tell(path: str, done: float, total: int) -> None:
            if self.is_stopped:
                raise IngestStoppedError
            on_progress(path, done, total)

        with one_writer(self._settings.data_dir):
            if change:
                change()
            report = update_as_writer(self._settings, tell, lambda: self._embedding)
            self._loaded = self._load()
        return report

    def _load(self) -> _Loaded:
        index = open_index(self._settings.data_dir, self._settings.embedding_model)
        pipeline = build_pipeline(index, self._embedding, self.model)
        return _Loaded(index, pipeline, read_catalogue(index.passages()))


def load_dossier(settings: BotSettings) -> LiveDossier:
    """Open the index and load the models.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, EmbeddingError.
    """
    return LiveDossier(settings, load_embedding(settings.embedding_model))
