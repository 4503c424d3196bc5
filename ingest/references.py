"""Lists of sources at the end of a document: titles and addresses, which answer no question.

They are marked like boilerplate, and never indexed: their words are those that people ask with, so
that a quote of them would take the place of an answer. Pure.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ingest.documents import Heading, Span

_TITLES = (
    "sources|references|bibliography|further reading|works cited|notes and references|links|"
    "références|bibliographie|sources et références|notes et références|liens|"
    "quellen|quellenangaben|quellenverzeichnis|einzelnachweise|literatur|literaturverzeichnis|"
    "fuentes|referencias|bibliografía|enlaces|"
    "источники|список источников|ссылки|литература|список литературы"
)
_MARK = r"[^\w\n]"
_TITLE = re.compile(
    rf"^{_MARK}*(?:\d+(?:\.\d+)*{_MARK}+)?(?:{_TITLES}){_MARK}*$", re.IGNORECASE | re.MULTILINE
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ADDRESS = re.compile(r"https?://|www\.|\bdoi\.org/|\bdoi:", re.IGNORECASE)
_MIN_ADDRESSES = 2
_MIN_SHARE = 0.4
"""Of the lines, those with an address: some readers break a line before it."""
_PROSE_CHARS = 250
"""A line that is so long and has no address is no entry of a list."""


def find_references(text: str, headings: Sequence[Heading]) -> tuple[Span, ...]:
    """Find the entries below each title that announces sources, up to the next heading.

    Returns: sorted, disjoint spans of whole lines.
    """
    titles = [match.span() for match in _TITLE.finditer(text)]
    borders = sorted(
        [*(start for start, _ in titles), *(h.span.start for h in headings), len(text)]
    )
    sections = (Span(end, borders[bisect_left(borders, end)]) for _, end in titles)
    found = (_entries(text, section) for section in sections)
    return tuple(span for span in found if span)


def merge_marks(marks: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans, and make one of those that overlap or touch."""
    merged: list[Span] = []
    for mark in sorted(marks):
        if merged and mark.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(mark.end, merged[-1].end))
        else:
            merged.append(mark)
    return tuple(merged)


def _entries(text: str, section: Span) -> Span | None:
    lines = list(_until_prose(text, section))
    addresses = sum(bool(_ADDRESS.search(text[start:end])) for start, end in lines)
    if addresses < _MIN_ADDRESSES or addresses < _MIN_SHARE * len(lines):
        return None
    return Span(lines[0].start, lines[-1].end)


def _until_prose(text: str, section: Span) -> Iterator[Span]:
    for match in _LINE.finditer(text, *section):
        if len(match[0]) > _PROSE_CHARS and not _ADDRESS.search(match[0]):
            return
        yield Span(*match.span())
