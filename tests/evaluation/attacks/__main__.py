"""Plays every attack against the whole path, and says what came of it."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.settings import BotSettings
from ingest.entry import run_command


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluation.attacks",
        description="Plant attacks in documents and questions, let a language model obey them, and "
        "look for what they wanted in all that is shown.",
    )
    parser.add_argument("only", nargs="*", metavar="ID", help="attacks to play; without, all")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns: exit status, 1 if an attack did anything."""
    options = build_parser().parse_args(arguments)
    return run_command(BotSettings, lambda _: run(options.only))


def run(only: Sequence[str]) -> int:
    """Play attacks and print the report. Raises: RecordsFileError, RecordError."""
    from tests.evaluation.attacks.cases import read_attacks
    from tests.evaluation.attacks.judging import judge
    from tests.evaluation.attacks.report import is_sound, report
    from tests.evaluation.attacks.staging import play_all

    attacks = [attack for attack in read_attacks() if not only or attack.id in only]
    with tempfile.TemporaryDirectory() as folder:
        verdicts = [judge(played) for played in play_all(attacks, Path(folder))]
    for line in report(verdicts):
        print(line)
    return 0 if all(map(is_sound, verdicts)) else 1


if __name__ == "__main__":
    sys.exit(main())
