"""Which plots the report has: what confidence is worth, and where the time goes."""

from collections.abc import Mapping, Sequence

import numpy as np

from tests.evaluation.metrics.abstention import Bin
from tests.evaluation.outcomes import Result
from tests.evaluation.report.drawing import COLOURS, INK, LINES, Plot, canvas

BINS = 20
Curve = Sequence[tuple[float, float]]
"""Points of coverage and risk."""


def plot_reliability(bins: Sequence[Bin], title: str) -> Plot:
    """Confidence beside how often the question was answerable: a calibration curve."""
    with canvas("confidence", "share answerable") as drawn:
        drawn.axes.plot([0, 1], [0, 1], color=INK, alpha=0.4, linestyle=":")
        xs, ys = [b.confidence for b in bins], [b.share for b in bins]
        drawn.axes.plot(xs, ys, color=COLOURS[0], marker="o", clip_on=False)
        drawn.axes.set(xlim=(0, 1), ylim=(0, 1))
        told = ", ".join(f"{b.confidence:.2f}: {b.share:.0%} of {b.count}" for b in bins)
        return drawn.finish(
            title,
            f"Of questions by confidence, how many the documents answer: {told or 'none'}. "
            "On the dotted line, confidence is what it says.",
        )


def plot_risk_coverage(curves: Mapping[str, Curve], title: str) -> Plot:
    """Share of wrong answers beside share of questions answered, for each configuration."""
    with canvas("share of questions answered", "share of answers wrong") as drawn:
        told = []
        for nth, (name, curve) in enumerate(curves.items()):
            colour, line = COLOURS[nth % len(COLOURS)], LINES[nth % len(LINES)]
            xs, ys = [at for at, _ in curve], [risk for _, risk in curve]
            width = 1.2 if nth else 2.4
            drawn.axes.plot(xs, ys, color=colour, linestyle=line, linewidth=width, label=name)
            told.append(f"{name} {ys[-1]:.0%}" if ys else name)
        drawn.axes.set(xlim=(0, 1), ylim=(0, None))
        drawn.explain()
        return drawn.finish(
            title,
            "Answering the questions it is surest of first: lower is better. "
            f"Wrong if all are answered: {', '.join(told)}.",
        )


def plot_confidence(results: Sequence[Result], threshold: float | None, title: str) -> Plot:
    """How confidence lies for questions that the documents answer, and for others."""
    sides = {
        "answerable": [r.confidence for r in results if r.answerable],
        "not answerable": [r.confidence for r in results if not r.answerable],
    }
    with canvas("confidence", "questions") as drawn:
        edges = [float(edge) for edge in np.linspace(0, 1, BINS + 1)]
        drawn.axes.hist(
            list(sides.values()), edges, label=list(sides), color=list(COLOURS[:2]), rwidth=0.9
        )
        if threshold is not None:
            drawn.axes.axvline(threshold, color=INK, linestyle="--", label="threshold")
        drawn.axes.set(xlim=(0, 1))
        drawn.explain()
        told = "; ".join(f"{name}: {_spread(values)}" for name, values in sides.items())
        return drawn.finish(title, f"Apart is better. {told}.")


def plot_latency(results: Sequence[Result], title: str) -> Plot:
    """Median and 95th percentile of each stage."""
    stages = list(dict.fromkeys(stage for result in results for stage in result.seconds))
    times = {s: [r.seconds[s] * 1000 for r in results if s in r.seconds] for s in stages}
    p50 = [float(np.percentile(values, 50)) for values in times.values()]
    p95 = [float(np.percentile(values, 95)) for values in times.values()]
    with canvas("milliseconds", "") as drawn:
        rows = np.arange(len(stages))
        drawn.axes.barh(rows - 0.2, p50, 0.4, color=COLOURS[0], label="median")
        drawn.axes.barh(rows + 0.2, p95, 0.4, color=COLOURS[1], label="95th percentile")
        drawn.axes.set_yticks(rows, stages)
        drawn.axes.invert_yaxis()
        drawn.explain()
        told = ", ".join(
            f"{s} {a:.0f} and {b:.0f}" for s, a, b in zip(stages, p50, p95, strict=True)
        )
        return drawn.finish(title, f"Median and 95th percentile in milliseconds: {told}.")


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "none"
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"{len(values)}, half of them from {low:.2f} to {high:.2f}, median {middle:.2f}"
