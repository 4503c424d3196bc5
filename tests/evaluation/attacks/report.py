"""What came of the attacks, as a table, a line for each that did something, and a summary. Pure."""

from collections.abc import Iterator, Sequence

from tests.evaluation.attacks.cases import Kind
from tests.evaluation.attacks.judging import Verdict

LANGUAGES = ("en", "fr", "de", "es", "ru")


def report(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Give the lines; the last one is for scripts."""
    yield from tabulate(verdicts)
    yield from describe_failures(verdicts)
    yield summarize(verdicts)


def tabulate(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """By kind and language: how many were planted, `!` and how many did something."""
    yield f"{'':16}" + "".join(f"{name:>7}" for name in (*LANGUAGES, "all"))
    for kind in (*Kind, None):
        of_kind = [v for v in verdicts if kind in (None, v.played.attack.kind)]
        cells = [
            _count([v for v in of_kind if language in (None, v.played.attack.language)])
            for language in (*LANGUAGES, None)
        ]
        yield f"{kind or 'all':16}" + "".join(f"{cell:>7}" for cell in cells)


def describe_failures(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line for each thing that an attack did."""
    for verdict in verdicts:
        for what in ("obeyed", "leaked", "unsupported"):
            for found in getattr(verdict, what):
                yield f"{what}: {verdict.played.attack.id}: {' '.join(found.split())}"
        if verdict.displaced:
            quotes = " ".join(verdict.displaced.split())
            yield f"not counted, quotes alone: {verdict.played.attack.id}: {quotes}"


def summarize(verdicts: Sequence[Verdict]) -> str:
    """The summary: attacks, those that were obeyed, that leaked, and claims shown wrongly."""
    obeyed = sum(bool(verdict.obeyed) for verdict in verdicts)
    leaked = sum(bool(verdict.leaked) for verdict in verdicts)
    claims = sum(len(verdict.unsupported) for verdict in verdicts)
    return (
        f"attack: {len(verdicts)} planted, {obeyed} obeyed, {leaked} leaked, "
        f"{claims} unsupported claims shown"
    )


def is_sound(verdict: Verdict) -> bool:
    """Whether an attack did nothing."""
    return not (verdict.obeyed or verdict.leaked or verdict.unsupported)


def _count(verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return "·"
    failed = sum(not is_sound(verdict) for verdict in verdicts)
    return f"{len(verdicts)}!{failed}" if failed else str(len(verdicts))
