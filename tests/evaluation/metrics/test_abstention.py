import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve as theirs
from sklearn.metrics import roc_auc_score

from tests.evaluation.metrics.abstention import (
    area_under_risk_coverage,
    area_under_roc,
    calibration_curve,
    risk_coverage,
)
from tests.evaluation.outcomes import Result
from tests.evaluation.test_measuring import result_of


def judged(confidence: float, *, right: bool) -> Result:
    """An answer to an answerable question."""
    return result_of(confidence=confidence, values={"right_if_answered": float(right)})


def test_risk_is_the_share_of_wrong_answers_among_the_most_confident() -> None:
    results = [
        judged(0.2, right=False),
        judged(0.9, right=True),
        judged(0.7, right=False),
        result_of(confidence=0.5, answerable=False, abstained=True),
    ]

    assert risk_coverage(results) == [(0.25, 0), (0.5, 1 / 2), (0.75, 2 / 3), (1, 3 / 4)]


def test_equal_confidences_are_passed_together() -> None:
    results = [judged(0.9, right=True), judged(0.4, right=False), judged(0.4, right=True)]

    assert risk_coverage(results) == [(1 / 3, 0), (1, 1 / 3)]
    assert risk_coverage([]) == []


def test_the_area_is_the_mean_risk_over_all_coverages() -> None:
    """Risks are 0, 1/2 and 2/3."""
    area = area_under_risk_coverage(np.array([0.2, 0.9, 0.7]), np.array([1.0, 0.0, 1.0]))

    assert area == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_ties_count_as_the_mean_of_their_orders() -> None:
    """Right first: 0 and 1/2. Wrong first: 1 and 1/2."""
    area = area_under_risk_coverage(np.array([0.5, 0.5]), np.array([0.0, 1.0]))

    assert area == pytest.approx((1 / 4 + 3 / 4) / 2)


def test_areas_of_many_resamples_are_those_of_each() -> None:
    random = np.random.default_rng(1)
    confidence = random.integers(0, 4, (50, 12)) / 4
    wrong = random.integers(0, 2, (50, 12)).astype(float)

    together = area_under_risk_coverage(confidence, wrong)

    each = [area_under_risk_coverage(c, w) for c, w in zip(confidence, wrong, strict=True)]
    assert together == pytest.approx(each)


SCORES = st.lists(st.integers(0, 8).map(lambda n: n / 8), min_size=1, max_size=20)


@given(SCORES, SCORES)
def test_the_roc_area_agrees_with_scikit_learn(
    positive: list[float], negative: list[float]
) -> None:
    labels = [1] * len(positive) + [0] * len(negative)

    ours = area_under_roc(np.array(positive), np.array(negative))

    assert ours == pytest.approx(roc_auc_score(labels, [*positive, *negative]))


def test_the_calibration_curve_has_bins_of_equal_count() -> None:
    results = [
        result_of(confidence=confidence, answerable=answerable)
        for confidence, answerable in [(0.1, False), (0.2, True), (0.7, True), (0.9, True)]
    ]

    low, high = calibration_curve(results, bins=2)

    assert (low.share, low.count, high.share, high.count) == (0.5, 2, 1, 2)
    assert (low.confidence, high.confidence) == pytest.approx((0.15, 0.8))
    assert calibration_curve([]) == []


def test_the_calibration_curve_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(2)
    scores, labels = random.random(103), random.random(103) < 0.6
    results = [
        result_of(confidence=float(score), answerable=bool(label))
        for score, label in zip(scores, labels, strict=True)
    ]

    bins = calibration_curve(results)

    shares, means = theirs(labels, scores, n_bins=10, strategy="quantile")
    assert [found.share for found in bins] == pytest.approx(list(shares))
    assert [found.confidence for found in bins] == pytest.approx(list(means))
    assert sum(found.count for found in bins) == 103
