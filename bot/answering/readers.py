"""What a statement has of the dates, amounts or names that a question asks for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.amounts import Amount, find_amounts
from bot.answering.asked import Asked
from bot.answering.datings import read_dates
from bot.answering.doers import Doers, clause_names, widen
from bot.answering.naming import Name, share_word
from bot.answering.places import Places, find_places
from bot.answering.sorts import Sort
from bot.answering.statements import Statement
from bot.answering.topics import happenings_of
from bot.answering.values import Found, Kind, Value, is_inside

_CURRENCIES = frozenset(("dollar", "euro", "pound", "rouble", "franc", "mark", "yen"))


@dataclass(frozen=True)
class Reader:
    """Reads what statements have of what a question asks for."""

    asked: Asked
    topics: frozenset[str]
    """What is asked about."""
    given: frozenset[str]
    """The words of the question's names, by sound."""
    known: frozenset[str]
    """Words that are names wherever they stand, by sound."""
    common: frozenset[str]
    """Words of names that stand all over what was retrieved, and so answer nothing."""

    def read_value(self, statement: Statement, kind: Kind, year: int | None) -> Value | None:
        """Read what a statement has of a kind of value; None if nothing.

        year: of dates that have none.
        """
        places = find_places(statement.sentence, statement.language, happenings_of(self.topics))
        found = [f for f in self._find(statement, kind, year, places) if places.is_in_part(f.span)]
        if not found:
            return None
        return Value(tuple(found), _show(statement, found, places, self.topics), statement.text)

    def names_aside(self, statement: Statement, value: Value | None) -> tuple[Name, ...]:
        """Find the names of a clause that are neither asked about, nor its value or speakers.

        Nor those that all is about: they set no two statements apart, or together.
        """
        mine = [found for found in value.found if isinstance(found, Name)] if value else []
        return tuple(
            name
            for name in clause_names(statement, self.known)
            if not self._doers.is_given(name, statement)
            and not share_word(name.sounds, self.common)
            and not any(map(name.is_same, mine))
        )

    @property
    def _doers(self) -> Doers:
        return Doers(self.asked, self.topics, self.given, self.known, self.common)

    def _find(
        self, statement: Statement, kind: Kind, year: int | None, places: Places
    ) -> Sequence[Found]:
        if kind is Kind.DATE:
            return read_dates(statement, self.asked, year, places)
        if kind is Kind.AMOUNT:
            return _read_amounts(statement, self.asked)
        return self._doers.read_doers(statement, places)


def _read_amounts(statement: Statement, asked: Asked) -> list[Amount]:
    given = asked.given.numbers
    found = [
        amount
        for amount in find_amounts(statement.sentence, statement.language)
        if is_inside(amount, statement) and f"{amount.value:g}" not in given
    ]
    if Sort.MONEY in asked.sorts:
        return [amount for amount in found if amount.unit in _CURRENCIES]
    if Sort.SHARE in asked.sorts:
        return [amount for amount in found if amount.unit == "share"]
    return found


def _show(
    statement: Statement, found: Sequence[Found], places: Places, topics: frozenset[str]
) -> str:
    """The words of the value nearest to what is asked about, or of the first."""

    def distance(value: Found) -> int:
        return min((abs(value.span.start - topic.start) for topic in places.topics), default=0)

    best = min(found, key=distance)
    span = widen(best.span, statement, topics) if isinstance(best, Name) else best.span
    return statement.sentence[span.start : span.end]
