"""One run of ingestion, whoever starts it: the lock, the index, the sync, and what is an error."""

from collections.abc import Callable
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.embedding import load_embedding, model_name
from ingest.errors import NothingIngestedError, RebuildUnfinishedError
from ingest.fingerprint import fingerprint
from ingest.folder import known_documents
from ingest.index import open_to_write
from ingest.lock import one_writer
from ingest.settings import IngestSettings
from ingest.sync import Progress, SyncReport, sync


def update_index(
    settings: IngestSettings,
    on_progress: Progress | None = None,
    load_model: Callable[[], BaseEmbedding] | None = None,
) -> SyncReport:
    """Bring the index up to date with the folder, as its one writer.

    `load_model`: for who has the settings' model in memory already.
    Raises: BusyError, FolderError, DataFolderError, EmbeddingError.
    """
    with one_writer(settings.data_dir):
        return update_as_writer(settings, on_progress, load_model)


def update_as_writer(
    settings: IngestSettings,
    on_progress: Progress | None = None,
    load_model: Callable[[], BaseEmbedding] | None = None,
) -> SyncReport:
    """Do as `update_index`, for who is the one writer already and does more as such.

    Raises: FolderError, DataFolderError, EmbeddingError, and what `on_progress` raises: as a kill
    would, that leaves the rest to the next run.
    """
    index = open_to_write(settings.data_dir, fingerprint(model_name(settings.embedding_model)))
    return sync(
        settings.dossier_dir,
        index,
        load_model or (lambda: load_embedding(settings.embedding_model)),
        on_progress,
    )


def check_report(report: SyncReport, folder: Path) -> None:
    """Raises: NothingIngestedError, RebuildUnfinishedError, if what answers is not up to date."""
    if report.kept or not report.passages:
        raise NothingIngestedError(folder=folder)
    if report.missing:
        documents = known_documents(report.missing)
        raise RebuildUnfinishedError(found=report.replaces, documents=documents, folder=folder)
