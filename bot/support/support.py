"""Whether a claim says no more than its quotes: with any doubt they are shown instead. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from bot.answering.names import find_names, sound_of
from bot.answers import Why
from bot.grounding import GroundedQuote
from bot.support.comparing import compare
from bot.support.doubt import Doubt
from bot.support.frames import without_frame
from bot.support.stitching import Said, stitched
from bot.support.text import split_sentences
from ingest.documents import Span
from ingest.passages import language_of, metadata_of

_MAX_CHARS = 600
"""A longer text is no claim; comparing takes the product of the lengths."""
_MAX_QUOTE_CHARS = 1500
"""What is behind them in a quote counts as not quoted."""


def find_doubts(text: str, language: str, quotes: Sequence[GroundedQuote]) -> tuple[Doubt, ...]:
    """Compare a claim with its quotes, sentence by sentence.

    `language`: the claim's, ISO 639-1; the quotes' is that of their documents.
    Each sentence of the claim must be said by one sentence of the quotes; in another language, each
    sentence of the quotes must say one of the claim. It may name the
    publisher or author of the document before ("Numerama reported in May 2008 that …").
    Returns: the doubts of each sentence beside the sentence that is closest to it; none means that
    the claim may be shown as fact.
    """
    if not quotes:
        return (Doubt(Why.NO_QUOTE, text),)
    if len(text) > _MAX_CHARS:
        return (Doubt(Why.TOO_LONG, text[:_MAX_CHARS]),)
    readings = [text]
    for quote in quotes:
        rest = without_frame(text, language, metadata_of(quote.passage))
        if rest:
            readings.append(rest)
    return min((_doubts(reading, language, quotes) for reading in readings), key=len)


def _doubts(text: str, language: str, quotes: Sequence[GroundedQuote]) -> tuple[Doubt, ...]:
    said = _read(quotes, language)
    elsewhere = frozenset().union(
        *(_names(quote.passage.text, language_of(quote.passage)) for quote in quotes)
    )
    sentences = split_sentences(text, language)
    if not sentences or not said:
        return (Doubt(Why.WORDS, text),)
    compared = [
        [compare(sentence, other.text, elsewhere) for other in said] for sentence in sentences
    ]
    doubts = [min(beside, key=len) for beside in compared]
    doubts.append(tuple(stitched(sentences, said, compared)))
    # Which of several sentences is meant can't be told in another language.
    for at, other in enumerate(said):
        unused = all(beside[at] for beside in compared)
        if unused and other.text.language != language:
            doubts.append((Doubt(Why.JOINED, other.text.text),))
    return tuple(doubt for found in doubts for doubt in found)


def _read(quotes: Sequence[GroundedQuote], language: str) -> list[Said]:
    """The sentences of the quotes, as far as they are read."""
    read: list[Said] = []
    for quote in quotes:
        text = quote.text[:_MAX_QUOTE_CHARS]
        for sentence in split_sentences(text, language_of(quote.passage) or language):
            start, end = sentence.words[0].start, sentence.words[-1].end
            place = Span(quote.span.start + start, quote.span.start + end)
            read.append(Said(sentence, quote.passage, place))
    return read


@lru_cache(maxsize=256)
def _names(text: str, language: str | None) -> frozenset[str]:
    return frozenset(map(sound_of, find_names(text, language)))
