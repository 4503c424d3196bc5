"""The lines of a page as they are printed, and those that only say which page it is. Pure."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

MIN_REPEATS = 3
"""Pages with the same words at their edge before these are taken for a running head."""
_MIN_NUMBERED = 2
"""The same where a number in them grows from page to page as the pages do."""
_EDGE = 2
"""Lines at the top, and at the bottom, of a page that may be running heads or feet."""
_MIN_GAP = 1.4
"""In gaps between the lines of the page: what is closer is a part of the text."""
_MAX_NUMBERS = 4
"""Looked at in a line: a running foot has the page, the number of pages and maybe a date."""
_NUMBER = re.compile(r"\d{1,5}")


class _Form(NamedTuple):
    """At which edge and how large (a title is larger than the head that repeats it), and what."""

    edge: str
    words: str
    is_numbered: bool


@dataclass(frozen=True)
class Line:
    """A line of a page (from 0) and where it stands on it, in points from the lower left."""

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    """Of its type; never 0."""
    is_cut: bool = False
    """It ended in a hyphen, which `text` has not."""
    level: int = 0
    """Of the heading that it is, or is a part of; 0 for text."""
    title: str = ""
    """Of that heading, as the outline has it."""


def drop_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out running heads and page numbers: what stands at the same edge of several pages.

    Words have to be equal but for a number that grows as the pages do.
    """
    edges = [list(_edges(page)) for page in pages]
    counts = Counter(form for page in edges for form in {f for edge in page for f in _forms(*edge)})
    kept = []
    for page, at_edge in zip(pages, edges, strict=True):
        running = {id(line) for edge, line in at_edge if _is_running(edge, line, counts)}
        kept.append([line for line in page if id(line) not in running])
    return kept


def _edges(page: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Yield what stands at the top and at the bottom, parted from the text by more than its own
    lines are from each other.
    """
    upwards = sorted(page, key=lambda line: line.baseline)
    gaps = [above.baseline - below.baseline for below, above in pairwise(upwards)]
    if gaps:
        least = _MIN_GAP * statistics.median_low(gaps)
        yield from (("bottom", line) for line in upwards[: _count(gaps, least)])
        above = _count(gaps[::-1], least)
        yield from (("top", line) for line in upwards[len(upwards) - above :])


def _count(gaps: Sequence[float], least: float) -> int:
    """How many lines there are before the first wide gap; 0 if they are more than _EDGE."""
    return next((nth for nth, gap in enumerate(gaps[:_EDGE], 1) if gap > least), 0)


def _forms(edge: str, line: Line) -> Iterator[_Form]:
    """What the line could have in common with one of another page: its words, with or without a
    number that runs.
    """
    edge, words = f"{edge} {line.size:.0f}", line.text.casefold()
    if not words.isdigit():  # a year alone may stand at the edge of any page
        yield _Form(edge, words, False)
    for number in list(_NUMBER.finditer(words))[:_MAX_NUMBERS]:
        running = f"#{int(number[0]) - line.page}"
        yield _Form(edge, words[: number.start()] + running + words[number.end() :], True)


def _is_running(edge: str, line: Line, counts: Counter[_Form]) -> bool:
    return any(
        counts[form] >= (_MIN_NUMBERED if form.is_numbered else MIN_REPEATS)
        for form in _forms(edge, line)
    )
