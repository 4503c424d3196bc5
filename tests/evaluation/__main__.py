"""The command line of the evaluation suite: parses, calls, prints."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from bot.settings import BotSettings
from ingest.entry import run_command
from tests.evaluation.questions import Kind, Part, read_questions


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line; README shows its help."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.evaluation",
        description="Measure the answers to the questions of tests/evaluation/sets.",
    )
    parser.add_argument(
        "--part",
        choices=get_args(Part),
        default="dev",
        help="dev, which things are tuned on (default), or test, which nothing is tuned on",
    )
    parser.add_argument(
        "--kind", action="append", default=[], choices=get_args(Kind), help="of this kind alone"
    )
    parser.add_argument(
        "--language", action="append", default=[], metavar="CODE", help="in this language alone"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    calibrate = commands.add_parser(
        "calibrate", help="fit the abstention model from a file of questions with passages"
    )
    calibrate.add_argument("file", type=Path, metavar="FILE", help="JSON lines; see calibrate.py")
    calibrate.add_argument(
        "--write", action="store_true", help="keep the fit, in bot/answering/abstention.json"
    )
    calibrate.add_argument(
        "--source", default="", metavar="TEXT", help="where the questions are from, for the record"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns: exit status."""
    options = build_parser().parse_args(arguments)
    return run_command(BotSettings, lambda settings: run(options, settings))


def run(options: argparse.Namespace, settings: BotSettings) -> int:
    """Do what was asked for. Raises: DossierError."""
    if options.command == "calibrate":
        run_calibration(settings, options.file, options.source, write=options.write)
    else:
        run_evaluation(settings, options.part, options.kind, options.language)
    return 0


def run_evaluation(
    settings: BotSettings, part: Part, kinds: Sequence[Kind], languages: Sequence[str]
) -> None:
    """Ask every question, print what went wrong and the summary."""
    from tests.evaluation.asking import ask_index
    from tests.evaluation.checking import check_index, select
    from tests.evaluation.measure import describe_misses, summarize

    questions = select(read_questions(), part=part, kinds=kinds, languages=languages)
    check_index(settings)
    outcomes = ask_index(settings, questions)
    for line in describe_misses(outcomes):
        print(line)
    print(summarize(outcomes))


def run_calibration(settings: BotSettings, path: Path, source: str, *, write: bool) -> None:
    """Fit, print the figures, and keep the model if asked to."""
    from bot.answering.abstention import MODEL_FILE
    from ingest.embedding import load_embedding
    from tests.evaluation.calibrate import calibrate

    fit = calibrate(path, load_embedding(settings.embedding_model), source)
    for name, weight in fit.model.weights.items():
        print(f"{name:28} {weight.weight:+.3f}")
    print(f"{'intercept':28} {fit.model.intercept:+.3f}")
    print(f"{'threshold':28} {fit.model.threshold:.3f}")
    if write:
        MODEL_FILE.write_text(fit.model.model_dump_json(indent=2) + "\n", "utf-8")
    figures = ", ".join(f"{mode} {value:.3f}" for mode, value in fit.auroc.items())
    print(f"calibrate: AUROC {figures}, cross-validated over articles")


if __name__ == "__main__":
    sys.exit(main())
