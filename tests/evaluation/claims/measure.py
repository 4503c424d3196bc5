"""How many claims would be shown as fact: of the true ones, and of those that are wrong.

Counted apart for the dev part, which the check was made with, and the test part, which it was not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from bot.support.support import find_doubts
from tests.bot.support.saying import doubts
from tests.bot.support.saying import quote as quote_of
from tests.evaluation.claims.cases import (
    Found,
    Kind,
    Part,
    TrueClaim,
    language_of_document,
    quote,
    read_claims,
    read_found,
    read_held,
    read_traps,
)
from tests.evaluation.claims.mutations import Change, Mutation, mutate

MUTATIONS_EACH = 40


@dataclass(frozen=True)
class Share:
    """How many of how many were shown."""

    shown: int
    of: int

    def __str__(self) -> str:
        return f"{self.shown:3} of {self.of:3}"


def is_shown(case: TrueClaim, text: str) -> bool:
    """Whether a claim would be shown as fact, with the quotes of a case."""
    return not find_doubts(text, case.language, quote(case))


def is_across(case: TrueClaim) -> bool:
    """Whether a claim is in another language than its quotes."""
    return case.language != language_of_document(case)


def all_mutations() -> list[Mutation]:
    """The changed claims that are measured."""
    return mutate(read_claims(), MUTATIONS_EACH)


def shown_unchanged(mutations: Sequence[Mutation]) -> list[Mutation]:
    """Those that tell something: a claim that is doubted anyway is doubted when it is changed."""
    return [mutation for mutation in mutations if is_shown(mutation.case, mutation.case.claim)]


def is_found_shown(found: Found) -> bool:
    """Whether a wrong claim that was found by trying would be shown as fact."""
    return not doubts(found.claim, found.language, quote_of(found.quote, found.quoted_in))


def share(cases: Iterable[TrueClaim]) -> Share:
    """Of cases as they are."""
    shown = [is_shown(case, case.claim) for case in cases]
    return Share(sum(shown), len(shown))


def share_of_mutations(mutations: Sequence[Mutation]) -> Share:
    """Of changed claims."""
    return Share(sum(is_shown(m.case, m.text) for m in mutations), len(mutations))


def tabulate() -> list[str]:
    """The table, a line for each kind of claim."""
    claims, traps, mutations = read_claims(), read_traps(), all_mutations()
    lines = [f"{'shown as fact':32} {'dev':>10} {'test':>10}"]
    for across in (False, True):
        row = [
            share(case for case in claims if case.part == part and is_across(case) is across)
            for part in get_args(Part)
        ]
        lines.append(_line(f"true, {'across languages' if across else 'same language'}", row))
    for kind in get_args(Kind):
        row = [
            share(trap for trap in traps if trap.part == part and trap.kind == kind)
            for part in get_args(Part)
        ]
        lines.append(_line(f"trap, {kind}", row))
    for change in get_args(Change):
        changed = [mutation for mutation in mutations if mutation.change == change]
        row = [
            share_of_mutations([m for m in changed if m.case.part == part])
            for part in get_args(Part)
        ]
        lines.append(_line(f"changed, {change}", row))
    alive = shown_unchanged(mutations)
    lines.append(f"{len(alive)} of {len(mutations)} changed claims are shown when unchanged")
    for name, found in (("found by trying", read_found()), ("held apart", read_held())):
        shown = sum(is_found_shown(one) for one in found)
        lines.append(f"{name}: {shown} of {len(found)} are shown")
    return lines


def summarize() -> str:
    """The last line."""
    claims, traps = read_claims(), read_traps()
    parts = []
    for part in get_args(Part):
        true = share(case for case in claims if case.part == part)
        false = share(trap for trap in traps if trap.part == part)
        parts.append(f"{part}: true {true.shown}/{true.of}, traps {false.shown}/{false.of}")
    mutations = all_mutations()
    changed, alive = share_of_mutations(mutations), share_of_mutations(shown_unchanged(mutations))
    return (
        f"claims: shown {'; '.join(parts)}; changed {changed.shown}/{changed.of}, "
        f"of those shown unchanged {alive.shown}/{alive.of}"
    )


def _line(name: str, row: Sequence[Share]) -> str:
    return f"{name:32} {' '.join(f'{item!s:>10}' for item in row)}"
