"""What a statement has of the sort a question asks for, and whether two can both be so. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from bot.answering.amounts import Amount
from bot.answering.asked import Asked
from bot.answering.names import sounds_in
from bot.answering.naming import Name, has_sound, is_acronym_of
from bot.answering.periods import Period, find_periods
from bot.answering.sorts import Sort
from bot.answering.statements import Statement

WIDER = 2
"""Times as many days a date may leave open as another it is shown with."""

Found = Period | Amount | Name


class Kind(StrEnum):
    """What can be compared."""

    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"


_KINDS = {
    **dict.fromkeys((Sort.DAY, Sort.MONTH, Sort.YEAR, Sort.TIME), Kind.DATE),
    **dict.fromkeys((Sort.NUMBER, Sort.SHARE, Sort.MONEY), Kind.AMOUNT),
    **dict.fromkeys((Sort.PERSON, Sort.PLACE, Sort.NAME), Kind.NAME),
}


def kinds_of(asked: Asked) -> tuple[Kind, ...]:
    """What of what a question asks for can be compared.

    Places can't: of Turin and Italy, Leningrad and Saint Petersburg both are right.
    """
    if Sort.PLACE in asked.sorts:
        return tuple(sorted({_KINDS[s] for s in asked.sorts if s in _KINDS} - {Kind.NAME}))
    return tuple(sorted({_KINDS[sort] for sort in asked.sorts if sort in _KINDS}))


def asks_for_values_only(asked: Asked) -> bool:
    """Whether nothing but a date, amount, number of a case or the like can answer a question."""
    return any(_KINDS.get(sort) is not Kind.NAME for sort in asked.sorts)


@dataclass(frozen=True)
class Value:
    """What a statement has, of one sort; never empty."""

    found: tuple[Found, ...]
    """Any of which may be what is asked for."""
    text: str
    """What is shown of it: words of the sentence."""
    clause: str
    """The words it stands in."""

    @property
    def width(self) -> float:
        """How much it leaves open, to compare values of one sort."""
        first = self.found[0]
        if isinstance(first, Period):
            return max(found.days for found in self.found if isinstance(found, Period))
        return first.most - first.least if isinstance(first, Amount) else 0.0


def are_comparable(one: Value, other: Value) -> bool:
    """Whether two values can speak for or against each other: not dollars and euros."""
    return any(_is_alike(a, b) for a in one.found for b in other.found)


def can_both_be(one: Value, other: Value) -> bool:
    """Whether two comparable values can be told of one thing.

    Amounts also if one is what several of the other add up to, names if either stands in the words
    around the other ("Alba Foods", "the owners of Alba Foods").
    """
    pairs = [(a, b) for a in one.found for b in other.found if _is_alike(a, b)]
    if not pairs or any(_meet(a, b) for a, b in pairs):
        return True
    if any(_is_told(name, other) for name in one.found) or any(
        _is_told(name, one) for name in other.found
    ):
        return True
    return _is_sum(one, other) or _is_sum(other, one)


def is_as_exact(one: Value, other: Value) -> bool:
    """Whether a value tells the other one: not "before 1 July" the "late June" that it fits."""
    if isinstance(one.found[0], Period):
        return one.width <= WIDER * other.width
    return True


def are_of_one_time(one: str, other: str) -> bool:
    """Whether two texts can tell of one time: not if both have dates and none fits another."""
    mine, others = find_periods(one), find_periods(other)
    return not mine or not others or any(a.meets(b) for a in mine for b in others)


def is_inside(found: Found, statement: Statement) -> bool:
    """Whether a value stands in the clause of a statement."""
    clause = statement.clause.span
    return clause.start <= found.span.start and found.span.end <= clause.end


def _is_told(found: Found, other: Value) -> bool:
    """Whether the words of another value have a name, or what its letters stand for."""
    if not isinstance(found, Name):
        return False
    words = sounds_in(other.clause)
    return all(has_sound(sound, words) for sound in found.sounds) or is_acronym_of(
        found.text, other.clause
    )


def _is_sum(one: Value, parts: Value) -> bool:
    total = [found for found in one.found if isinstance(found, Amount)]
    return any(amount.meets(added) for amount in total for added in _add_up(parts, amount))


def _add_up(value: Value, like: Amount) -> Iterator[Amount]:
    """Add two or all of the amounts up that can be compared with another."""
    parts = [f for f in value.found if isinstance(f, Amount) and f.is_alike(like)]
    for some in {*combinations(parts, 2), tuple(parts)} if len(parts) > 1 else ():
        total = sum(part.value for part in some)
        yield Amount(total, total, total, like.unit, like.span, like.is_each, like.counted)


def _is_alike(one: Found, other: Found) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.is_alike(other)
    return type(one) is type(other)


def _meet(one: Found, other: Found) -> bool:
    if isinstance(one, Period) and isinstance(other, Period):
        return one.meets(other)
    if isinstance(one, Amount) and isinstance(other, Amount):
        return one.meets(other)
    return isinstance(one, Name) and isinstance(other, Name) and one.is_same(other)
