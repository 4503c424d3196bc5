"""From lines on pages to paragraphs: which lines belong together. Pure.

A quote has to read well, so the lines of a sentence become one line again, also over the border of
a page. Where it can't be told whether two lines are one sentence, they stay apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.lines import Line

_LEADING = 1.2
"""From one line to the next, in sizes of the type, where a document has too few lines to tell."""
_MAX_GAP = 1.25
"""Of the usual leading; more is a paragraph's end."""
_SAME_SIZE = 0.15
"""A heading is larger by more; another face in the same line may be as much smaller."""
_INDENT = 0.7
"""In sizes of the type."""
_SHORT = 0.75
"""Of the column's width: a line that ends sooner, without a sentence's end, is one of a list, of
code or of an address. Where lines are not justified, they end later."""
_SMALL = 0.93
"""Of the commonest size: smaller type at the foot of a page is a footnote."""

_SENTENCE_END = re.compile(r"[.!?…:][\"'»”“’)\]\d]*$")
_ITEM = re.compile(r"(?:[-*•‣–—▪●]|\(?(?:\d{1,2}|[a-z])[.)])\s")


@dataclass(frozen=True)
class Joined:
    """A line of a paragraph and what parts it from the line before: a space or a line's end."""

    line: Line
    joint: str = ""


Paragraph = list[Joined]


def find_paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Group the lines of pages, which stand in the order in which they are read."""
    lines = [line for page in pages for line in page]
    leading, size = _usual_leading(lines), _usual_size(lines)
    paragraphs: list[Paragraph] = []
    for page in filter(None, pages):
        first, *rest = _on_one_page(page, leading)
        if begun := _find_unfinished(paragraphs, first[0].line, size):
            begun += [Joined(first[0].line, " "), *first[1:]]
        else:
            paragraphs.append(first)
        paragraphs += rest
    return paragraphs


def _usual_leading(lines: Sequence[Line]) -> float:
    gaps = Counter(
        round(gap, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and 0.8 < (gap := _gap(above, below)) < 3
    )
    return max(gaps, key=lambda gap: (gaps[gap], -gap), default=_LEADING)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=1.0)


def _gap(above: Line, below: Line) -> float:
    return (above.baseline - below.baseline) / below.size


def _on_one_page(page: Sequence[Line], leading: float) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for column in _columns(page):
        edge = max(line.right for line in column)
        for line in column:
            above = paragraphs[-1][-1].line if paragraphs else None
            joint = _joint(above, line, edge, leading) if above else None
            if joint is None:
                paragraphs.append([Joined(line)])
            else:
                paragraphs[-1].append(Joined(line, joint))
    return paragraphs


def _columns(page: Sequence[Line]) -> Iterator[list[Line]]:
    """Part the lines where one stands higher than the one before it."""
    column: list[Line] = []
    for line in page:
        if column and line.baseline > column[-1].baseline + line.size:
            yield column
            column = []
        column.append(line)
    yield column


def _joint(above: Line, below: Line, edge: float, leading: float) -> str | None:
    """What parts a line from the next: a space, a line's end, or None for a paragraph's end."""
    if above.level or below.level:
        is_same = above.level == below.level and above.title == below.title
        return " " if is_same else None
    gap = _gap(above, below)
    if gap < -1:  # another column
        return " " if _continues(above, below) else None
    if not _have_one_size(above, below) or gap > leading * _MAX_GAP + 0.1:
        return None
    if abs(gap) < 0.5:  # a part of the same line, or a cell of the same row
        return " "
    return _joint_of_lines(above, below, edge)


def _joint_of_lines(above: Line, below: Line, edge: float) -> str | None:
    if above.is_cut and below.text[0].isalpha():
        return " "
    is_full, ends = _is_full(above, below, edge), bool(_SENTENCE_END.search(above.text))
    if _ITEM.match(below.text) and (ends or not is_full):
        return "\n"
    is_indented = below.left - above.left > _INDENT * below.size and not _ITEM.match(above.text)
    if ends and (is_indented or not is_full):
        return None
    is_short = above.right - above.left < _SHORT * (edge - above.left)
    return "\n" if is_short and not below.text[0].islower() else " "


def _is_full(above: Line, below: Line, edge: float) -> bool:
    """Whether the next line's first word would not have had room: then nobody ended this one."""
    word = below.text.split(maxsplit=1)[0]
    width = (below.right - below.left) * (len(word) + 1) / len(below.text)
    return above.right + width > edge


def _have_one_size(above: Line, below: Line) -> bool:
    return abs(above.size - below.size) <= _SAME_SIZE * max(above.size, below.size)


def _continues(above: Line, below: Line) -> bool:
    """Whether a sentence runs on from the foot of a page or column to the head of the next."""
    if above.level or below.level or not _have_one_size(above, below):
        return False
    if _SENTENCE_END.search(above.text) or _ITEM.match(below.text):
        return False
    if above.is_cut or above.text[-1] == "," or below.text[0].islower():
        return True
    # A noun of German, or a name: what is as long as the line of prose below it is no title.
    is_long = above.right - above.left > 0.9 * (below.right - below.left)
    return is_long and above.text[-1].isalpha() and ". " in below.text


def _find_unfinished(
    paragraphs: list[Paragraph], first: Line, usual_size: float
) -> Paragraph | None:
    """Find the paragraph that goes on with the first line of a new page.

    Footnotes may stand between; the paragraph is put behind them, so that pages stay in order.
    """
    for back in range(1, len(paragraphs) + 1):
        last = paragraphs[-back][-1].line
        if last.page != paragraphs[-1][-1].line.page:
            return None
        if _continues(last, first):
            paragraphs.append(paragraphs.pop(-back))
            return paragraphs[-1]
        if last.size >= _SMALL * usual_size:
            return None
    return None
