from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binomtest

from tests.evaluation.intervals import Figure, aurc, auroc, mean, quantile

SPREAD = [0.0, 0.25, 0.5, 0.75, 1.0] * 20


def test_nothing_has_no_figure() -> None:
    assert mean([]) is None
    assert quantile([], 0.5) is None
    assert auroc([], [0.5]) is None
    assert auroc([0.5], []) is None
    assert aurc(np.array([]), np.array([])) is None


@pytest.mark.parametrize("of", [1, 12])
def test_all_alike_are_not_taken_for_certain(of: int) -> None:
    """Twelve of twelve: 0.025 ** (1 / 12) is how low the share may be."""
    lowest = 0.025 ** (1 / of)
    right, wrong = mean([1.0] * of), mean([0.0] * of)

    assert right is not None and wrong is not None
    assert (right.value, right.low, right.high, right.count) == pytest.approx((1, lowest, 1, of))
    assert (wrong.low, wrong.value, wrong.high) == pytest.approx((0, 0, 1 - lowest))


@pytest.mark.parametrize("of", [1, 12])
def test_amounts_that_are_all_alike_have_no_spread(of: int) -> None:
    assert mean([0.5] * of) == Figure(0.5, 0.5, 0.5, of)
    assert quantile([0.5] * of, 0.95) == Figure(0.5, 0.5, 0.5, of)


def test_one_of_each_class_has_an_area() -> None:
    assert auroc([0.7], [0.2]) == Figure(1, 1, 1, 2)
    assert auroc([0.5], [0.5]) == Figure(0.5, 0.5, 0.5, 2)


def test_classes_that_are_apart_have_an_area_of_one() -> None:
    assert auroc([0.7, 0.8, 0.9], [0.1, 0.2]) == Figure(1, 1, 1, 5)


def test_values_are_those_of_numpy_and_lie_inside_their_intervals() -> None:
    figures = [mean(SPREAD), quantile(SPREAD, 0.95), auroc(SPREAD, SPREAD[:30])]

    assert [figure.value for figure in figures if figure] == pytest.approx([0.5, 1.0, 0.5])
    for figure in figures:
        assert figure is not None
        assert figure.low <= figure.value <= figure.high


def test_the_interval_of_a_share_is_about_the_one_of_theory() -> None:
    """80 of 100, whose interval by Wilson is 71 to 87 %."""
    found = mean([1.0] * 80 + [0.0] * 20)

    theirs = binomtest(80, 100).proportion_ci(method="wilson")
    assert found is not None
    assert (found.value, found.count) == (0.8, 100)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_more_questions_make_a_figure_surer() -> None:
    few, many = mean(SPREAD[:10]), mean(SPREAD * 4)

    assert few is not None and many is not None
    assert many.high - many.low < (few.high - few.low) / 3


@pytest.mark.parametrize(
    "take",
    [
        lambda: mean([0.0, 1.0, 1.0, 0.5]),
        lambda: quantile(SPREAD, 0.5),
        lambda: auroc([0.4, 0.9, 0.7], [0.1, 0.5]),
        lambda: aurc(np.array([0.9, 0.5, 0.4]), np.array([0.0, 1.0, 0.0])),
    ],
)
def test_the_same_results_have_the_same_interval(take: Callable[[], Figure | None]) -> None:
    assert take() == take()


def test_the_area_of_risk_and_coverage_keeps_each_answer_with_its_confidence() -> None:
    """Risks are 0, 1/2 and 1/3."""
    found = aurc(np.array([0.9, 0.5, 0.4]), np.array([0.0, 1.0, 0.0]))

    assert found is not None
    assert found.value == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_single_score_of_a_class_is_resampled_to_itself() -> None:
    """Of few questions, in a language or of a kind, one may be the only one to decline."""
    figure = auroc([0.7], [0.1, 0.9])

    assert figure is not None
    assert (figure.value, figure.low, figure.high, figure.count) == (0.5, 0.0, 1.0, 3)
