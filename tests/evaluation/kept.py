"""The runs that stand in the repository: what the gate holds figures against, and README's.

Both leave out seconds: they are another machine's.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from ingest.errors import DossierError
from tests.evaluation.outcomes import Result, Run
from tests.evaluation.questions import EvaluationQuestion, Part
from tests.evaluation.results import hash_questions, read_run, save_run
from tests.evaluation.summary import TOLD

PART: Part = "dev"
"""What the gate asks."""
BASELINE = Path(__file__).with_name("baseline.json")
SHIPPED = Path(__file__).with_name("shipped.json")
LEAST_COMMON = 0.9
"""Share of the questions that the baseline has to have, or it guards something else."""
KEEP = "python -m tests.evaluation --keep"
_DIGITS = 6
"""Significant ones: what is told of confidence rests on its order, however small it is."""


class BaselineMissingError(DossierError):
    """There is nothing to hold the figures against."""

    key = "baseline-missing"
    problem = "There is no kept run in {path}."
    remedy = f"Keep one with: {KEEP}"


class BaselineOldError(DossierError):
    """The kept run asked other questions."""

    key = "baseline-old"
    problem = "The kept run in {path} has {common} of the {asked} questions; others: {others}."
    remedy = f"Look through the figures, and keep a run of today's questions with: {KEEP}"


def read_baseline(path: Path = BASELINE) -> Sequence[Result]:
    """Read what the shipped configuration did in the kept run.

    Raises: BaselineMissingError, ResultsFileError.
    """
    if not path.is_file():
        raise BaselineMissingError(path=path)
    return read_run(path).shipped


def check_baseline(
    baseline: Iterable[Result], questions: Collection[EvaluationQuestion], path: Path = BASELINE
) -> None:
    """Make sure that the kept run has nearly all questions. Raises: BaselineOldError."""
    kept = {(result.id, result.question, result.answerable) for result in baseline}
    others = [q.id for q in questions if (q.id, q.question, q.answerable) not in kept]
    common = len(questions) - len(others)
    if common < LEAST_COMMON * len(questions):
        raise BaselineOldError(
            path=path, common=common, asked=len(questions), others=", ".join(others)
        )


def keep_baseline(run: Run, questions: Iterable[EvaluationQuestion], path: Path = BASELINE) -> None:
    """Keep what the shipped configuration did on the dev part, for the gate.

    `questions`: that the run asked. Raises: ResultsFolderError.
    """
    name, results = next(iter(run.configurations.items()))
    kept = tuple(result.model_copy(update={"seconds": {}}) for result in results
                 if result.part == PART)  # fmt: skip
    asked = hash_questions(question for question in questions if question.part == PART)
    _save(run, {name: kept}, asked, path)


def keep_shipped(run: Run, questions: Iterable[EvaluationQuestion], path: Path = SHIPPED) -> None:
    """Keep of all configurations what README's tables are made of, and no more.

    `questions`: that the run asked. Raises: ResultsFolderError.
    """
    told = {name: tuple(map(_strip, results)) for name, results in run.configurations.items()}
    _save(run, told, hash_questions(questions), path)


def _save(
    run: Run, configurations: dict[str, tuple[Result, ...]], questions: str, path: Path
) -> None:
    kept = {"configurations": configurations, "questions": questions}
    save_run(path, run.model_copy(update=kept))


def _strip(result: Result) -> Result:
    values = {name: _round(value) for name, value in result.values.items() if name in TOLD}
    left = {
        "question": "",
        "confidence": _round(result.confidence),
        "values": values,
        "seconds": {},
    }
    return result.model_copy(update=left)


def _round(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
