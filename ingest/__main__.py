"""The command line of ingestion: parses, calls, sets the exit status."""

import argparse
import sys
from collections.abc import Sequence

from ingest.entry import run_command
from ingest.settings import IngestSettings


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; README shows its help."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Bring the index up to date with the dossier folder: only what changed.",
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--watch", action="store_true", help="go on, and do so again whenever a document changes"
    )
    action.add_argument(
        "--dry-run", action="store_true", help="say what would be done, and do nothing"
    )
    action.add_argument(
        "--purge",
        action="store_true",
        help="leave no word of earlier versions in the data folder's files, either",
    )
    action.add_argument(
        "--status", action="store_true", help="say what the index holds and which model it uses"
    )
    action.add_argument(
        "--show",
        metavar="DOCUMENT",
        help="print a document's text, the one that start and end of a citation count in",
    )
    parser.add_argument(
        "--json", action="store_true", help="print reports as JSON, one object a line"
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
    from ingest import commands

    if options.show is not None:
        commands.show_document(settings, options.show)
    elif options.status:
        commands.show_status(settings, as_json=options.json)
    elif options.dry_run:
        commands.show_plan(settings, as_json=options.json)
    elif options.watch:
        commands.watch(settings, as_json=options.json)
    else:
        commands.update(settings, as_json=options.json, purge=options.purge)
    return 0


if __name__ == "__main__":
    sys.exit(main())
