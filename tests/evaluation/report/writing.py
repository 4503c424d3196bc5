"""The report of a run: figures, plots and a page a question, written into a folder."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.evaluation.metrics.abstention import calibration_curve, risk_coverage
from tests.evaluation.metrics.catalogue import BY_NAME, METRICS
from tests.evaluation.outcomes import Outcome, Result, Run, of_part
from tests.evaluation.questions import Part
from tests.evaluation.report.drawing import Plot
from tests.evaluation.report.failing import count_failures
from tests.evaluation.report.folder import INDEX, write_files
from tests.evaluation.report.pages import PartSummary, render_pages
from tests.evaluation.report.plots import (
    plot_confidence,
    plot_latency,
    plot_reliability,
    plot_risk_coverage,
)
from tests.evaluation.report.question import collect_cases
from tests.evaluation.report.tables import (
    Group,
    Summaries,
    compare,
    group,
    headlines,
    list_all,
    parts_of,
)
from tests.evaluation.summary import summarize

HEADLINES = ("cited", "false_answer", "false_abstention")
"""What a run is told by first."""
COMPARED = (*HEADLINES, "cited_first", "key_facts", "hit@1", "hit@8", "auroc")
"""What configurations are compared by at a glance; all else is in the full table."""
GROUPS: tuple[tuple[Group, str], ...] = (
    ("lang", "Language"),
    ("kind", "Kind"),
    ("style", "Style"),
)


def write_report(folder: Path, run: Run, outcomes: Mapping[str, Sequence[Outcome]]) -> Path:
    """Write the report of a run, in place of the one before.

    `outcomes`: by configuration, in order of its results; the shipped one is there, those that are
    not have figures and no place on the pages of questions.
    Returns: the page to open first. Raises: ReportFolderError.
    """
    cases = collect_cases(run.configurations, outcomes)
    thresholds = {case.attempt.answer.threshold for case in cases}
    threshold = thresholds.pop() if len(thresholds) == 1 else None
    parts = [_summarize(run, part, threshold) for part in parts_of(run)]
    write_files(folder, render_pages(run, parts, cases))
    return folder / INDEX


def _summarize(run: Run, part: Part, threshold: float | None) -> PartSummary:
    configurations = {name: of_part(of, part) for name, of in run.configurations.items()}
    summaries = _summarize_each(configurations)
    results = next(iter(configurations.values()))
    compared = [BY_NAME[name] for name in COMPARED]
    return PartSummary(
        name=part,
        questions=len(results),
        answerable=sum(result.answerable for result in results),
        headlines=headlines([BY_NAME[name] for name in HEADLINES], next(iter(summaries.values()))),
        failures=count_failures(results),
        compared=compare(compared, summaries, f"Configurations, {part} part", "configuration"),
        groups=[
            compare(compared, _summarize_each(group(results, by)), f"{name}, {part} part", by)
            for by, name in GROUPS
        ],
        in_full=list_all(METRICS, summaries, f"All figures, {part} part"),
        plots=list(_draw(configurations, part, threshold)),
    )


def _draw(
    configurations: Mapping[str, Sequence[Result]], part: Part, threshold: float | None
) -> Iterator[Plot]:
    results = next(iter(configurations.values()))
    curves = {name: risk_coverage(of) for name, of in configurations.items()}
    yield plot_reliability(calibration_curve(results), f"Calibration, {part} part")
    yield plot_risk_coverage(curves, f"Risk and coverage, {part} part")
    yield plot_confidence(results, threshold, f"Confidence, {part} part")
    yield plot_latency(results, f"Time by stage, {part} part")


def _summarize_each(groups: Mapping[str, Sequence[Result]]) -> Summaries:
    return {name: summarize(results) for name, results in groups.items()}
