"""What is counted of the cases: versions found and rightly attributed, and false alarms. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.answering.versions import Version
from tests.evaluation.disagreements.asking import Outcome
from tests.evaluation.disagreements.cases import Case, ExpectedVersion


def count_right(outcome: Outcome) -> int:
    """Count the expected versions that were found and are said by nobody who doesn't have them."""
    versions = outcome.found.versions if outcome.found else ()
    return sum(
        any(_is_right(version, expected, outcome.case) for version in versions)
        for expected in outcome.case.versions
    )


def describe_misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Describe each question whose versions were not all found, and each false alarm."""
    for outcome in outcomes:
        told = "; ".join(
            f"{version.value} ({', '.join(version.speakers)})"
            for version in (outcome.found.versions if outcome.found else ())
        )
        head = f"{outcome.case.id} {outcome.question.text}"
        if not outcome.case.versions and outcome.found:
            yield f"false alarm: {head} {told}"
        elif count_right(outcome) < len(outcome.case.versions):
            yield f"missed: {head} {told or 'nothing found'}"


def summarize(part: str, outcomes: Sequence[Outcome]) -> str:
    """Sum a part of the cases up in a line."""
    apart = [outcome for outcome in outcomes if outcome.case.versions]
    agreeing = [outcome for outcome in outcomes if not outcome.case.versions]
    parts = (
        ("versions right", sum(map(count_right, apart)), sum(len(o.case.versions) for o in apart)),
        ("false alarms", sum(o.found is not None for o in agreeing), len(agreeing)),
        ("confirmed", sum(o.is_confirmed for o in apart), len(apart)),
        ("completed", sum(o.is_completed for o in apart), len(apart)),
        ("wrongly confirmed", sum(o.is_confirmed for o in agreeing), len(agreeing)),
    )
    shares = (f"{name} {count}/{of} ({count / max(of, 1):.1%})" for name, count, of in parts)
    return f"disagreements, {part}: {', '.join(shares)}"


def _is_right(version: Version, expected: ExpectedVersion, case: Case) -> bool:
    speakers = {*map(_plain, version.speakers)} - {*map(_plain, case.also)}
    has_value = expected.is_told_by(version.value)
    return has_value and speakers <= {*map(_plain, expected.speakers)}


def _plain(speaker: str) -> str:
    return re.sub(r"^(?:the|le|la|el|der|die|das) ", "", speaker.casefold())
