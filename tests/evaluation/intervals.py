"""How sure a figure is: 95 % confidence intervals by bootstrap over questions. Pure.

By scipy.stats.bootstrap with a fixed seed, so that the same results give the same interval. BCa
(Efron 1987) for means, which are skewed near 0 and 1; percentile for quantiles and areas, where BCa
is unstable.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap

from tests.evaluation.metrics.abstention import area_under_risk_coverage, area_under_roc

Array = NDArray[np.float64]
Method = Literal["BCa", "percentile"]
LEVEL = 0.95
RESAMPLES = 1000
"""Ends of intervals move by less than a point between seeds."""
_SEED = 20260101
_MANY = 1000
"""From so many questions BCa, which leaves each out once, takes more time than it is worth."""


@dataclass(frozen=True)
class Figure:
    """A metric over many questions, with its interval."""

    value: float
    low: float
    high: float
    count: int
    """Of how many questions."""


def mean(values: Sequence[float]) -> Figure | None:
    """The mean; None of nothing.

    Where all are 0, or all are 1, no resample differs: the interval is the exact one of Clopper and
    Pearson (1934). Other values that are all equal have an interval without width.
    """
    if not values:
        return None
    found = np.array(values, dtype=np.float64)
    if set(values) <= {0.0, 1.0} and len(set(values)) == 1:
        return _exact(round(float(found.sum())), len(found))
    return _bootstrap((found,), np.mean, "BCa" if len(found) <= _MANY else "percentile")


def quantile(values: Sequence[float], share: float) -> Figure | None:
    """A quantile, interpolated linearly; None of nothing."""
    if not values:
        return None

    def at_share(sample: Array, axis: int = -1) -> Any:
        return np.quantile(sample, share, axis=axis)

    return _bootstrap((np.array(values, dtype=np.float64),), at_share, "percentile")


def auroc(positive: Sequence[float], negative: Sequence[float]) -> Figure | None:
    """Of the scores of two classes, each resampled by itself; None where one is empty."""
    if not positive or not negative:
        return None
    samples = (np.array(positive, dtype=np.float64), np.array(negative, dtype=np.float64))
    return _bootstrap(samples, area_under_roc, "percentile")


def aurc(confidence: Array, wrong: Array) -> Figure | None:
    """Area under the risk-coverage curve; None of nothing. Both of shape (n,)."""
    if not len(confidence):
        return None
    # One number for the pair, for scipy resamples pairs only one sample after another.
    pairs = confidence + 1j * wrong

    def area(sample: NDArray[np.complex128], axis: int = -1) -> Any:
        return area_under_risk_coverage(sample.real, sample.imag, axis)

    return _bootstrap((pairs,), area, "percentile")


def _exact(hits: int, of: int) -> Figure:
    interval = binomtest(hits, of).proportion_ci(LEVEL, method="exact")
    return Figure(hits / of, float(interval.low), float(interval.high), of)


def _bootstrap(samples: tuple[Any, ...], statistic: Callable[..., Any], method: Method) -> Figure:
    value = float(statistic(*samples, axis=-1))
    count = sum(len(sample) for sample in samples)
    if all(len(np.unique(sample)) == 1 for sample in samples):
        return Figure(value, value, value, count)
    low, high = _interval(samples, statistic, method)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = _interval(samples, statistic, "percentile")
    return Figure(value, min(low, value), max(high, value), count)


def _interval(
    samples: tuple[Any, ...], statistic: Callable[..., Any], method: Method
) -> tuple[float, float]:
    with warnings.catch_warnings():
        # Of resamples that are all alike: what comes of it is looked at instead.
        warnings.simplefilter("ignore")
        found = bootstrap(
            tuple(map(_pair, samples)),
            statistic,
            confidence_level=LEVEL,
            n_resamples=RESAMPLES,
            method=method,
            vectorized=True,
            rng=np.random.default_rng(_SEED),
        ).confidence_interval
    return float(found.low), float(found.high)


def _pair(sample: Any) -> Any:
    """Put a single observation twice, which is resampled to the same: scipy refuses it alone."""
    return np.repeat(sample, 2) if len(sample) == 1 else sample
