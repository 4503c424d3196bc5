from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from rich.console import Console
from scipy.stats import wilcoxon

from tests.evaluation.compared import comparison_table, describe_changes
from tests.evaluation.comparing import NothingInCommonError, compare, compare_runs
from tests.evaluation.making import make_result
from tests.evaluation.outcomes import Result, Run


def result(name: str, question: str = "Who built it?", **values: float) -> Result:
    return make_result(id=name, question=question, values=values)


def column(metric: str, values: Sequence[float]) -> list[Result]:
    return [result(f"q{at}", "Who built it?", **{metric: value}) for at, value in enumerate(values)]


def test_questions_that_gained_and_lost_are_named() -> None:
    found = compare(column("cited", [0, 0, 1, 1]), column("cited", [1, 0, 1, 0]))

    (cited,) = found.differences
    assert [change.id for change in cited.gained] == ["q0"]
    assert [change.id for change in cited.lost] == ["q3"]
    assert (cited.before, cited.after, cited.count) == (0.5, 0.5, 4)


def test_more_false_answers_are_a_loss() -> None:
    found = compare(column("false_answer", [0, 1]), column("false_answer", [1, 1]))

    (false_answers,) = found.differences
    assert [change.id for change in false_answers.lost] == ["q0"]
    assert false_answers.improvement == -0.5


def test_yes_and_no_are_tested_by_mcnemar() -> None:
    """Six lost and none gained: 2 * (1/2) ** 6; the questions that stayed tell nothing."""
    before = column("cited", [1] * 6 + [1, 0] * 20)
    after = column("cited", [0] * 6 + [1, 0] * 20)

    assert compare(before, after).differences[0].p == pytest.approx(2 / 64)
    assert compare(before, after, expected="worse").differences[0].p == pytest.approx(1 / 64)
    assert compare(after, before, expected="worse").differences[0].p == pytest.approx(1)


def test_a_drop_is_one_whichever_way_is_better() -> None:
    before, after = column("false_answer", [0] * 6), column("false_answer", [1] * 6)

    assert compare(before, after, expected="worse").differences[0].p == pytest.approx(1 / 64)


def test_shares_are_tested_by_permutation_and_agree_with_another_test() -> None:
    before = [0.1, 0.5, 0.9, 0.3, 0.35, 0.6, 0.75, 0.2, 0.45, 0.05, 0.8, 0.15]
    after = [0.32, 0.71, 0.88, 0.53, 0.6, 0.85, 0.99, 0.37, 0.66, 0.23, 0.79, 0.39]

    found = compare(column("mrr", before), column("mrr", after)).differences[0]

    other = wilcoxon(after, before, method="exact").pvalue
    assert found.p == pytest.approx(other, abs=0.005)
    assert found.low < found.after - found.before < found.high


def test_an_exhaustive_permutation_of_a_few_is_exact() -> None:
    """Three questions, all worse: one of the eight signs is as bad."""
    before, after = column("mrr", [1, 0.9, 0.5]), column("mrr", [0.5, 0.3, 0.25])

    assert compare(before, after, expected="worse").differences[0].p == pytest.approx(1 / 8)


def test_p_counts_for_as_many_metrics_as_are_compared() -> None:
    """Holm: the smallest of two counts twice, the other once."""
    before = [result(f"q{at}", cited=1, language=1) for at in range(10)]
    after = [result(f"q{at}", cited=0, language=float(at > 4)) for at in range(10)]

    by_name = {d.metric.name: d.p for d in compare(before, after, expected="worse").differences}

    assert by_name == pytest.approx({"cited": 2 / 1024, "language": 1 / 32})


def test_one_that_is_surer_than_the_next_is_never_made_less_sure() -> None:
    before = [result(f"q{at}", cited=1, language=1) for at in range(5)]
    after = [result(f"q{at}", cited=0, language=float(at == 0)) for at in range(5)]

    by_name = {d.metric.name: d.p for d in compare(before, after, expected="worse").differences}

    assert by_name == pytest.approx({"cited": 2 / 32, "language": 2 / 32})


def test_equal_runs_do_not_differ() -> None:
    same = column("mrr", [0.5, 1, 0.25])

    (found,) = compare(same, same).differences
    assert (found.p, found.low, found.high) == (1, 0, 0)


def test_only_what_both_asked_is_compared_and_the_rest_is_named() -> None:
    before = [result("a", cited=1), result("b", cited=1), result("c", cited=1)]
    after = [result("b", cited=1), result("c", "Another question?", cited=0), result("d", cited=0)]

    found = compare(before, after)

    assert (found.common, found.differences[0].count) == (1, 1)
    assert found.only_before == ("a", "c")
    assert found.only_after == ("c", "d")
    assert "asked only before, or in other words: a, c" in list(describe_changes(found))


def run_of(**configurations: Sequence[Result]) -> Run:
    return Run(
        at=datetime(2026, 11, 25, tzinfo=UTC),
        revision="1a2b3c4",
        dataset="dossier",
        index="print",
        configurations={name: tuple(results) for name, results in configurations.items()},
    )


def test_runs_are_compared_by_configurations_that_both_have() -> None:
    results = column("cited", [1, 0])

    found = compare_runs(run_of(shipped=results, old=[]), run_of(shipped=results, new=[]))

    assert list(found.of_each) == ["shipped"]
    assert (found.only_before, found.only_after) == (("old",), ("new",))


def test_the_table_shows_points_with_their_interval_and_marks_what_is_sure() -> None:
    found = compare(column("cited", [1] * 8), column("cited", [0] * 7 + [1]))
    console = Console(width=100)
    with console.capture() as shown:
        console.print(comparison_table(found, "shipped"))

    row = shown.get().splitlines()[-1]
    assert "100.0%" in row
    assert "12.5%" in row
    assert "-87.5 [-100.0," in row
    assert "0.016*" in row
    assert row.rstrip().endswith("7")


def test_runs_without_a_common_question_are_not_compared() -> None:
    before, after = run_of(shipped=[result("q0")]), run_of(shipped=[result("q1")])

    with pytest.raises(NothingInCommonError, match="No question was asked in both runs"):
        compare_runs(before, after)
