"""The dates a text holds, in any of five languages: what is told of year, month and day. Pure.

Names of months and weekdays are those of Unicode's CLDR (by Babel), Russian cases included.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from babel import Locale

from bot.phrases import LANGUAGES

_AMBIGUOUS = frozenset(
    ("may", "mai", "mar", "march", "mars", "dec", "déc", "sep", "sept", "jan", "ago")
)
"""A verb, a planet, a sea, a number: months only with a day or a year beside them..."""
_BEFORE_MONTH = re.compile(r"(?<!\w)(?:in|im|en)\s$", re.IGNORECASE)
"""...or behind this."""


class Date(NamedTuple):
    """As much of a date as is told: "mid-2007" has a year, "on 20 May" a month and a day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


def find_dates(text: str) -> tuple[frozenset[Date], str]:
    """Find every date in a text of any of LANGUAGES.

    Returns: the dates, and the text without them, so that what else it counts can be told.
    """
    found, kept, at = set(), [], 0
    for date, match in scan_dates(text):
        found.add(date)
        kept.append(text[at : match.start()])
        at = match.end()
    return frozenset(found), " ".join([*kept, text[at:]])


def find_date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Find where a text has its dates: half-open spans of characters, in order."""
    return tuple(match.span() for _, match in scan_dates(text))


def names_weekday(words: Iterable[str]) -> bool:
    """Whether one of some words in small letters is a day of the week."""
    return not _weekdays().isdisjoint(words)


def is_calendar_word(word: str) -> bool:
    """Whether a word is the name of a month or weekday, which English and German capitalise."""
    small = word.casefold()
    return small in _months() or small in _weekdays()


def tells_date(asked: Date, found: Iterable[Date]) -> bool:
    """Whether dates of one text tell all that `asked` has.

    "24 October 2007" tells "October 2007"; so does "in October" in a text that has 2007 elsewhere.
    """
    dates = list(found)
    years = {date.year for date in dates}
    return any(
        asked.month in (None, date.month)
        and asked.day in (None, date.day)
        and (asked.year in (None, date.year) or (date.year is None and asked.year in years))
        for date in dates
    )


def scan_dates(text: str) -> Iterator[tuple[Date, re.Match[str]]]:
    """Find each date and where it stands, in order; the groups of the match say nothing."""
    for match in _pattern().finditer(text):
        # Each form has its own number behind the letter: one of them matched.
        part = {name[0]: value for name, value in match.groupdict().items() if value}
        year, month, day = (int(part[key]) if key in part else None for key in "ymd")
        if name := part.get("n"):
            month = _months()[name.casefold()]
            bare = year is None and day is None and name.casefold() in _AMBIGUOUS
            if bare and not _BEFORE_MONTH.search(text, max(0, match.start() - 4), match.start()):
                continue
        if month is not None and month > 12:
            month, day = day, month  # 05/24/2007 as well as 24/05/2007
        if (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31):
            yield Date(year, month, day), match


@cache
def _pattern() -> re.Pattern[str]:
    # The first letters let most words fail at once.
    first = "".join(sorted({name[0] for name in _months()}))
    name = rf"(?=[{first}])(?:{'|'.join(sorted(_months(), key=len, reverse=True))})"
    year, day = r"(?:1\d{3}|20\d{2})(?!\d)", r"[0-3]?\d"
    of = r"(?:\s+(?:de|del|of))?"
    forms = [
        r"(?P<y1>1\d{3}|20\d{2})-(?P<m1>[01]\d)(?:-(?P<d1>[0-3]\d))?(?!\d)",
        rf"(?P<d2>{day})[./](?P<m2>{day})[./](?P<y2>{year})",
        # 1er mai, 1. Mai, 1 de mayo de, 1st of May; with or without a year.
        rf"(?P<d3>{day})(?:\.|er|º|st|nd|rd|th)?{of}\s+(?P<n3>{name})\b\.?"
        rf"(?:{of},?\s+(?P<y3>{year}))?",
        # May 1st, 2008; May 2008; May.
        rf"(?P<n4>{name})\b\.?(?:\s+(?P<d4>{day})(?:st|nd|rd|th)?(?!\d|[.,:]\d))?"
        rf"(?:{of},?\s+(?P<y4>{year}))?",
        rf"(?P<y5>{year})(?!\d|[.,\u00a0\u202f]\d|\s?[%°€$£₽])",
    ]
    return re.compile(rf"(?<![\w$€£₽])(?<!\d[.,])(?:{'|'.join(forms)})", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    """Number by name in lower case, without a full stop, in full and cut short."""
    names = {
        name.casefold().rstrip("."): number
        for months in _names("months", ("wide", "abbreviated"))
        for number, name in months.items()
    }
    # CLDR has the Russian nominative and genitive; "in August" is a third case.
    locative = {name[:-1] + "е": n for name, n in names.items() if name[-1] in "ая"}
    return names | locative


@cache
def _weekdays() -> frozenset[str]:
    names = {name.casefold() for days in _names("days", ("wide",)) for name in days.values()}
    # "On Saturdays", samstags; в субботу.
    accusative = {name[:-1] + "у" for name in names if name[-1] == "а"}
    return frozenset(names | accusative | {name + "s" for name in names})


def _names(table: str, widths: tuple[str, ...]) -> Iterator[dict[int, str]]:
    for language in LANGUAGES:
        forms = getattr(Locale(language), table)
        for use in ("format", "stand-alone"):
            yield from (forms[use][width] for width in widths)
