"""The stretch of days that a date leaves open: "late June 2007" is ten of them. Pure.

Two dates of one happening contradict each other if no day fits both.
"""

import calendar
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.answering.dates import Date, scan_dates
from ingest.documents import Span

_REACH = 40
"""Characters before a date that can belong to it."""
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_OTHER_DAY = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|er|st|nd|rd|th)?\s*(?:or|and|ou|oder|und|et|o|y|или|и|[-–/])\s*$"
)
"""The "20 or" of "20 or 21 December"."""


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, as ordinals of `datetime.date`, both included."""

    first: int
    last: int
    span: Span
    """What tells it, qualifier included, in characters of the text."""

    @property
    def days(self) -> int:
        """How many days it leaves open."""
        return self.last - self.first + 1

    def meets(self, other: "Period") -> bool:
        """Whether a day fits both."""
        return self.first <= other.last and other.first <= self.last


@lru_cache(maxsize=4096)
def find_periods(text: str, year: int | None = None) -> tuple[Period, ...]:
    """Find the stretches of days that a text in any of LANGUAGES tells, in order.

    A date without a year has that of the text's nearest with one, else `year`, else is left out.
    "Between late June and early July" is one.
    """
    found = list(scan_dates(text))
    years = [told.year for told, _ in found]
    periods = []
    for at, (told, match) in enumerate(found):
        own = told.year or _nearest(years, at) or year
        if own is not None:
            previous = found[at - 1][1].end() if at else 0
            span = Span(match.start(), match.start() + len(match[0].rstrip(".")))
            periods.append(_qualify(text, told._replace(year=own), span, previous))
    return tuple(_join_ranges(text, list(filter(None, periods))))


def _nearest(years: Sequence[int | None], at: int) -> int | None:
    known = [place for place, year in enumerate(years) if year is not None]
    return years[min(known, key=lambda place: abs(place - at))] if known else None


def _qualify(text: str, told: Date, span: Span, previous: int) -> Period | None:
    """Read what stands before a date together with it; None of a day that no month has."""
    bare = _cover(told)
    if bare is None:
        return None
    first, last = bare
    before = text[max(previous, span.start - _REACH) : span.start].casefold()
    if told.day and (other := _OTHER_DAY.search(before)):
        earlier = _cover(told._replace(day=int(other[1])))
        start = span.start - len(before) + other.start()
        return Period(min(bare[0], *(earlier or bare)), last, Span(start, span.end))
    match = _qualifiers().search(before)
    if match is None:
        return Period(first, last, span)
    kind = str(match.lastgroup)
    first, last = _narrow(kind, first, last)
    return Period(first, last, Span(span.start - len(before) + match.start(kind), span.end))


def _cover(told: Date) -> tuple[int, int] | None:
    assert told.year is not None  # noqa: S101
    try:
        first = date(told.year, told.month or 1, told.day or 1)
        month = told.month or 12
        day = told.day or calendar.monthrange(told.year, month)[1]
        return first.toordinal(), date(told.year, month, day).toordinal()
    except ValueError:
        return None


def _narrow(kind: str, first: int, last: int) -> tuple[int, int]:
    """Cut a month or year down to its part, with a day in ten on either side to spare."""
    third, spare = (last - first + 1) // 3, (last - first + 1) // 10
    match kind:
        case "before":
            return _FIRST, first - 1 if last == first else last
        case "after":
            return first, _LAST
        case "early":
            return first, first + third + spare
        case "late":
            return last - third - spare, last
        case "middle":
            return first + third - spare, last - third + spare
    return _season(int(kind[1:]), first)


def _season(month: int, first: int) -> tuple[int, int]:
    """Three months and what borders on them; a winter is told by either of its years."""
    year = date.fromordinal(first).year
    if month == 12:
        return date(year - 1, 12, 1).toordinal(), date(year + 1, 3, 20).toordinal()
    return date(year, month, 1).toordinal(), date(
        year, month + 3, 25 if month < 9 else 21
    ).toordinal()


def _join_ranges(text: str, periods: Sequence[Period]) -> Iterator[Period]:
    """Make one of two that are the ends of a stretch."""
    at = 0
    while at < len(periods):
        if at + 1 < len(periods) and _is_range(text, periods[at].span, periods[at + 1].span):
            one, other = periods[at : at + 2]
            span = Span(_opening(text, one.span.start), other.span.end)
            yield replace(
                one, first=min(one.first, other.first), last=max(one.last, other.last), span=span
            )
            at += 2
        else:
            yield periods[at]
            at += 1


def _is_range(text: str, one: Span, other: Span) -> bool:
    between = text[one.end : other.start].casefold().strip()
    return _opening(text, one.start) < one.start and _range_joins().fullmatch(between) is not None


def _opening(text: str, start: int) -> int:
    """Where the word stands that opens a range before a date; at the date if none does."""
    begin = max(0, start - _REACH)
    match = _range_opens().search(text[begin:start].casefold())
    return begin + match.start(1) if match else start


@cache
def _qualifiers() -> re.Pattern[str]:
    table = _table()
    groups = {kind: table[kind] for kind in ("early", "middle", "late", "before", "after")}
    groups |= {f"s{month}": words for month, words in table["seasons"].items()}
    parts = (f"(?P<{kind}>{'|'.join(words)})" for kind, words in groups.items())
    # A day's article may stand between: "before the 1st of July", "avant le 1er juillet".
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(parts)})\s*(?:(?:the|des jahres|года)\s*)?(?:[(„“\"]\s*)?$"
    )


@cache
def _range_opens() -> re.Pattern[str]:
    words = _table()["ranges"]["opens"]
    return re.compile(rf"(?<!\w)({'|'.join(words)})\s+(?:the |le |dem |el )?$")


@cache
def _range_joins() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(_table()['ranges']['joins'])})(?:\s+(?:the|le|dem|el))?")


def _either(words: Iterable[str]) -> str:
    return "|".join(words)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
