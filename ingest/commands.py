"""What each command of ingestion does: calls, and prints what came of it."""

import posixpath
import sys
from collections.abc import Callable
from contextlib import closing
from functools import cache

from llama_index.core.base.embeddings.base import BaseEmbedding
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from ingest.embedding import load_embedding, model_name
from ingest.errors import (
    DocumentError,
    DossierError,
    NothingIngestedError,
    RebuildUnfinishedError,
    UnknownDocumentError,
    UnsettledDocumentError,
    harmless,
    printable,
)
from ingest.fingerprint import fingerprint
from ingest.folder import is_document, known_documents, list_files, orphaned_sidecars, read_files
from ingest.reading import read_file
from ingest.report import (
    describe_plan,
    describe_report,
    describe_status,
    report_json,
    status_json,
)
from ingest.settings import IngestSettings
from ingest.stored import group_files
from ingest.stores.opening import open_store
from ingest.sync import SyncReport, try_sync
from ingest.update import check_report, update_index
from ingest.watch import watch_folder


def update(
    settings: IngestSettings,
    *,
    as_json: bool,
    purge: bool = False,
    load_model: Callable[[], BaseEmbedding] | None = None,
) -> SyncReport:
    """Update the index, and print the report.

    Raises: as `update_index` and `check_report`.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Ingesting", total=None)
        report = update_index(
            settings,
            lambda path, done, total: bar.update(
                task,
                description=f"Ingesting {escape(printable(path))}",
                completed=done,
                total=total,
            ),
            load_model,
            purge=purge,
        )
    for line in [report_json(report)] if as_json else describe_report(report):
        print(line, flush=True)
    _warn(settings, report)
    check_report(report, settings)
    return report


def watch(settings: IngestSettings, *, as_json: bool) -> None:
    """Update the index, now and whenever the folder changes; what fails is printed.

    What may be mended by itself, such as a lock that another process holds, is tried again.

    Raises: FolderError, if there is no folder to watch; KeyboardInterrupt.
    """
    load_model = cache(lambda: load_embedding(settings.embedding_model))

    def try_update() -> bool:
        try:
            report = update(settings, as_json=as_json, load_model=load_model)
            load_model()  # by now, so that the first edit doesn't wait for it
        except DossierError as error:
            print(f"error: {error}", file=sys.stderr, flush=True)
            return isinstance(error, NothingIngestedError | RebuildUnfinishedError)
        return not any(isinstance(e, UnsettledDocumentError) for e in report.failed.values())

    watch_folder(settings.dossier_dir, try_update)


def show_plan(settings: IngestSettings, *, as_json: bool) -> None:
    """Print what a sync would do. Writes nothing, so needs no lock."""
    store = open_store(settings.data_dir, settings.chroma_url)
    report = try_sync(settings.dossier_dir, store, _fingerprint(settings))
    for line in [report_json(report)] if as_json else describe_plan(report):
        print(line)


def show_status(settings: IngestSettings, *, as_json: bool) -> None:
    """Print what the index holds."""
    store = open_store(settings.data_dir, settings.chroma_url)
    with closing(store.open_to_read(_fingerprint(settings))) as index:
        stored, passages = group_files(index.heads()), index.count()
        about = {
            "dossier folder": str(settings.dossier_dir),
            "data folder": str(settings.data_dir),
            **({"Chroma server": settings.chroma_url} if settings.chroma_url else {}),
            "embedding model": model_name(settings.embedding_model),
            "index": index.fingerprint,
        }
    if as_json:
        print(status_json(about, stored, passages))
    else:
        print("\n".join(describe_status(about, stored, passages)))


def show_document(settings: IngestSettings, path: str) -> None:
    """Print a document's text as passages and citations count in it, and nothing else.

    On a terminal, what could steer it is replaced, character for character.

    Raises: FolderError, DocumentError.
    """
    folder, name = settings.dossier_dir, posixpath.normpath(path)
    files = {file.relative_to(folder).as_posix(): file for file in list_files(folder)}
    # An attachment's path goes on after that of its file.
    owner = next((file for file in files if f"{name}/".startswith(f"{file}/")), None)
    failed: dict[str, DocumentError] = {}
    for source in read_files(folder, [files[owner]] if owner else [], failed):
        read = read_file(source)
        failed |= {inner: error for inner, error in read.failed.items() if inner == name}
        for document in read.documents:
            if document.path == name:
                text = document.text
                sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
                return
    for error in failed.values():
        raise error
    known = known_documents(name for name, file in files.items() if is_document(file))
    raise UnknownDocumentError(path=path, folder=folder, documents=known)


def _warn(settings: IngestSettings, report: SyncReport) -> None:
    for error in report.failed.values():
        print(f"warning: {error}", file=sys.stderr)
    for path in orphaned_sidecars(settings.dossier_dir):
        print(
            f"warning: {printable(path)} describes a file that is not there. "
            "Name it after the file that it describes, or remove it.",
            file=sys.stderr,
        )


def _fingerprint(settings: IngestSettings) -> str:
    return fingerprint(model_name(settings.embedding_model))
