"""What became better and what worse between two runs, question by question. Pure.

Only questions that both asked are compared, each with itself: which ones were asked makes most of
the spread of a figure, and none of that of a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap, permutation_test

from ingest.errors import DossierError
from tests.evaluation.metrics.catalogue import METRICS, Metric
from tests.evaluation.outcomes import Result, Run

Expected = Literal["any", "worse"]
"""What is tested for: a difference either way, or a drop alone."""
COMPARED = ("cited", "false_answer", "false_abstention", "key_facts", "mrr", "language")
"""Names of metrics: what a reader sees of an answer, and where the words stood in what was found.
Few, since every one more makes each of them harder to tell from chance."""
CONFIDENCE = 0.95
RESAMPLES = 9999
BATCH = 256
"""Resamples in memory at a time: of ten thousand questions, 20 MB."""
SEED = 7


@dataclass(frozen=True)
class Change:
    """A question of which a metric says something else than before."""

    id: str
    question: str
    before: float
    after: float


@dataclass(frozen=True)
class Difference:
    """A metric over the questions that have it both times.

    `low`, `high`: 95 % interval of `after` minus `before`, by paired bootstrap.
    `p`: that chance alone makes such a difference, by McNemar's exact test (1947) where the metric
    says yes or no, else by permutation of the signs of the differences; after Holm's correction
    (1979) over the metrics that were compared.
    """

    metric: Metric
    count: int
    before: float
    after: float
    low: float
    high: float
    p: float
    gained: tuple[Change, ...]
    """Better than before, whichever way is better for the metric."""
    lost: tuple[Change, ...]

    @property
    def improvement(self) -> float:
        """`after` minus `before`, turned so that more is better."""
        return (self.after - self.before) * _sign(self.metric)


@dataclass(frozen=True)
class Comparison:
    """Two configurations, or one configuration in two runs."""

    differences: tuple[Difference, ...]
    common: int
    """How many questions both asked."""
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    """Ids of questions that one of them alone asked, or in other words."""


@dataclass(frozen=True)
class RunComparison:
    """Two runs, by the names of configurations that both have."""

    of_each: Mapping[str, Comparison]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    """Names of configurations that one of them alone has."""


class NothingInCommonError(DossierError):
    """Two runs asked the same configurations, and none of them the same question."""

    key = "nothing-in-common"
    problem = "No question was asked in both runs, of {before} and of {after}."
    remedy = "Compare runs that asked the same questions under the same configurations."


def compare_runs(before: Run, after: Run) -> RunComparison:
    """Compare each configuration with itself. Raises: NothingInCommonError."""
    ours, theirs = before.configurations, after.configurations
    of_each = {name: compare(ours[name], theirs[name]) for name in ours if name in theirs}
    if of_each and not any(comparison.common for comparison in of_each.values()):
        raise NothingInCommonError(before=before.dataset, after=after.dataset)
    return RunComparison(
        of_each,
        tuple(name for name in ours if name not in theirs),
        tuple(name for name in theirs if name not in ours),
    )


def compare(
    before: Sequence[Result],
    after: Sequence[Result],
    names: Sequence[str] = COMPARED,
    expected: Expected = "any",
) -> Comparison:
    """Compare results by the named metrics; one that no common question has is left out."""
    old = {_key(result): result for result in before}
    new = {_key(result): result for result in after}
    pairs = [(old[key], result) for key, result in new.items() if key in old]
    metrics = [metric for metric in METRICS if metric.name in names]
    found = [_differ(metric, pairs, expected) for metric in metrics]
    return Comparison(
        _correct([difference for difference in found if difference is not None]),
        len(pairs),
        tuple(result.id for key, result in old.items() if key not in new),
        tuple(result.id for key, result in new.items() if key not in old),
    )


def _key(result: Result) -> tuple[str, ...]:
    """The same id may come to stand for another question."""
    return (result.id, result.part, result.question, str(result.answerable))


def _differ(
    metric: Metric, pairs: Sequence[tuple[Result, Result]], expected: Expected
) -> Difference | None:
    both = [(a, b) for a, b in pairs if metric.name in a.values and metric.name in b.values]
    if not both:
        return None
    before = np.array([a.values[metric.name] for a, _ in both])
    after = np.array([b.values[metric.name] for _, b in both])
    better = (after - before) * _sign(metric)
    low, high = _interval(after - before)
    changes = [Change(b.id, b.question, a.values[metric.name], b.values[metric.name])
               for a, b in both]  # fmt: skip
    return Difference(
        metric, len(both), float(before.mean()), float(after.mean()), low, high,
        _test(before, after, _sign(metric), expected),
        tuple(change for change, by in zip(changes, better, strict=True) if by > 0),
        tuple(change for change, by in zip(changes, better, strict=True) if by < 0),
    )  # fmt: skip


def _test(
    before: NDArray[np.float64], after: NDArray[np.float64], sign: int, expected: Expected
) -> float:
    """How likely it is that chance makes such a difference, or such a drop."""
    better = (after - before) * sign
    alternative = "two-sided" if expected == "any" else "less"
    if not better.any():
        return 1.0
    if set(np.unique([before, after])) <= {0.0, 1.0}:
        gained, lost = int((better > 0).sum()), int((better < 0).sum())
        return float(binomtest(gained, gained + lost, 0.5, alternative=alternative).pvalue)
    tested = permutation_test(
        (better, np.zeros_like(better)), _mean_difference, permutation_type="samples",
        vectorized=True, n_resamples=RESAMPLES, batch=BATCH, alternative=alternative, rng=SEED,
    )  # fmt: skip
    return float(tested.pvalue)


def _mean_difference(
    one: NDArray[np.float64], other: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = np.mean(one - other, axis=axis)
    return mean


def _interval(differences: NDArray[np.float64]) -> tuple[float, float]:
    if np.ptp(differences) == 0:  # of which scipy's has no interval
        return float(differences[0]), float(differences[0])
    found = bootstrap(
        (differences,), np.mean, confidence_level=CONFIDENCE, n_resamples=RESAMPLES, batch=BATCH,
        method="percentile", rng=SEED,
    ).confidence_interval  # fmt: skip
    return float(found.low), float(found.high)


def _correct(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Holm's step-down: the smallest p counts as often as there are metrics, and so on."""
    order = sorted(range(len(found)), key=lambda at: found[at].p)
    corrected: dict[int, float] = {}
    highest = 0.0
    for step, at in enumerate(order):
        highest = max(highest, min(1.0, found[at].p * (len(found) - step)))
        corrected[at] = highest
    return tuple(replace(found[at], p=corrected[at]) for at in range(len(found)))


def _sign(metric: Metric) -> int:
    return 1 if metric.higher_is_better else -1
