"""What the confidence is worth: risk-coverage, AUROC, calibration. Pure.

Selective risk is the share of answered questions that are answered wrongly: nothing answers them,
or nothing that does is cited (Geifman and El-Yaniv 2017, Selective Classification for Deep Neural
Networks).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from tests.evaluation.outcomes import Result

Array = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True)
class Bin:
    """Questions of about one confidence."""

    confidence: float
    """Their mean."""
    share: float
    """Of them, how many the documents answer."""
    count: int


def is_right(result: Result) -> bool:
    """Whether its quotes hold expected words, answered or only shown as nearest."""
    return result.answerable and result.values.get("right_if_answered", 0.0) > 0


def risk_coverage(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Coverage and selective risk at each threshold, from the most confident question to all.

    Equal confidences are passed by a threshold together: one point.
    """
    confidence, wrong = of_results(results)
    order = np.argsort(-confidence, kind="stable")
    risk = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    last = np.flatnonzero(np.diff(confidence[order], append=-np.inf))
    return [(float(at + 1) / len(order), float(risk[at])) for at in last]


def area_under_risk_coverage(confidence: Array, wrong: Array, axis: int = -1) -> Any:
    """Mean selective risk over all coverages; 0 is best.

    As Geifman, Uziel and El-Yaniv 2019 take it, where confidences differ; equal ones count as if in
    the mean of all orders. `wrong`: 0 or 1. Axis: the last one.
    """
    assert axis in (-1, confidence.ndim - 1)
    order = np.argsort(-confidence, axis=-1, kind="stable")
    errors = _share_ties(
        np.take_along_axis(confidence, order, -1), np.take_along_axis(wrong, order, -1)
    )
    risk = np.cumsum(errors, axis=-1) / np.arange(1, errors.shape[-1] + 1)
    return risk.mean(axis=-1)


def area_under_roc(positive: Array, negative: Array, axis: int = -1) -> Any:
    """How often a positive has the higher score of the two, ties counted half (Mann-Whitney)."""
    n, m = positive.shape[axis], negative.shape[axis]
    ranks = rankdata(np.concatenate([positive, negative], axis), axis=axis)
    above = np.take(ranks, range(n), axis).sum(axis) - n * (n + 1) / 2
    return above / (n * m)


def calibration_curve(results: Sequence[Result], bins: int = BINS) -> list[Bin]:
    """Confidence beside the share that is answerable: a reliability diagram, bins of equal count.

    As scikit-learn's `calibration_curve` with strategy "quantile".
    """
    if not results:
        return []
    confidence = np.array([result.confidence for result in results])
    answerable = np.array([result.answerable for result in results], dtype=np.float64)
    edges = np.quantile(confidence, np.linspace(0, 1, bins + 1)[1:-1])
    places = np.searchsorted(edges, confidence)
    return [
        Bin(float(confidence[at].mean()), float(answerable[at].mean()), int(at.sum()))
        for at in (places == place for place in np.unique(places))
    ]


def of_results(results: Sequence[Result]) -> tuple[Array, Array]:
    """Confidences, and 1 for each result that is wrong, or would be if it were answered."""
    confidence = np.array([result.confidence for result in results], dtype=np.float64)
    return confidence, np.array([not is_right(result) for result in results], dtype=np.float64)


def _share_ties(scores: Array, errors: Array) -> Array:
    """Give equal scores, which are neighbours, the mean of their errors."""
    starts = np.ones(scores.shape, dtype=bool)
    starts[..., 1:] = scores[..., 1:] != scores[..., :-1]
    groups = np.cumsum(starts).reshape(-1) - 1
    sums = np.bincount(groups, errors.reshape(-1))
    shared: Array = (sums / np.bincount(groups))[groups].reshape(scores.shape)
    return shared
