"""The ingest that is killed: a real process with the real model, forked from one that has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

import ingest.sync as sync_module
from ingest import parts
from ingest.embedding import BUNDLED, load_embedding
from ingest.lock import one_writer
from ingest.metadata import detect_language
from ingest.stores.opening import open_store
from ingest.stores.store import Store
from ingest.sync import sync

MODEL = load_embedding(BUNDLED)
"""Loaded where this is imported: in the server of forks once, so that no run waits for it."""
detect_language("And what tells languages apart is loaded as well.")
parts.GROUP = 16
vars(sync_module).update(WRITTEN=16, FINISHED=4)
"""Small steps: a short run has as many moments between two writes as a long one."""
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Job:
    """What one run has to do."""

    dossier: Path
    data: Path
    url: str | None
    fingerprint: str
    purge: bool = False

    @property
    def store(self) -> Store:
        """Where it writes."""
        return open_store(self.data, self.url)


@contextmanager
def begun(job: Job) -> Iterator[BaseProcess]:
    """A run, from the moment that it begins."""
    begins, telling = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_ingest, args=(job, telling))
    process.start()
    telling.close()
    begins.recv_bytes()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()
        begins.close()


def ingest_here(job: Job, model: BaseEmbedding = MODEL) -> None:
    """Do it all in this process."""
    with one_writer(job.data):
        report = sync(job.dossier, job.store, job.fingerprint, lambda: model, purge=job.purge)
    if report.failed:
        raise AssertionError(f"documents that can't be read: {dict(report.failed)}")


class Remembering(BaseEmbedding):
    """The real model, asked once about each text: it gives the same vector every time."""

    _known: dict[str, list[float]] = PrivateAttr(default_factory=dict)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        new = [text for text in texts if text not in self._known]
        self._known.update(zip(new, MODEL.get_text_embedding_batch(new), strict=True))
        return [self._known[text] for text in texts]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return MODEL.get_query_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _ingest(job: Job, telling: Connection) -> None:
    telling.send_bytes(b"begun")
    ingest_here(job)
