"""Which of `ask` and `chat` runs: parsing and wiring only."""

import argparse
import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.settings import BotSettings
from ingest.entry import run_command

if TYPE_CHECKING:
    from bot.pipeline import Pipeline


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; README shows its help."""
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answer questions from the dossier, with cited quotes."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument(
        "question", metavar="QUESTION", nargs="+", help="with --json also -: one a line"
    )
    shown = ask.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    chat = commands.add_parser("chat", help="answer questions in the terminal until you stop")
    for command in (shown, chat):
        command.add_argument(
            "--explain",
            action="store_true",
            help="show what was retrieved, each score, and why it was answered or not",
        )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns: exit status; an abstention is an answer, so 0.
    """
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command == "ask":
        options.question = " ".join(options.question)
    if options.command == "ask" and options.question == "-" and not options.json:
        parser.error("- reads a question a line and needs --json")
    return run_command(BotSettings, lambda settings: run(options, settings))


def run(options: argparse.Namespace, settings: BotSettings) -> int:
    """Do what was asked for. Raises: DossierError."""
    if options.command == "ask" and options.question != "-":
        from bot.answers import check_question

        check_question(options.question)
    from bot.pipeline import read_question
    from bot.terminal import answer_lines, answer_once, chat

    if isinstance(sys.stdin, io.TextIOWrapper):
        # Bytes that are no UTF-8 are one bad question, and not the end of all.
        sys.stdin.reconfigure(errors="surrogateescape")
    if options.command == "chat":
        history = settings.data_dir / "chat_history"
        chat(_load(settings), history, explain=options.explain)
        return 0
    if options.question == "-":
        return 1 if answer_lines(_load(settings), sys.stdin) else 0
    question = read_question(options.question)
    answer_once(_load(settings), question, as_json=options.json, explain=options.explain)
    return 0


def _load(settings: BotSettings) -> "Pipeline":
    from rich.console import Console

    from bot.pipeline import load_pipeline

    console = Console(stderr=True)
    with console.status("Opening the dossier…"):
        return load_pipeline(settings.data_dir, settings.embedding_model)


if __name__ == "__main__":
    sys.exit(main())
