"""One run of ingestion, whoever starts it: the lock, the store, the sync, and what is an error."""

from collections.abc import Callable

from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.embedding import load_embedding, model_name
from ingest.errors import NothingIngestedError, RebuildUnfinishedError
from ingest.fingerprint import fingerprint
from ingest.folder import known_documents
from ingest.lock import one_writer
from ingest.settings import IngestSettings
from ingest.stores.opening import open_store
from ingest.sync import Progress, SyncReport, sync


def update_index(
    settings: IngestSettings,
    on_progress: Progress = lambda *_: None,
    load_model: Callable[[], BaseEmbedding] | None = None,
    *,
    purge: bool = False,
) -> SyncReport:
    """Bring the index up to date with the folder, as its one writer.

    `load_model`: for who has the settings' model in memory already. `purge`: as for `sync`.
    Raises: BusyError, FolderError, DataFolderError, ChromaServerError, EmbeddingError.
    """
    with one_writer(settings.data_dir):
        return update_as_writer(settings, on_progress, load_model, purge=purge)


def update_as_writer(
    settings: IngestSettings,
    on_progress: Progress = lambda *_: None,
    load_model: Callable[[], BaseEmbedding] | None = None,
    *,
    purge: bool = False,
) -> SyncReport:
    """Do as `update_index`, for who is the one writer already and does more as such.

    Raises: FolderError, DataFolderError, ChromaServerError, EmbeddingError, and what `on_progress`
    raises: as a kill would, that leaves the rest to the next run.
    """
    return sync(
        settings.dossier_dir,
        open_store(settings.data_dir, settings.chroma_url),
        fingerprint(model_name(settings.embedding_model)),
        load_model or (lambda: load_embedding(settings.embedding_model)),
        on_progress,
        purge=purge,
    )


def check_report(report: SyncReport, settings: IngestSettings) -> None:
    """Raises: NothingIngestedError, RebuildUnfinishedError, if what answers is not up to date."""
    folder = settings.dossier_dir
    if report.kept or not report.passages:
        raise NothingIngestedError(folder=folder)
    if report.missing:
        documents = known_documents(report.missing)
        raise RebuildUnfinishedError(found=report.replaces, documents=documents, folder=folder)
