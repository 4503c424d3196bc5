"""Which retrieved passages have one origin, so that copies of a text count once. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from llama_index.core.schema import TextNode
from rapidfuzz import fuzz

from bot.ranking import RankedPassage
from ingest.copies import Words, have_one_origin, read_words, share_repeated
from ingest.passages import document_of

SAME_WORDS = 90.0
"""Percentage of equal words in order (rapidfuzz's ratio) from which two quotes count as one."""
REPEATED = 0.75
"""Share of its words from which a copy has nothing of its own to answer with."""
SCANNED = 3
"""Times as many passages as are wanted are looked at for copies: they rank close to each other.
More only where copies leave places free."""

_words = lru_cache(maxsize=512)(read_words)
"""By text: for one answer, the same passages are compared more than once."""


def set_copies_apart(
    ranked: Sequence[RankedPassage], count: int
) -> tuple[tuple[RankedPassage, ...], tuple[RankedPassage, ...]]:
    """Choose the best passages of which none repeats another document's.

    Returns: up to `count` passages, and up to `count` that are copies of one of them; both in
    order.
    """
    chosen: list[tuple[RankedPassage, Words]] = []
    copies = []
    for place, found in enumerate(ranked):
        if place >= SCANNED * count and len(chosen) == count:
            break
        words = _words(found.passage.text)
        if any(_repeats(found, words, *other) for other in chosen):
            copies.append(found)
        elif len(chosen) < count:
            chosen.append((found, words))
    return tuple(found for found, _ in chosen), tuple(copies[:count])


def find_copies(passage: TextNode, others: Iterable[TextNode]) -> list[int]:
    """The places of those that have one origin with a passage and are of other documents."""
    words = _words(passage.text)
    return [
        place
        for place, other in enumerate(others)
        if document_of(other) != document_of(passage) and have_one_origin(words, _words(other.text))
    ]


def own_sentences(ranked: Sequence[RankedPassage]) -> list[list[int]]:
    """Of each passage, by number, the sentences that no passage of one origin before it has."""
    return [
        list(
            _own(found, [ranked[at] for at in find_copies(found.passage, _passages(ranked[:nth]))])
        )
        for nth, found in enumerate(ranked)
    ]


def _passages(ranked: Iterable[RankedPassage]) -> Iterator[TextNode]:
    return (found.passage for found in ranked)


def _own(found: RankedPassage, others: Sequence[RankedPassage]) -> Iterator[int]:
    texts = [sentence.text for other in others for sentence in other.sentences]
    for number, sentence in enumerate(found.sentences):
        if not any(fuzz.ratio(sentence.text, text) >= SAME_WORDS for text in texts):
            yield number


def _repeats(found: RankedPassage, words: Words, other: RankedPassage, others: Words) -> bool:
    return (
        document_of(found.passage) != document_of(other.passage)
        and have_one_origin(words, others)
        and share_repeated(words, others) >= REPEATED
    )
