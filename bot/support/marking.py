"""Where the words of a text are, numbers and dates as one, and which belong together. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.answering.dates import Date
from bot.support.quantities import Quantity, read_values
from bot.support.tables import small_words

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?…]+[»”\"')\]]*\s+(?=[\W\d_]*[A-ZÀ-ÖØ-ÞА-ЯЁ])|\n+")
_BREAK = re.compile(r"[,;:()\[\]]|\s[–—-]\s|—")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Inc|Co|No|St|vs|M|bzw|Nr|Sr|Sra|г|ул|т)\.$")

_Value = Quantity | Date | None


class Marked(NamedTuple):
    """A word before it is known what it means."""

    written: str
    form: str
    """In small letters."""
    value: Quantity | Date | None
    start: int
    end: int
    sentence: int
    part: int


def mark_words(text: str, language: str) -> Iterator[Marked]:
    """Find the words in order; a sentence ends at a full stop, a part at a comma or an "and"."""
    breaks = small_words("breaks", language)
    sentence = part = at = 0
    for start, end, value in _pieces(text, language):
        gap, written = text[at:start], text[start:end]
        if at and _is_end(text, at, start):
            sentence, part = sentence + 1, part + 1
        elif at and (_BREAK.search(gap) or (value is None and written.lower() in breaks)):
            part += 1
        yield Marked(written, written.lower(), value, start, end, sentence, part)
        at = end


def _is_end(text: str, at: int, start: int) -> bool:
    """Whether a sentence ends between two words, the next of which has a capital."""
    stops = _STOP.search(text[at : start + 1]) is not None
    return stops and not _ABBREVIATED.search(text[: at + 1])


def _pieces(text: str, language: str) -> list[tuple[int, int, _Value]]:
    quantities, dated = read_values(text, language)
    pieces: list[tuple[int, int, _Value]] = []
    for quantity in quantities:
        end = quantity.end if quantity.is_rank else _before_stop(text, quantity.end)
        pieces.append((quantity.start, end, quantity))
    pieces += ((day.start, _before_stop(text, day.end), day.date) for day in dated)
    taken = [(start, end) for start, end, _ in pieces]
    pieces += (
        (match.start(), match.end(), None)
        for match in _WORD.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    )
    return sorted(pieces, key=lambda piece: piece[:2])


def _before_stop(text: str, end: int) -> int:
    """Leave out a full stop, which may end the sentence as well as "Dec."."""
    return end - 1 if text[end - 1] == "." else end
