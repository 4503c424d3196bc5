"""Whether a claim denies what its quote denies, and nothing else. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.answers import Why
from bot.support.aligning import Aligned
from bot.support.doubt import Doubt
from bot.support.reading import Word
from bot.support.tables import small_words
from bot.support.text import Text

_DENYING_ONCE = frozenset(["en", "de"])


def denied_otherwise(
    claim: Text, aligned: Aligned, stretch: Sequence[Word], language: str
) -> Iterator[Doubt]:
    """A "not" that only one of them has, or each elsewhere; `language` is the quote's."""
    denied = _denials(claim.words, claim.language)
    if denied != _denials(stretch, language) or _denied_elsewhere(claim, aligned, language):
        yield Doubt(Why.NEGATION, claim.text)


def _denied_elsewhere(claim: Text, aligned: Aligned, language: str) -> bool:
    """Whether a part of the claim is denied and what it stands for in the quote is not."""
    denying = set(_denied_parts(claim.words, claim.language))
    denied = set(_denied_parts(aligned.quote, language))
    bare = {word.part for word in aligned.claim if word.lead is None}
    for part in sorted(bare):
        parts = {other.part for word, other in aligned.pairs if word.part == part}
        if not parts and part in denying and len(bare) > 1:
            return True
        if parts and (not parts & denied if part in denying else parts <= denied):
            return True
    return False


def _denials(words: Iterable[Word], language: str) -> int:
    """How often something is denied: French, Spanish and Russian need several words for once."""
    parts = _denied_parts(words, language)
    return len(parts if language in _DENYING_ONCE else set(parts))


def _denied_parts(words: Iterable[Word], language: str) -> list[int]:
    """The part of each word that denies something."""
    spoken = [(word.text.lower(), word.part) for word in words]
    negations, half = (small_words(kind, language) for kind in ("negations", "half_negations"))
    particles = {part for form, part in spoken if form in ("n", "ne")}
    return [
        part for form, part in spoken if form in negations or (form in half and part in particles)
    ]
