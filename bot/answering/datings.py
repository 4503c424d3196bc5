"""The dates that a statement may give for what a question asks about. Pure.

Not when its speaker spoke, nor what the question itself gives.
"""

import re
from collections.abc import Sequence

from bot.answering.asked import Asked
from bot.answering.periods import Period, find_periods
from bot.answering.places import Places
from bot.answering.speakers import find_speakers, has_saying
from bot.answering.statements import Statement
from bot.answering.values import is_inside

_SAID_ON_CHARS = 25
"""Between a speaker and the date of the words: "wrote on 3 May 2008 that"."""
_SAYS_CHARS = 20
"""Behind the date of an issue, in which it is told to say something."""
_SAID_ON = re.compile(r"\s*,?\s*(?:that|dass|que|qu['’]|что|:)", re.IGNORECASE)
_OF = re.compile(r"\s(?:of|from|de|du|vom|von|от|за)\s(?:the\s|le\s)?|\s\(", re.IGNORECASE)
"""Between a speaker and the date of an issue: "a weblog of July 2007 says"."""
_ISSUED = re.compile(r"\w\s(?:of|from|dated|de|du|vom|von|del|от|за)\s(?:the\s|le\s)?$")


def read_dates(
    statement: Statement, asked: Asked, year: int | None, places: Places
) -> Sequence[Period]:
    """Read the dates of a statement; those without a year have `year`."""
    return [
        period
        for period in find_periods(statement.sentence, year)
        if is_inside(period, statement)
        and places.is_dated(period.span)
        and not _is_when_said(period, statement)
        and not _is_given(period, asked)
    ]


def _is_given(period: Period, asked: Asked) -> bool:
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
    sentence, language, span = statement.sentence, statement.language, period.span
    if _ISSUED.search(sentence[: span.start]) and has_saying(
        sentence[span.end : span.end + _SAYS_CHARS], language
    ):
        return True
    unnamed = [speaker.span for speaker in find_speakers(sentence, language)]
    for name in (*statement.clause.names, *unnamed):
        is_behind = 0 <= span.start - name.end <= _SAID_ON_CHARS
        if is_behind and _SAID_ON.match(sentence, span.end):
            return True
        if is_behind and _OF.fullmatch(sentence[name.end : span.start]):
            return True
    return False
