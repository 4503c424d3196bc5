"""Which of Discord, `--check` and the commands runs: parsing and wiring."""

import argparse
import io
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from bot.settings import BotSettings
from ingest.entry import run_command

if TYPE_CHECKING:
    from bot.pipeline import Pipeline


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; README shows its help."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answer questions from the dossier, with cited quotes: on Discord, or, with a "
        "command, in the terminal.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="say what is wrong with token, intents and permissions, and print the invite link",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument(
        "question", metavar="QUESTION", nargs="+", help="with --json also -: one a line"
    )
    shown = ask.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    check = commands.add_parser("check", help="check what a text states, sentence by sentence")
    check.add_argument("text", metavar="TEXT", nargs="+", help="- reads it from standard input")
    check.add_argument("--json", action="store_true", help="print the check as one JSON object")
    chat = commands.add_parser("chat", help="answer questions in the terminal until you stop")
    feedback = commands.add_parser("feedback", help="what people on Discord said of the answers")
    feedback.add_argument(
        "what", choices=["export"], help="print answers with their votes, a JSON object a line"
    )
    forget = commands.add_parser("forget", help="delete what is kept about a person on Discord")
    forget.add_argument("user", type=int, metavar="USER_ID", help="the person's id on Discord")
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
    if options.command == "ask":
        return _ask(options, settings)
    if options.command == "check":
        return _check_text(options, settings)
    if options.command == "chat":
        return _chat(options, settings)
    if options.command == "feedback":
        return _export(settings)
    if options.command == "forget":
        return _forget(settings, options.user)
    return _check(settings) if options.check else _discord(settings)


def _discord(settings: BotSettings) -> int:
    """Raises: TokenMissingError, before anything is loaded; DossierError."""
    import asyncio

    from bot.errors import TokenMissingError

    if settings.discord_token is None:
        raise TokenMissingError
    from bot.client import run_bot
    from bot.wiring import bot_maker

    _expect_no_voice()
    with bot_maker(settings, announce=print) as make_bot:
        asyncio.run(run_bot(settings.discord_token.get_secret_value(), make_bot))
    return 0


def _check(settings: BotSettings) -> int:
    import asyncio

    from bot.checking import check

    _expect_no_voice()

    async def show() -> int:
        problems = 0
        async for finding in check(settings):
            problems += finding.is_problem
            print(f"{'problem' if finding.is_problem else 'ok'}: {finding.text}")
        return problems

    return 1 if asyncio.run(show()) else 0


def _expect_no_voice() -> None:
    """Keep discord.py from warning that it can't speak: nobody asked it to."""
    from discord import VoiceClient

    VoiceClient.warn_nacl = VoiceClient.warn_dave = False


def _export(settings: BotSettings) -> int:
    from bot.feedback import export_feedback

    for line in export_feedback(settings.data_dir):
        print(line)
    return 0


def _forget(settings: BotSettings, user: int) -> int:
    from bot.feedback import forget_person

    gone = forget_person(settings.data_dir, user)
    print(f"deleted: {gone.answers} questions with their answers, {gone.votes} votes")
    return 0


def _ask(options: argparse.Namespace, settings: BotSettings) -> int:
    if options.question != "-":
        from bot.answers import check_question

        check_question(options.question)
    from bot.pipeline import read_question
    from bot.terminal import answer_lines, answer_once

    _read_any_bytes()
    if options.question == "-":
        with closing(_load(settings)) as pipeline:
            return 1 if answer_lines(pipeline, sys.stdin) else 0
    question = read_question(options.question)
    with closing(_load(settings)) as pipeline:
        answer_once(pipeline, question, as_json=options.json, explain=options.explain)
    return 0


def _check_text(options: argparse.Namespace, settings: BotSettings) -> int:
    from bot.statements.checker import read_message
    from bot.statements.printing import check_once

    _read_any_bytes()
    text = " ".join(options.text)
    message = read_message(sys.stdin.read() if text == "-" else text)
    with closing(_load(settings)) as pipeline:
        check_once(pipeline, message, as_json=options.json)
    return 0


def _chat(options: argparse.Namespace, settings: BotSettings) -> int:
    from bot.terminal import chat

    _read_any_bytes()
    with closing(_load(settings)) as pipeline:
        chat(pipeline, settings.data_dir / "chat_history", explain=options.explain)
    return 0


def _read_any_bytes() -> None:
    """Bytes that are no UTF-8 are one bad question, and not the end of all."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def _load(settings: BotSettings) -> "Pipeline":
    from rich.console import Console

    from bot.loading import load_pipeline

    console = Console(stderr=True)
    with console.status("Opening the dossier…"):
        return load_pipeline(settings)


if __name__ == "__main__":
    sys.exit(main())
