"""What code can know of a statement beside quotes: which of its dates, numbers and names agree.

It never says that a statement is true or false. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answering.dates import Date, tells_date
from bot.answering.held import Held, join, read
from bot.grounding import GroundedQuote
from bot.statements.checks import Difference
from bot.statements.details import Details, Number, find_details
from ingest.passages import language_of, metadata_of


@dataclass(frozen=True)
class Comparison:
    """A statement beside its quotes, in the words of each."""

    agrees: tuple[str, ...]
    differs: tuple[Difference, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Beside:
    """What the quotes have."""

    details: tuple[Details, ...]
    """By quote, the nearest first."""
    held: Held
    """Of all, with what is known of their documents."""
    is_same_language: bool

    def tells_date(self, date: Date) -> bool:
        return self.held.tells_date(date)

    def tells_number(self, number: Number) -> bool:
        return any(number.is_same(other) for each in self.details for other in each.numbers)

    def tells_name(self, words: Sequence[str]) -> bool:
        return all(self.held.tells_name(word, self.is_same_language) for word in words)


def compare(statement: str, language: str, quotes: Sequence[GroundedQuote]) -> Comparison:
    """Compare a statement with quotes, the nearest first.

    A date or number differs where no quote has it, and the nearest quote has another one of its
    sort; a name that is not there is only missing: that there is another one says nothing.
    """
    own, beside = find_details(statement, language), _read(quotes, language)
    agrees: list[str] = []
    differs: list[Difference] = []
    missing: list[str] = []

    def sort_in(said: str, *, told: bool, here: Iterable[str]) -> None:
        others = tuple(dict.fromkeys(here))
        if told:
            agrees.append(said)
        elif others:
            differs.append(Difference(said=said, here=others))
        else:
            missing.append(said)

    for said, date in own.dates:
        sort_in(said, told=beside.tells_date(date), here=_other_dates(date, own, beside))
    for number in own.numbers:
        told = beside.tells_number(number)
        sort_in(number.text, told=told, here=_other_numbers(number, own, beside))
    for said, words in own.names:
        sort_in(said, told=beside.tells_name(words), here=())
    return Comparison(
        tuple(dict.fromkeys(agrees)), tuple(dict.fromkeys(differs)), tuple(dict.fromkeys(missing))
    )


def _read(quotes: Sequence[GroundedQuote], language: str) -> _Beside:
    details, parts = [], []
    for quote in quotes:
        metadata, theirs = metadata_of(quote.passage), language_of(quote.passage)
        details.append(find_details(quote.text, theirs))
        known = (metadata.title, metadata.publisher, metadata.author)
        parts += [read(text, theirs) for text in (quote.text, *filter(None, known))]
    same = any(language_of(quote.passage) == language for quote in quotes)
    return _Beside(tuple(details), join(parts), same)


def _other_dates(date: Date, own: Details, beside: _Beside) -> Iterable[str]:
    """Dates of the nearest quote that tell as much and that the statement doesn't have."""
    for said, other in beside.details[0].dates if beside.details else ():
        is_as_fine = all(
            theirs is not None or ours is None for ours, theirs in zip(date, other, strict=True)
        )
        if is_as_fine and not any(tells_date(mine, [other]) for _, mine in own.dates):
            yield said


def _other_numbers(number: Number, own: Details, beside: _Beside) -> Iterable[str]:
    for other in beside.details[0].numbers if beside.details else ():
        if other.is_alike(number) and not any(mine.is_same(other) for mine in own.numbers):
            yield other.text
