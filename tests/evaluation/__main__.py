"""The command line of the evaluation suite: parses, calls, prints."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import BotSettings
from ingest.entry import run_command
from tests.evaluation.arguments import Options, parse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns: exit status."""
    options = parse(arguments)
    return run_command(BotSettings, lambda settings: run(options, settings))


def run(options: Options, settings: BotSettings) -> int:
    """Do what was asked for. Raises: DossierError."""
    if options.command == "calibrate":
        return run_calibration(options, settings)
    if options.command == "candidates":
        return run_candidates(options.file, options.into)
    if options.compare:
        return run_comparison(*options.compare)
    return run_evaluation(options, settings)


def run_evaluation(options: Options, settings: BotSettings) -> int:
    """Ask, measure, and print what came of it."""
    from rich.console import Console

    from tests.evaluation.suite import evaluate
    from tests.evaluation.telling import make_console

    return evaluate(options, settings, make_console(), Console(stderr=True))


def run_comparison(before: Path, after: Path) -> int:
    """Print what became better and what worse between two files of results."""
    from tests.evaluation.comparing import compare_runs
    from tests.evaluation.results import read_run
    from tests.evaluation.telling import make_console, show, tell_runs

    show(make_console(), tell_runs(compare_runs(read_run(before), read_run(after))))
    return 0


def run_candidates(feedback: Path, into: Path | None) -> int:
    """Print candidates, or add them to a file; on standard error, what is to be done with them."""
    from tests.evaluation.candidates import TO_DO, add_candidates, find_candidates

    found = find_candidates(feedback, into)
    if into is None:
        for line in found.lines:
            print(line)
    elif found.lines:
        add_candidates(found.lines, into)
    if found.lines:
        print(TO_DO, file=sys.stderr)
    print(f"candidates: {len(found.lines)} new, {found.known} known", file=sys.stderr)
    return 0


def run_calibration(options: Options, settings: BotSettings) -> int:
    """Fit, print the figures, and keep the model if asked to."""
    from bot.answering.abstention import MODEL_FILE
    from ingest.embedding import load_embedding
    from tests.evaluation.calibrate import calibrate
    from tests.evaluation.examples import read_dev

    embedding = load_embedding(settings.embedding_model)
    dev = read_dev(settings, embedding) if options.dev else []
    fit = calibrate(options.file, embedding, options.source, dev)
    for name, weight in fit.model.weights.items():
        print(f"{name:28} {weight.weight:+.3f}")
    print(f"{'intercept':28} {fit.model.intercept:+.3f}")
    print(f"{'threshold':28} {fit.model.threshold:.3f}")
    if options.write:
        MODEL_FILE.write_text(fit.model.model_dump_json(indent=2) + "\n", "utf-8")
    figures = ", ".join(f"{mode} {value:.3f}" for mode, value in fit.auroc.items())
    print(f"calibrate: AUROC {figures}, cross-validated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
