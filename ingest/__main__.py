"""The command line of ingestion: parses, calls, prints, sets the exit status."""

import argparse
import posixpath
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.entry import run_command
from ingest.errors import (
    DocumentError,
    UnknownDocumentError,
    harmless,
    printable,
)
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.index import Index


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; README shows its help."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Bring the index up to date with the dossier folder: only what changed.",
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and do nothing"
    )
    action.add_argument(
        "--status", action="store_true", help="say what the index holds and which model it uses"
    )
    action.add_argument(
        "--show",
        metavar="DOCUMENT",
        help="print a document's text, the one that start and end of a citation count in",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns: exit status; 0 also where single files failed and the others were ingested.
    """
    options = build_parser().parse_args(arguments)
    return run_command(
        IngestSettings,
        lambda settings: run(options, settings),
        interrupted="interrupted: the next run takes up where this one stopped",
    )


def run(options: argparse.Namespace, settings: IngestSettings) -> int:
    """Do what was asked for. Raises: DossierError."""
    if options.show is not None:
        show_document(settings, options.show)
    elif options.status:
        show_status(settings)
    elif options.dry_run:
        show_plan(settings)
    else:
        run_sync(settings)
    return 0


def run_sync(settings: IngestSettings) -> None:
    """Update the index, and print the report."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    from ingest.folder import orphaned_sidecars
    from ingest.report import describe_report
    from ingest.update import check_report, update_index

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
        )
    for line in describe_report(report):
        print(line)
    for error in report.failed.values():
        print(f"warning: {error}", file=sys.stderr)
    for path in orphaned_sidecars(settings.dossier_dir):
        print(
            f"warning: {printable(path)} describes a file that is not there. "
            "Name it after the file that it describes, or remove it.",
            file=sys.stderr,
        )
    check_report(report, settings.dossier_dir)


def show_plan(settings: IngestSettings) -> None:
    """Print what a sync would do. Writes nothing, so needs no lock."""
    from ingest.index import open_to_plan
    from ingest.report import describe_plan
    from ingest.sync import try_folder

    index = open_to_plan(settings.data_dir, _fingerprint(settings))
    plan, failed = try_folder(settings.dossier_dir, index.documents() if index else {})
    for line in describe_plan(plan, failed):
        print(line)


def show_status(settings: IngestSettings) -> None:
    """Print what the index holds."""
    from ingest.embedding import model_name
    from ingest.report import counted

    index = _open_to_read(settings)
    print(f"dossier folder: {settings.dossier_dir}")
    print(f"data folder: {settings.data_dir}")
    print(f"embedding model: {model_name(settings.embedding_model)}")
    print(f"index: {index.fingerprint}")
    documents = index.documents()
    print(f"{counted(len(documents), 'document')}, {counted(index.count(), 'passage')}")
    for path, stored in sorted(documents.items()):
        print(f"  {printable(path)}: {counted(len(stored.passage_ids), 'passage')}")


def show_document(settings: IngestSettings, path: str) -> None:
    """Print a document's text as passages and citations count in it, and nothing else.

    On a terminal, what could steer it is replaced, character for character.

    Raises: FolderError, DocumentError.
    """
    from ingest.folder import is_document, known_documents, list_files, read_document, read_files

    folder = settings.dossier_dir
    files = {file.relative_to(folder).as_posix(): file for file in list_files(folder)}
    name = posixpath.normpath(path)
    if name not in files:
        known = known_documents(name for name, file in files.items() if is_document(file))
        raise UnknownDocumentError(path=path, folder=folder, documents=known)
    failed: dict[str, DocumentError] = {}
    for source in read_files(folder, [files[name]], failed):
        text = read_document(source).text
        sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
    for error in failed.values():
        raise error


def _open_to_read(settings: IngestSettings) -> "Index":
    from ingest.index import open_to_read

    return open_to_read(settings.data_dir, _fingerprint(settings))


def _fingerprint(settings: IngestSettings) -> str:
    from ingest.embedding import model_name
    from ingest.fingerprint import fingerprint

    return fingerprint(model_name(settings.embedding_model))


if __name__ == "__main__":
    sys.exit(main())
