"""Which figures stand in which table of the report, and how a figure is written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tests.evaluation.metrics.catalogue import FORMS, Metric
from tests.evaluation.outcomes import Result, Run
from tests.evaluation.questions import Part


class Figure(Protocol):
    """A metric over many questions, with its interval."""

    @property
    def value(self) -> float:
        """What was found."""

    @property
    def low(self) -> float:
        """Lower end of the interval."""

    @property
    def high(self) -> float:
        """Upper end of the interval."""

    @property
    def count(self) -> int:
        """Of how many questions."""


Group = Literal["lang", "kind", "style"]
Summaries = Mapping[str, Mapping[str, Figure]]
"""Figures by metric, of each configuration or group."""
PERCENT = "\u00a0%"


@dataclass(frozen=True)
class Cell:
    """A figure as it is written, with its interval and what it is a figure of."""

    value: str
    interval: str = ""
    count: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table, under its own heading."""

    name: str
    cells: tuple[Cell | None, ...]
    """In order of the columns; None where there is nothing to say."""


@dataclass(frozen=True)
class Table:
    """A table of figures."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Headline:
    """A figure of the shipped configuration, written large."""

    label: str
    cell: Cell


def headlines(metrics: Iterable[Metric], figures: Mapping[str, Figure]) -> list[Headline]:
    """The figures that a run is told by, of those that there are."""
    return [Headline(m.label, _cell(m, figures[m.name])) for m in metrics if m.name in figures]


def compare(metrics: Sequence[Metric], summaries: Summaries, caption: str, corner: str) -> Table:
    """A row a configuration, or a group of questions."""
    rows = tuple(
        Row(name, tuple(_find(metric, figures) for metric in metrics))
        for name, figures in summaries.items()
    )
    return Table(caption, corner, tuple(metric.label for metric in metrics), rows)


def list_all(metrics: Iterable[Metric], summaries: Summaries, caption: str) -> Table:
    """Every figure there is: a row a figure."""
    rows = tuple(
        Row(metric.label, tuple(_find(metric, figures) for figures in summaries.values()))
        for metric in metrics
        if any(metric.name in figures for figures in summaries.values())
    )
    return Table(caption, "figure", tuple(summaries), rows)


def group(results: Iterable[Result], by: Group) -> dict[str, list[Result]]:
    """By language, kind or style of question, named with how many there are, in order of names."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(getattr(result, by), []).append(result)
    return {f"{name.replace('_', ' ')} ({len(of)})": of for name, of in sorted(groups.items())}


def parts_of(run: Run) -> list[Part]:
    """The parts that were asked, test first: it is the one that nothing was tuned on."""
    asked = {result.part for result in run.shipped}
    every: tuple[Part, ...] = ("test", "dev")
    return [part for part in every if part in asked]


def _find(metric: Metric, figures: Mapping[str, Figure]) -> Cell | None:
    figure = figures.get(metric.name)
    return None if figure is None else _cell(metric, figure)


def _cell(metric: Metric, figure: Figure) -> Cell:
    value, low, high = (_write(metric, v) for v in (figure.value, figure.low, figure.high))
    return Cell(value, f"{low.removesuffix(PERCENT)}–{high}", figure.count)


def _write(metric: Metric, value: float) -> str:
    if metric.unit == "share":
        return f"{value * 100:.0f}{PERCENT}"
    return FORMS[metric.unit].format(value)
