"""What is said of a check, whatever shows it: verdicts, what agrees, how it came about. Pure."""

from collections.abc import Iterator

from bot.phrases import Phrases
from bot.statements.checks import Check, Checked, Verdict

MAX_NAMED = 6
"""Dates, numbers and names of a kind that are listed, and values that one differs from."""
_VERDICTS = {
    Verdict.SUPPORTED: ("✅", "verdict_supported"),
    Verdict.CONTRADICTED: ("❌", "verdict_contradicted"),
    Verdict.DISPUTED: ("⚖️", "verdict_disputed"),
    Verdict.NOT_IN_DOSSIER: ("∅", "verdict_not_in_dossier"),
    None: ("🔎", "verdict_none"),
}


def say_verdict(checked: Checked, phrases: Phrases) -> str:
    """Say what was found of a statement, with a sign that tells it at a glance."""
    sign, key = _VERDICTS[checked.verdict]
    return f"{sign} {phrases(key)}"


def say_comparison(checked: Checked, phrases: Phrases) -> Iterator[str]:
    """Say what of a statement agrees with its quotes, where nobody has judged it.

    Of one that is contradicted, what differs; of one that is not there, only that a quote is near.
    """
    if checked.verdict is Verdict.NOT_IN_DOSSIER and checked.citations:
        yield phrases("nearest")
    is_open = checked.verdict is None
    if is_open and checked.agrees:
        yield phrases("check_agrees", what=_list(checked.agrees))
    if is_open or checked.verdict is Verdict.CONTRADICTED:
        for difference in checked.differs:
            here = _list(difference.here)
            yield phrases("check_differs", said=difference.said, here=here)
    if is_open and checked.missing:
        yield phrases("check_missing", what=_list(checked.missing))


def say_notes(check: Check, phrases: Phrases) -> Iterator[str]:
    """Say who judged, why a model did not, and what was left out."""
    fallbacks = [statement.fallback for statement in check.statements if statement.fallback]
    if check.model and len(fallbacks) < len(check.statements):
        yield phrases("check_by_model", model=check.model)
    else:
        yield phrases("check_by_rule")
    if fallbacks:
        yield phrases(f"fallback_{fallbacks[0]}")
    if check.left_out:
        yield phrases("check_left_out", count=check.left_out)


def _list(words: tuple[str, ...]) -> str:
    more = ", …" if len(words) > MAX_NAMED else ""
    return ", ".join(words[:MAX_NAMED]) + more
