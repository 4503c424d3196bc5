"""What stops a change: quotes that are not verbatim, and figures that dropped. Pure.

The figures are those of the dev part, held against a run that was kept on purpose.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answers import Citation
from tests.evaluation.compared import SIGNIFICANT, describe_difference
from tests.evaluation.comparing import COMPARED, Comparison, Difference, compare
from tests.evaluation.kept import KEEP
from tests.evaluation.outcomes import Outcome, Result

LEAST_DROP = 0.01
"""A drop of less than a point is let through however sure it is: nobody would notice it."""


@dataclass(frozen=True)
class BrokenQuote:
    """A citation that doesn't have what its document has where it says."""

    id: str
    citation: Citation
    there: str | None
    """What the document has there; None if there is no such document."""


@dataclass(frozen=True)
class Verdict:
    """What the gate found."""

    broken: tuple[BrokenQuote, ...]
    dropped: tuple[Difference, ...]
    comparison: Comparison

    @property
    def passed(self) -> bool:
        """Whether nothing stops the change."""
        return not self.broken and not self.dropped


def judge(
    outcomes: Iterable[Outcome],
    results: Sequence[Result],
    baseline: Iterable[Result],
    texts: Mapping[str, str],
) -> Verdict:
    """Hold what was answered against the documents' texts and the kept results.

    Of the baseline, only the questions that were asked count.
    """
    asked = {result.id for result in results}
    before = [result for result in baseline if result.id in asked]
    comparison = compare(before, results, COMPARED, expected="worse")
    return Verdict(
        tuple(find_broken_quotes(outcomes, texts)),
        tuple(filter(_is_drop, comparison.differences)),
        comparison,
    )


def find_broken_quotes(
    outcomes: Iterable[Outcome], texts: Mapping[str, str]
) -> Iterator[BrokenQuote]:
    """Find what is cited, or shown as near, and isn't word for word what stands there."""
    for outcome in outcomes:
        for citation in (*outcome.answer.citations, *outcome.answer.nearest):
            text = texts.get(citation.document)
            there = None if text is None else text[citation.start : citation.end]
            if there != citation.quote or not citation.quote.strip():
                yield BrokenQuote(outcome.question.id, citation, there)


def describe(verdict: Verdict) -> Iterator[str]:
    """Say what stops the change, and how to let it through."""
    for broken in verdict.broken:
        cited = broken.citation
        place = f"{cited.document} {cited.start}-{cited.end}"
        has = "there is no such document" if broken.there is None else f"there is “{broken.there}”"
        yield f"gate: {broken.id} quotes {place} as “{cited.quote}”, and {has}"
    for difference in verdict.dropped:
        yield f"gate: {describe_difference(difference)}"
        for change in difference.lost:
            yield f"  {change.id} {change.question}"
    yield _sum_up(verdict)


def _sum_up(verdict: Verdict) -> str:
    """The line that a script can read."""
    if verdict.broken:
        return f"gate: failed, {len(verdict.broken)} quotes are not verbatim: mend that"
    if verdict.dropped:
        names = ", ".join(difference.metric.label for difference in verdict.dropped)
        return f"gate: failed, {names} got worse; if that is wanted, keep the new figures: {KEEP}"
    return f"gate: passed, {verdict.comparison.common} questions held against the kept run"


def _is_drop(difference: Difference) -> bool:
    return difference.p < SIGNIFICANT and -difference.improvement >= LEAST_DROP
