"""The clauses that a quote is taken from, each said by one: how alike one is to a claim. Pure.

A quote may begin behind "according to Reuters,": its whole sentence is read.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.answering.held import read
from bot.answering.saying import cues_of
from bot.grounding import GroundedQuote
from ingest.documents import Span
from ingest.passages import language_of, sentences_of, words_at

_MIN_CHARS = 4
"""Shorter words are in every clause."""


@dataclass(frozen=True)
class Clause:
    """Words of a document."""

    text: str

    def likeness(self, claim: str, language: str | None, own_language: str | None) -> int:
        """Count what a claim has of the clause: words by sound, numbers, dates."""
        one, other = read(claim, language), read(self.text, own_language)
        words = {word for word in one.words & other.words if len(word) >= _MIN_CHARS}
        return len(words) + len(one.numbers & other.numbers) + len(one.dates & other.dates)


def clauses_of(quote: GroundedQuote) -> list[Clause]:
    """Split the sentences that a quote has words of into clauses that it has words of."""
    passage = quote.passage
    sentences = [s for s in sentences_of(passage) if s.overlaps(quote.span)] or [quote.span]
    parts = [
        part
        for sentence in sentences
        for part in _split(sentence, words_at(passage, sentence), language_of(passage))
    ]
    return [Clause(words_at(passage, part)) for part in parts if part.overlaps(quote.span)]


def _split(sentence: Span, text: str, language: str | None) -> list[Span]:
    cuts = [0, *(match.end() for match in _turn(language).finditer(text)), len(text)]
    spans = [(start, end) for start, end in pairwise(cuts) if start < end]
    return [Span(sentence.start + start, sentence.start + end) for start, end in spans]


@cache
def _turn(language: str | None) -> re.Pattern[str]:
    """What stands between clauses of which each may have its own speaker."""
    turns = "|".join(word for cues in cues_of(language) for word in cues.turns)
    return re.compile(rf"[;—]|[,.]\s+(?=(?:{turns})\s)", re.IGNORECASE)
