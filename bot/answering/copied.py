"""What copies of a quoted passage have of the quote, so that it is shown once with all its sources.

Copies may be edited, and sentences left out: each has its own words quoted. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.answers import Quote
from bot.origins import SAME_WORDS, find_copies
from bot.ranking import RankedPassage
from ingest.documents import Span
from ingest.passages import document_of, passage_id, words_at

MAX_COPIES = 3
"""Sources named beside that of a quote, which have it from where that one has it."""


@dataclass(frozen=True)
class Copy:
    """What a copy of a passage has of a quote."""

    document: str
    quote: Quote
    """The most sentences side by side that it has of it."""
    places: frozenset[tuple[int, int]]
    """Number of the passage and number of the sentence in it, of all that it has of it."""


def quote_copies(words: str, found: RankedPassage, passages: Sequence[RankedPassage]) -> list[Copy]:
    """Find what passages that are copies of `found` have of the quote `words`."""
    copies = []
    for at in find_copies(found.passage, (other.passage for other in passages)):
        other = passages[at]
        repeated = [n for n, s in enumerate(other.sentences) if _stands_in(s.text, words)]
        if repeated:
            run = max(_runs(repeated), key=len)
            span = Span(other.sentences[run[0]].span.start, other.sentences[run[-1]].span.end)
            quote = Quote(passage_id(other.passage), words_at(other.passage, span))
            places = frozenset((at, number) for number in repeated)
            copies.append(Copy(document_of(other.passage), quote, places))
    return copies


def name_some(copies: Iterable[Copy]) -> list[Quote]:
    """The first quote of each document, of not too many documents."""
    first: dict[str, Quote] = {}
    for copy in copies:
        first.setdefault(copy.document, copy.quote)
    return list(first.values())[:MAX_COPIES]


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Put numbers that follow each other together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _stands_in(sentence: str, words: str) -> bool:
    """Whether a sentence stands in a quote, nearly word for word."""
    is_short_enough = len(sentence) * SAME_WORDS <= len(words) * 100
    return is_short_enough and fuzz.partial_ratio(sentence, words) >= SAME_WORDS
