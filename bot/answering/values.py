"""What a statement has of the sort a question asks for, and whether two can both be so. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.answering.amounts import Amount, find_amounts
from bot.answering.asked import Asked
from bot.answering.names import spell
from bot.answering.naming import Name, find_whole_names, has_sound, share_word
from bot.answering.periods import Period, find_periods
from bot.answering.places import Places, find_places
from bot.answering.sorts import Sort
from bot.answering.statements import Statement
from bot.answering.topics import find_topic_words, find_topics, happenings_of, is_kind
from ingest.documents import Span

_CURRENCIES = frozenset(("dollar", "euro", "pound", "rouble", "franc", "mark", "yen"))
_SAID_ON_CHARS = 25
"""Between a speaker and the date of the words: "wrote on 3 May 2008 that"."""
_SAID_ON = re.compile(r"\s*,?\s*(?:that|dass|que|qu['’]|что|:)", re.IGNORECASE)
_BRACKETS = re.compile(r"(?: of [A-Z]\w+)? \(([^()]{2,30})\)")
"""The "(RIAA)" behind a name in full."""
_SAME_PHRASE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s")
_OF = re.compile(r"\s(?:of|from|de|du|vom|von|от|за)\s(?:the\s|le\s)?|\s\(", re.IGNORECASE)
"""Between a speaker and the date of an issue: "a weblog of July 2007 says"."""
_LISTED = re.compile(r"\s*(?:,|&|\b(?:and|or|et|ou|und|oder|y|e|o|и|или)\b)\s*", re.IGNORECASE)

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
    """What of what a question asks for can be compared."""
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

    @property
    def is_dates(self) -> bool:
        """Whether it is a date that is told."""
        return isinstance(self.found[0], Period)

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
    """Whether two comparable values can be told of one thing."""
    pairs = [(a, b) for a in one.found for b in other.found if _is_alike(a, b)]
    return not pairs or any(_meet(a, b) for a, b in pairs)


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
        topics = happenings_of(self.topics)
        places = find_places(statement.sentence, statement.language, topics)
        found = [f for f in self._find(statement, kind, year, places) if places.is_in_part(f.span)]
        return Value(tuple(found), _show(statement, found, places, self.topics)) if found else None

    def names_aside(self, statement: Statement, value: Value | None) -> tuple[Name, ...]:
        """Find the names of a clause that are neither asked about, nor its value or speakers."""
        mine = [found for found in value.found if isinstance(found, Name)] if value else []
        return tuple(
            name
            for name in _clause_names(statement, self.known)
            if not self._is_given(name, statement) and not any(name.is_same(o) for o in mine)
        )

    def _find(
        self, statement: Statement, kind: Kind, year: int | None, places: Places
    ) -> Sequence[Found]:
        if kind is Kind.DATE:
            return [p for p in _periods(statement, year) if not _is_given_date(p, self.asked)]
        if kind is Kind.AMOUNT:
            return _amounts(statement, self.asked)
        found = [
            name
            for name in _clause_names(statement, self.known)
            if not self._is_given(name, statement) and not share_word(name.sounds, self.common)
        ]
        if Sort.PLACE in self.asked.sorts:
            return [name for name in found if name.is_place]
        some = [name for name in found if not name.is_place]
        done = [name for name in some if places.is_doer(name, some)]
        if any(map(is_kind, self.topics)):
            done = [name for name in done if self._is_of_kind(name, statement)]
        return [] if _are_listed(statement, done) else done

    def _is_of_kind(self, name: Name, statement: Statement) -> bool:
        """Whether a name is that of a court, where one is asked for."""
        return _widen(name.span, statement, self.topics) != name.span or any(
            topic in self.topics and is_kind(topic)
            for topic in find_topics(name.text.casefold(), statement.language)
        )

    def _is_given(self, name: Name, statement: Statement) -> bool:
        """Whether the question has a name, or what stands behind it in brackets."""
        behind = _BRACKETS.match(statement.sentence, name.span.end)
        spelt = frozenset(map(spell, behind[1].split())) if behind else frozenset()
        words = self.asked.given.words  # German names can't always be told from nouns.
        is_asked = all(has_sound(sound, words) for sound in name.sounds)
        return is_asked or share_word(name.sounds | spelt, self.given)


def are_of_one_time(one: str, other: str) -> bool:
    """Whether two texts can tell of one time: not if both have dates and none fits another."""
    mine, others = find_periods(one), find_periods(other)
    return not mine or not others or any(a.meets(b) for a in mine for b in others)


def _periods(statement: Statement, year: int | None) -> list[Period]:
    return [
        period
        for period in find_periods(statement.sentence, year)
        if _is_inside(period.span, statement) and not _is_when_said(period, statement)
    ]


def _is_given_date(period: Period, asked: Asked) -> bool:
    """Whether a question that gives "2007" asks for more than this tells."""
    given = [
        p for d in asked.given.dates if d.year for p in find_periods(_spell(d.year, d.month, d.day))
    ]
    return any(period.first <= one.first and one.last <= period.last for one in given)


def _spell(year: int, month: int | None, day: int | None) -> str:
    parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if month and part]
    return "-".join(parts)


def _is_when_said(period: Period, statement: Statement) -> bool:
    """Whether a date tells when the speaker spoke: "Slyck wrote on 21 December that"."""
    for name in statement.clause.names:
        between = statement.sentence[name.end : period.span.start]
        is_behind = 0 <= period.span.start - name.end <= _SAID_ON_CHARS
        if is_behind and _SAID_ON.match(statement.sentence, period.span.end):
            return True
        if is_behind and _OF.fullmatch(between):
            return True
    return False


def _amounts(statement: Statement, asked: Asked) -> list[Amount]:
    given = asked.given.numbers
    found = [
        amount
        for amount in find_amounts(statement.sentence, statement.language)
        if _is_inside(amount.span, statement) and f"{amount.value:g}" not in given
    ]
    if Sort.MONEY in asked.sorts:
        return [amount for amount in found if amount.unit in _CURRENCIES]
    if Sort.SHARE in asked.sorts:
        return [amount for amount in found if amount.unit == "share"]
    return found


def _clause_names(statement: Statement, known: Collection[str]) -> list[Name]:
    """The names of a clause but for who says it."""
    own = find_whole_names(f"x {' x '.join(statement.speakers)}", None)
    return [
        name
        for name in find_whole_names(statement.sentence, statement.language, known)
        if _is_inside(name.span, statement)
        and not any(map(name.span.overlaps, statement.clause.names))
        and not any(name.is_same(speaker) for speaker in own)
    ]


def _are_listed(statement: Statement, names: Sequence[Name]) -> bool:
    """Whether two of some names stand side by side, so that several did it together."""
    return any(
        _LISTED.fullmatch(statement.sentence[one.span.end : other.span.start])
        for one, other in pairwise(names)
    )


def _is_inside(span: Span, statement: Statement) -> bool:
    clause = statement.clause.span
    return clause.start <= span.start and span.end <= clause.end


def _show(
    statement: Statement, found: Sequence[Found], places: Places, topics: frozenset[str]
) -> str:
    """The words of the value nearest to what is asked about, or of the first."""

    def distance(value: Found) -> int:
        return min((abs(value.span.start - topic.start) for topic in places.topics), default=0)

    best = min(found, key=distance)
    span = _widen(best.span, statement, topics) if isinstance(best, Name) else best.span
    return statement.sentence[span.start : span.end]


def _widen(span: Span, statement: Statement, topics: frozenset[str]) -> Span:
    """Take "city court" to "Moscow", where a court is asked for."""
    start, end = span
    for topic, word in find_topic_words(statement.sentence, statement.language):
        if topic in topics and is_kind(topic):
            if _SAME_PHRASE.fullmatch(statement.sentence[end : word.start()]):
                end = word.end()
            if _SAME_PHRASE.fullmatch(statement.sentence[word.end() : start]):
                start = word.start()
    return Span(start, end)


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
