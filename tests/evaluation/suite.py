"""The order of a run: what could stop it first, then questions, figures, files, verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.settings import BotSettings
from tests.evaluation.arguments import Options
from tests.evaluation.asked import Asked, open_asked
from tests.evaluation.gate import describe, judge
from tests.evaluation.indexes import Indexes
from tests.evaluation.judging import judge_all
from tests.evaluation.kept import check_baseline, keep_baseline, keep_shipped
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome, Result, Run
from tests.evaluation.planning import Plan, make_plan
from tests.evaluation.progress import Bar, show_progress
from tests.evaluation.questions import read_questions
from tests.evaluation.report.writing import write_report
from tests.evaluation.results import hash_questions, read_revision, write_run
from tests.evaluation.running import open_indexes, run
from tests.evaluation.telling import (
    show,
    tell_against,
    tell_figures,
    tell_left_out,
    tell_misses,
    tell_summary,
)

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Done:
    """What came of a run."""

    run: Run
    outcomes: dict[str, list[Outcome]]
    failures: Sequence[str]
    """Why answers are not judged."""

    @property
    def shipped(self) -> tuple[Sequence[Outcome], Sequence[Result]]:
        """Of the bot as it is."""
        return next(iter(self.outcomes.values())), next(iter(self.run.configurations.values()))


def evaluate(options: Options, settings: BotSettings, out: Console, progress: Console) -> int:
    """Do a run, keep what came of it, and tell it.

    Returns: exit status, 1 where the gate stops it.
    Raises: DossierError, for whatever is wrong with the input before the first question.
    """
    plan = make_plan(options, settings)
    with open_asked(options, plan.settings) as asked:
        show(out, tell_left_out(asked.left_out))
        if plan.baseline is not None:
            check_baseline(plan.baseline, asked.questions)
        done = _ask(plan, asked, options, progress)
    files = list(_write(options, plan, asked, done))
    outcomes, results = done.shipped
    show(out, [*tell_misses(results), *tell_figures(done.run), *done.failures])
    if options.against:
        show(out, tell_against(done.run, options.against))
    show(out, files)
    verdict = None
    if plan.baseline is not None:
        verdict = judge(outcomes, results, plan.baseline, asked.texts)
        show(out, describe(verdict))
    show(out, tell_summary(done.run))
    return int(verdict is not None and not verdict.passed)


def _ask(plan: Plan, asked: Asked, options: Options, progress: Console) -> Done:
    """Ask everything, and measure what comes back."""
    stages = len(plan.configurations) + (len(plan.judged) if plan.judge else 0)
    with (
        show_progress(progress, stages * len(asked.questions)) as bar,
        open_indexes(asked.settings, options.only) as indexes,
    ):
        _load(plan, indexes)
        outcomes = {}
        for configuration in plan.configurations:
            bar.begin(f"asking {len(asked.questions)} questions: {configuration.name}")
            outcomes[configuration.name] = run(configuration, asked.questions, indexes, bar.advance)
        results = {name: tuple(map(measure, of)) for name, of in outcomes.items()}
        failures = _judge(plan, outcomes, results, bar)
    return Done(_record(asked, outcomes, results), outcomes, failures)


def _load(plan: Plan, indexes: Indexes) -> None:
    """Load the models now: one that can't be would cost all that was asked before its turn."""
    for configuration in plan.configurations:
        indexes.embedding(configuration)
        if configuration.is_reranked:
            _ = indexes.reranker


def _judge(
    plan: Plan,
    outcomes: dict[str, list[Outcome]],
    results: dict[str, tuple[Result, ...]],
    bar: Bar,
) -> list[str]:
    """Have the language model judge, and put that into the results. Returns: what went wrong."""
    failures: list[str] = []
    if plan.judge is None:
        return failures
    for name in (name for name in outcomes if name in plan.judged):
        bar.begin(f"judging {len(outcomes[name])} answers: {name}")
        judged = judge_all(plan.judge, outcomes[name], results[name], lambda _: bar.advance())
        results[name] = judged.results
        failures += [f"{name}: {line}" for line in judged.describe_failures()]
    return failures


def _record(
    asked: Asked, outcomes: dict[str, list[Outcome]], results: dict[str, tuple[Result, ...]]
) -> Run:
    shipped = next(iter(outcomes.values()))
    return Run(
        at=datetime.now(UTC),
        revision=read_revision(ROOT),
        dataset=asked.name,
        index=shipped[0].answer.index,
        questions=hash_questions(asked.questions),
        configurations=results,
    )


def _write(options: Options, plan: Plan, asked: Asked, done: Done) -> Iterator[str]:
    """Write the files of a run, and name them."""
    yield f"results: {write_run(plan.results, done.run)}"
    if options.report:
        yield f"report: {write_report(options.report, done.run, done.outcomes)}"
    if options.keep:
        keep_baseline(done.run, asked.questions)
        yield "kept for the gate: tests/evaluation/baseline.json"
        if not options.alone and done.run.questions == hash_questions(read_questions()):
            keep_shipped(done.run, asked.questions)
            yield "kept for README: tests/evaluation/shipped.json; write it with: make readme"
