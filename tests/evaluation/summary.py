"""The figures of a whole run, each with its interval, and how they are told. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from rich.table import Table

from tests.evaluation.intervals import Figure, aurc, auroc, mean, quantile
from tests.evaluation.metrics.abstention import is_right, of_results
from tests.evaluation.metrics.catalogue import BY_NAME, FORMS, METRICS, Metric
from tests.evaluation.outcomes import Result, Run, of_part
from tests.evaluation.questions import Part

By = Literal["kind", "lang", "style"]
Figures = Mapping[str, Figure]
SHOWN = (
    "cited",
    "cited_first",
    "false_answer",
    "false_abstention",
    "key_facts",
    "hit@1",
    "hit@8",
    "mrr",
    "auroc",
    "judged",
)
"""What a table on a terminal has room for; a column that nothing has is left out."""
TOLD = ("cited", "false_answer", "false_abstention", "key_facts", "hit@8", "auroc")
"""What README shows."""
PARTS: tuple[Part, ...] = ("test", "dev")
"""That nothing was tuned on first."""


def summarize(results: Sequence[Result]) -> dict[str, Figure]:
    """Take every metric over results, by name; one that says nothing about them is left out.

    Means of the values, and what takes all of them: see `metrics/catalogue.py`.
    """
    found = {
        **{metric.name: mean(_values(results, metric.name)) for metric in METRICS},
        **dict(_of_decisions(results)),
        **dict(_of_confidence(results)),
        **dict(_of_seconds(results)),
    }
    return {name: figure for name, figure in found.items() if figure is not None}


def seconds_by_stage(results: Sequence[Result]) -> dict[str, tuple[Figure, Figure]]:
    """Median and 95th percentile of each stage, over the answers that went through it."""
    stages = dict.fromkeys(stage for result in results for stage in result.seconds)
    times = {stage: [r.seconds[stage] for r in results if stage in r.seconds] for stage in stages}
    quantiles = {stage: (quantile(of, 0.5), quantile(of, 0.95)) for stage, of in times.items()}
    return {stage: (p50, p95) for stage, (p50, p95) in quantiles.items() if p50 and p95}


def table(run: Run, part: Part) -> Table:
    """Draw a row a configuration, the shipped one first."""
    rows = {name: of_part(results, part) for name, results in run.configurations.items()}
    count = len(next(iter(rows.values()), ()))
    return _draw(f"{part} part, {count} questions", "configuration", rows)


def table_by(run: Run, part: Part, by: By) -> Table:
    """Draw a row a kind, language or style of question, of the shipped configuration."""
    results = of_part(run.shipped, part)
    names = sorted({str(getattr(result, by)) for result in results})
    groups = {name: [r for r in results if getattr(r, by) == name] for name in names}
    rows = {f"{name} ({len(of)})": of for name, of in groups.items()}
    return _draw(f"{part} part by {by}, as shipped", by, rows)


def stages_table(run: Run, part: Part) -> Table:
    """Draw a row a stage of answering, in milliseconds, of the shipped configuration."""
    drawn = _begin(f"{part} part, milliseconds by stage, as shipped", ("stage", "median", "p95"))
    for stage, figures in seconds_by_stage(of_part(run.shipped, part)).items():
        drawn.add_row(stage, *(_bracket(figure, _in_milliseconds) for figure in figures))
    return drawn


def describe_misses(results: Sequence[Result]) -> list[str]:
    """Name each question that went wrong, and how, in order."""
    lines = []
    for result in results:
        if wrong := list(_find_wrong(result)):
            text = f"{result.id} [{result.lang}] {result.question}"
            lines.append(f"{text}\n    {', '.join(wrong)} (confidence {result.confidence:.2f})")
    return lines


def summary_line(run: Run) -> str:
    """Sum up the shipped configuration for a script: all questions, then each part by itself."""
    results = run.shipped
    of_parts = {part: of for part in PARTS if (of := of_part(results, part))}
    parts = [f"{part} {len(of)}: {_tell(of)}" for part, of in of_parts.items()]
    told = [f"evaluation: {len(results)} questions, {_tell(results)}", *parts]
    return "; ".join(told)


def markdown(run: Run) -> str:
    """Write README's tables: configurations by what a reader sees first, the test part first."""
    return "\n\n".join(_write_part(run, part) for part in PARTS if of_part(run.shipped, part))


def write_figure(metric: Metric, figure: Figure) -> str:
    """Write a figure with its interval: "61 % [54, 68]", "0.72 [0.65, 0.78]"."""
    if metric.unit != "share":
        return _bracket(figure, FORMS[metric.unit].format)
    low, high = f"{100 * figure.low:.0f}", f"{100 * figure.high:.0f}"
    return f"{100 * figure.value:.0f} % [{low}, {high}]"


def _of_decisions(results: Sequence[Result]) -> Iterator[tuple[str, Figure | None]]:
    answered = [result for result in results if not result.abstained]
    yield "coverage", mean([float(not result.abstained) for result in results])
    yield "selective_risk", mean([float(not is_right(result)) for result in answered])


def _of_confidence(results: Sequence[Result]) -> Iterator[tuple[str, Figure | None]]:
    answerable = [result.confidence for result in results if result.answerable]
    others = [result.confidence for result in results if not result.answerable]
    yield "auroc", auroc(answerable, others)
    yield "aurc", aurc(*of_results(results))
    yield "brier", mean([(r.confidence - r.answerable) ** 2 for r in results])


def _of_seconds(results: Sequence[Result]) -> Iterator[tuple[str, Figure | None]]:
    seconds = [sum(result.seconds.values()) for result in results if result.seconds]
    yield "seconds_p50", quantile(seconds, 0.5)
    yield "seconds_p95", quantile(seconds, 0.95)


def _values(results: Sequence[Result], name: str) -> list[float]:
    return [result.values[name] for result in results if name in result.values]


def _find_wrong(result: Result) -> Iterator[str]:
    values = result.values
    if values.get("false_answer"):
        yield "answered"
    if values.get("false_abstention"):
        yield "abstained"
        if not values["right_if_answered"]:
            yield "expected words not among the nearest"
    elif result.answerable and not values["cited"]:
        yield "expected words not cited"
    elif result.answerable and not values["cited_first"]:
        yield "expected words not in the first quote"
    if not values["language"]:
        yield "in another language"


def _tell(results: Sequence[Result]) -> str:
    figures = {
        "cited": _values(results, "cited"),
        "cited first": _values(results, "cited_first"),
        "abstained rightly": [1 - value for value in _values(results, "false_answer")],
        "abstained wrongly": _values(results, "false_abstention"),
    }
    return ", ".join(f"{name} {_share(values)}" for name, values in figures.items())


def _share(values: Sequence[float]) -> str:
    return f"{100 * sum(values) / len(values):.0f} %" if values else "none asked"


def _write_part(run: Run, part: Part) -> str:
    rows = {name: of_part(results, part) for name, results in run.configurations.items()}
    figures = {name: summarize(results) for name, results in rows.items()}
    shown = _columns(figures.values(), TOLD)
    head = [f"{part} part, {len(next(iter(rows.values())))} questions", *(m.label for m in shown)]
    lines = [head, ["---", *("---:" for _ in shown)]]
    lines += [[name, *_cells(shown, of)] for name, of in figures.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _draw(title: str, corner: str, rows: Mapping[str, Sequence[Result]]) -> Table:
    figures = {name: summarize(results) for name, results in rows.items()}
    shown = _columns(figures.values(), SHOWN)
    drawn = _begin(title, (corner, *(metric.label for metric in shown)))
    for name, of in figures.items():
        drawn.add_row(name, *_cells(shown, of))
    return drawn


def _begin(title: str, heads: Sequence[str]) -> Table:
    drawn = Table(title=title, title_justify="left", min_width=len(title), box=None, pad_edge=False)
    for number, head in enumerate(heads):
        drawn.add_column(head, justify="right" if number else "left")
    return drawn


def _columns(rows: Iterable[Figures], names: Sequence[str]) -> list[Metric]:
    there = {name for figures in rows for name in figures}
    return [BY_NAME[name] for name in names if name in there]


def _bracket(figure: Figure, write: Callable[[float], str]) -> str:
    return f"{write(figure.value)} [{write(figure.low)}, {write(figure.high)}]"


def _in_milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


def _cells(shown: Sequence[Metric], figures: Figures) -> list[str]:
    return [write_figure(m, figures[m.name]) if m.name in figures else "-" for m in shown]
