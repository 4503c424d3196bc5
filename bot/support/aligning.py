"""Which word of a quote each word of a claim stands for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from bot.answering.dates import Date, tells_date
from bot.support.names import is_same_name
from bot.support.quantities import Quantity
from bot.support.reading import Word

_MIN_CHARS = 4
"""Shorter words of two languages are alike by chance."""
_COGNATES = 0.9
"""Jaro-Winkler similarity by sound from which words of two languages are one: résultat, result."""

_FORMS = 0.75
"""Jaro-Winkler similarity from which two words of one meaning are one: stole, stolen."""


@dataclass(frozen=True)
class Aligned:
    """The words of a claim that count, each with its place in the quote; None where it has none."""

    claim: tuple[Word, ...]
    quote: tuple[Word, ...]
    places: tuple[int | None, ...]

    @property
    def pairs(self) -> Iterator[tuple[Word, Word]]:
        """The words that found their own."""
        for word, place in zip(self.claim, self.places, strict=True):
            if place is not None:
                yield word, self.quote[place]

    @property
    def unmatched(self) -> Iterator[Word]:
        """Words of the claim that the quote doesn't have."""
        for word, place in zip(self.claim, self.places, strict=True):
            if place is None:
                yield word


def align(claim: Sequence[Word], quote: Sequence[Word], *, same_language: bool) -> Aligned:
    """Find the place of each word that counts, the first one behind that of the word before."""
    places: list[int | None] = []
    taken: set[int] = set()
    last = -1
    counting = tuple(word for word in claim if not word.is_small)
    for word in counting:
        found = [
            at
            for at, other in enumerate(quote)
            if is_same(word, other, same_language=same_language)
            if at not in taken or _bearing(word) & _bearing(other)
        ]
        place = min(found, key=lambda at: (at in taken, at < last, abs(at - last)), default=None)
        places.append(place)
        if place is not None:
            taken.add(place)
            last = place
    return Aligned(counting, tuple(quote), tuple(places))


def is_same(word: Word, other: Word, *, same_language: bool) -> bool:
    """Whether a word of a claim may stand for one of a quote."""
    if other.is_small and not (word.concepts & other.concepts):
        return False
    if word.value is not None or other.value is not None:
        return _is_same_value(word, other)
    if not same_language and _contrasts(word) & _contrasts(other):
        return True
    if _bearing(word) & _bearing(other):
        return not same_language or is_same_form(word, other)
    if decisive(word) and decisive(other) and not same_language:
        return False
    if word.text == other.text and word.text[0].isupper():
        return True
    if word.is_name or other.is_name:
        return is_same_name(word.text, other.text, same_language=same_language)
    if same_language:
        return word.stem == other.stem
    if word.text[0].isupper() and other.text[0].isupper():
        return is_same_name(word.text, other.text, same_language=False)
    return (
        min(len(word.sound), len(other.sound)) >= _MIN_CHARS
        and JaroWinkler.similarity(word.sound, other.sound) >= _COGNATES
    )


def is_same_form(word: Word, other: Word) -> bool:
    """Whether two words that may mean one thing are forms of one: within a language that counts."""
    alike = JaroWinkler.similarity(word.text.lower(), other.text.lower())
    return word.stem == other.stem or (alike >= _FORMS and word.text[0] == other.text[0])


def _contrasts(word: Word) -> frozenset[str]:
    return frozenset(c for c in word.concepts if c.startswith("contrast."))


def _bearing(word: Word) -> frozenset[str]:
    return frozenset(c for c in word.concepts if not c.startswith("contrast."))


def decisive(word: Word) -> frozenset[str]:
    """The concepts of a word that say what happened, who did it and when."""
    return frozenset(c for c in word.concepts if not c.startswith(("scope.", "contrast.")))


def _is_same_value(word: Word, other: Word) -> bool:
    if isinstance(word.value, Date) and isinstance(other.value, Date):
        return tells_date(word.value, [other.value])
    if isinstance(word.value, Quantity) and isinstance(other.value, Quantity):
        return word.value.agrees(other.value)
    if isinstance(word.value, Date) and isinstance(other.value, Quantity):
        word, other = other, word
    if isinstance(word.value, Quantity) and isinstance(other.value, Date):
        # 1500 may be a year.
        return other.value == Date(int(word.value.value)) and word.value.unit is None
    return False
