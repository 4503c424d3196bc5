"""Whether a claim joins what its quote joins, and in the same way. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.answers import Why
from bot.support.aligning import Aligned, decisive
from bot.support.doubt import Doubt
from bot.support.reading import Word
from bot.support.telling import concepts_of, is_told
from bot.support.text import Text


def mixed(aligned: Aligned) -> Iterator[Doubt]:
    """What is told in one part of the quote, of what is in another."""
    for part in dict.fromkeys(word.part for word in aligned.claim):
        pairs = [pair for pair in aligned.pairs if pair[0].part == part]
        about = {other.part for word, other in pairs if not is_told(word)}
        for word, other in pairs:
            is_apart = other.part not in (about or {pairs[0][1].part})
            if is_told(word) and is_apart and _tells_more(aligned.quote, other.part):
                yield Doubt(Why.JOINED, word.text)


def _tells_more(quote: Iterable[Word], part: int) -> bool:
    """Whether a part has more than a number or date: "In October 2007, the court …"."""
    return any(word.part == part and not word.is_small and word.value is None for word in quote)


def joins_more(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "because" that the quote doesn't have."""
    meant = concepts_of(stretch)
    for word in claim:
        joins = {concept for concept in decisive(word) if not concept.startswith("time.")}
        if word.is_small and joins and not word.concepts & meant:
            yield Doubt(Why.JOINED, word.text)


def linked_otherwise(claim: Text, aligned: Aligned) -> Iterator[Doubt]:
    """What a "because" or "after" introduces in the claim and not in the quote."""
    there = _links(aligned.quote)
    for concept, part in sorted(_links(claim.words).items()):
        inside = [other for word, other in aligned.pairs if word.part == part]
        outside = [other for word, other in aligned.pairs if word.part != part]
        if concept in there:
            is_linked = [other.part == there[concept] for other in inside]
            is_wrong = any(other.part == there[concept] for other in outside)
        else:
            link = next((w.start for w in aligned.quote if concept in w.concepts), None)
            is_linked = [link is None or other.start > link for other in inside]
            is_wrong = False
        if is_wrong or not any(is_linked) or not all(is_linked):
            yield Doubt(Why.ORDER, concept.partition(".")[2])


def _links(words: Sequence[Word]) -> dict[str, int]:
    """The parts that begin with a "because" or "after", if there are others."""
    firsts = {word.part: word for word in reversed(words)}
    if len(firsts) < 2:
        return {}
    return {
        concept: part
        for part, word in firsts.items()
        for concept in word.concepts
        if word.is_small and concept.startswith(("time.", "outcome.cause"))
    }
