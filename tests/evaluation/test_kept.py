from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.evaluation.kept import (
    BASELINE,
    KEEP,
    PART,
    SHIPPED,
    BaselineMissingError,
    BaselineOldError,
    check_baseline,
    keep_baseline,
    keep_shipped,
    read_baseline,
)
from tests.evaluation.outcomes import Result, Run
from tests.evaluation.questions import EvaluationQuestion, Part, read_questions
from tests.evaluation.results import ResultsFileError, hash_questions, read_run
from tests.evaluation.summary import markdown


def question(name: str, part: Part = "dev", text: str = "Who fled?") -> EvaluationQuestion:
    return EvaluationQuestion(
        id=name, part=part, question=text, lang="en", kind="unanswerable", answerable=False
    )


def result(of: EvaluationQuestion) -> Result:
    return Result(
        id=of.id,
        part=of.part,
        question=of.question,
        lang=of.lang,
        kind=of.kind,
        style=of.style,
        answerable=of.answerable,
        abstained=True,
        confidence=0.123456,
        values={"false_answer": 0.0, "language": 1.0},
        seconds={"retrieval": 0.25},
    )


DEV = [question(f"d{number}") for number in range(10)]
TEST = [question("t1", "test")]
RUN = Run(
    at=datetime(2026, 1, 2, tzinfo=UTC),
    revision="1a2b3c4",
    dataset="dossier",
    index="print",
    configurations={
        "shipped": tuple(map(result, [*DEV, *TEST])),
        "dense": tuple(map(result, [*DEV, *TEST])),
    },
)


def test_of_a_run_the_baseline_is_what_the_shipped_one_did_on_the_dev_part(tmp_path: Path) -> None:
    keep_baseline(RUN, [*DEV, *TEST], tmp_path / "baseline.json")

    kept = read_baseline(tmp_path / "baseline.json")
    assert list(kept) == [result(asked).model_copy(update={"seconds": {}}) for asked in DEV]


def test_confidence_keeps_its_order_however_small_it_is(tmp_path: Path) -> None:
    """What is told of it, AUROC, rests on that."""
    small = [1.23456e-7, 1.23457e-7, 0.25]
    results = tuple(
        result(asked).model_copy(update={"confidence": confidence})
        for asked, confidence in zip(DEV, small, strict=False)
    )

    keep_shipped(
        RUN.model_copy(update={"configurations": {"shipped": results}}), DEV, tmp_path / "kept.json"
    )

    kept = read_run(tmp_path / "kept.json").configurations["shipped"]
    assert [each.confidence for each in kept] == small


def test_readme_has_the_same_tables_from_the_kept_run(tmp_path: Path) -> None:
    keep_shipped(RUN, [*DEV, *TEST], tmp_path / "shipped.json")

    assert markdown(read_run(tmp_path / "shipped.json")) == markdown(RUN)


def test_a_baseline_that_was_never_kept_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(BaselineMissingError, match=KEEP):
        read_baseline(tmp_path / "baseline.json")


def test_a_baseline_that_is_no_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text("{}")

    with pytest.raises(ResultsFileError, match=str(tmp_path)):
        read_baseline(tmp_path / "baseline.json")


def test_a_baseline_may_lack_a_few_new_questions() -> None:
    check_baseline(map(result, DEV), [*DEV, question("new")])


def test_a_baseline_of_other_questions_guards_nothing() -> None:
    asked = [*DEV[:8], question("d8", text="Who stayed?"), question("new")]

    with pytest.raises(
        BaselineOldError, match=r"8 of the 10 questions; others: d8, new\. .*--keep"
    ):
        check_baseline(map(result, DEV), asked)


def test_the_kept_baseline_asked_what_the_dev_part_asks_today() -> None:
    """Mend it with `python -m tests.evaluation --keep --part dev`."""
    dev = [asked for asked in read_questions() if asked.part == PART]

    assert read_run(BASELINE).questions == hash_questions(dev), f"run: {KEEP}"


def test_the_kept_figures_of_readme_are_of_today_s_questions() -> None:
    """Mend it with `python -m tests.evaluation --keep`, then `make readme`."""
    assert read_run(SHIPPED).questions == hash_questions(read_questions()), f"run: {KEEP}"
