"""The dossier as a running bot has it: what answers now, replaced once there is something newer."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.answering.generative import Writer
from bot.answers import Answer, Question
from bot.catalogue import Catalogue, read_catalogue
from bot.errors import IngestStoppedError
from bot.llm.model import Limits
from bot.loading import build_pipeline, load_translator, load_writer, open_index
from bot.pipeline import Pipeline
from bot.reranking import load_reranker
from bot.retrieval import Retrieval
from bot.session import ALONE, Session
from bot.settings import BotSettings
from bot.sharing import Shared
from bot.statements.checker import Message, checker_of
from bot.statements.checks import Check
from ingest.embedding import load_embedding, model_name
from ingest.errors import (
    ChromaServerError,
    DataFolderError,
    DossierError,
    IndexMismatchError,
    IndexMissingError,
)
from ingest.lock import one_writer
from ingest.passages import PassageId
from ingest.stores.opening import open_store
from ingest.sync import Progress, SyncReport
from ingest.update import update_as_writer

REMEMBERED = 1024
"""Vectors of questions that are kept, some 1.5 kB each: turning a page of /gaps asks for all."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Loaded:
    version: str | None
    pipeline: Pipeline
    catalogue: Catalogue

    def close(self) -> None:
        """Let go of the index."""
        self.pipeline.close()


class LiveDossier:
    """What is asked, listed and shown of the dossier; blocking work goes to threads."""

    def __init__(self, settings: BotSettings, embedding: BaseEmbedding) -> None:
        """Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError,
        RerankerError, PromptError.
        """
        self._settings = settings
        self._writer = load_writer(settings)
        self._reranker = load_reranker(settings.reranker_model)
        self._embedding = embedding
        self._store = open_store(settings.data_dir, settings.chroma_url)
        self._loading = threading.Lock()
        self._shared = Shared(self._load())
        self._refused: str | None = None
        self._complaint: str | None = None
        self._is_stopped = threading.Event()
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._embed)

    @property
    def catalogue(self) -> Catalogue:
        """The documents by path, in order of path."""
        return self._shared.now.catalogue

    @property
    def version(self) -> str | None:
        """Name of the state of the index that answers (`Store.version`)."""
        return self._shared.now.version

    @property
    def fingerprint(self) -> str:
        """Of the index that answers."""
        return self._shared.now.pipeline.index.fingerprint

    @property
    def writer(self) -> Writer | None:
        """Has a language model write the answers; None without one."""
        return self._writer

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return model_name(self._settings.embedding_model)

    async def synced_at(self) -> datetime | None:
        """When the index was last brought up to date; None if no sync has said so.

        Raises: DataFolderError, ChromaServerError.
        """
        at = await self._use(lambda loaded: loaded.pipeline.index.synced_at)
        return None if at is None else datetime.fromtimestamp(at, UTC)

    async def ask(self, question: Question, session: Session = ALONE) -> Answer:
        """Answer a question. Raises: DataFolderError, ChromaServerError."""
        return await self._use(lambda loaded: loaded.pipeline.ask(question, session))

    async def check(self, message: Message, limits: Limits) -> Check:
        """Check what a message states; a language model has as long for it as for one call.

        Raises: DataFolderError, ChromaServerError.
        """
        timeout_s = self._settings.llm_timeout_s
        return await self._use(
            lambda loaded: checker_of(loaded.pipeline).check(message, limits, timeout_s)
        )

    async def retrieve(self, text: str) -> Retrieval:
        """Find the passages for a text. Raises: DataFolderError, ChromaServerError."""
        return await self._use(lambda loaded: loaded.pipeline.retriever.retrieve(text))

    async def passages(self, ids: Sequence[PassageId]) -> list[TextNode]:
        """Passages by id; those that are gone are left out.

        Raises: DataFolderError, ChromaServerError.
        """
        return await self._use(lambda loaded: loaded.pipeline.index.get(ids))

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

    async def look(self) -> bool:
        """Answer from what another process has ingested, if it has.

        What can't be used is logged once, and the old index goes on answering; what may only be out
        of reach is tried again the next time.
        Returns: whether there was anything new.
        """
        return await asyncio.to_thread(self._look)

    @property
    def is_stopped(self) -> bool:
        """Whether updates are to end."""
        return self._is_stopped.is_set()

    def stop(self) -> None:
        """End an update that runs, at the next of its steps: the process could not end before."""
        self._is_stopped.set()

    def close(self) -> None:
        """Let go of the index. To be called once nobody asks any more."""
        self._shared.close()
        self._store.close()

    async def _use(self, act: Callable[[_Loaded], Result]) -> Result:
        def use() -> Result:
            with self._shared.borrow() as loaded:
                return act(loaded)

        before = self._shared.now
        try:
            return await asyncio.to_thread(use)
        except (DataFolderError, ChromaServerError):
            # On a server, an index that is replaced is gone before it is noticed.
            await self.look()
            if self._shared.now is before:
                raise
            return await asyncio.to_thread(use)

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
        with self._loading:
            self._replace()
        return report

    def _look(self) -> bool:
        with self._loading:
            version: str | None = None
            try:
                version = self._store.version()
                if version in (self._shared.now.version, self._refused):
                    self._complaint = None
                    return False
                self._replace()
            except DossierError as error:
                if str(error) != self._complaint:
                    log.warning("answering from the index as it was: %s", error)
                self._complaint = str(error)
                if isinstance(error, IndexMismatchError | IndexMissingError):
                    self._refused = version  # another try would find the same
                return False
            self._refused = self._complaint = None
            return True

    def _replace(self) -> None:
        if self._store.version() != self._shared.now.version:
            self._shared.replace(self._load())

    def _load(self) -> _Loaded:
        version = self._store.version()
        index = open_index(self._store, self._settings.embedding_model)
        with ExitStack() as on_failure:
            on_failure.callback(index.close)
            pipeline = replace(
                build_pipeline(index, self._embedding, self.model, self._writer, self._reranker),
                translator=load_translator(self._settings, self._writer),
                generation=version,
            )
            loaded = _Loaded(version, pipeline, read_catalogue(index.passages()))
            on_failure.pop_all()
        return loaded


def load_dossier(settings: BotSettings) -> LiveDossier:
    """Open the index and load the models.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError,
    EmbeddingError, RerankerError, PromptError.
    """
    return LiveDossier(settings, load_embedding(settings.embedding_model))
