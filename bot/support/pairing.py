"""The words of a claim that its quote has, each with its own there and with both places. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.support.aligning import Aligned, decisive
from bot.support.reading import Word
from bot.support.tables import small_words
from bot.support.text import Text


class Pair(NamedTuple):
    """A word of the claim and its own in the quote, with where each stands."""

    word: Word
    other: Word
    at: int
    place: int

    @property
    def is_named(self) -> bool:
        """Whether it is a name: a sentence may begin with one, so both have capitals."""
        return (
            self.word.is_name
            or self.other.is_name
            or (
                self.word.value is None
                and not decisive(self.word)
                and self.word.text[0].isupper()
                and self.other.text[0].isupper()
            )
        )

    @property
    def has_role(self) -> bool:
        """Whether it says what somebody is: the tenant, the court."""
        return any(concept.startswith("role.") for concept in self.word.concepts)

    @property
    def is_about(self) -> bool:
        """Whether it says what somebody or something is: the tenant, the bridge, the old one."""
        return any(c.startswith(("role.", "thing.", "contrast.")) for c in self.word.concepts)

    @property
    def is_cognate(self) -> bool:
        """Whether it is told by its letters alone, not by what is known of it."""
        return self.word.value is None and not self.word.concepts

    @property
    def is_done(self) -> bool:
        """Whether it says what somebody does."""
        return all(
            not word.is_name and any(c.startswith("outcome.") for c in decisive(word))
            for word in (self.word, self.other)
        )

    @property
    def is_led(self) -> bool:
        """Whether the same preposition sets it apart in both texts."""
        return self.word.lead is not None and self.word.lead == self.other.lead

    @property
    def is_bare(self) -> bool:
        """Whether no preposition sets it apart in either."""
        return self.word.lead is None and self.other.lead is None


def pair_words(aligned: Aligned, claim: Text) -> Iterator[Pair]:
    """Pair the words that were found, in the order of the claim."""
    places = (at for at, word in enumerate(claim.words) if not word.is_small)
    for word, at, place in zip(aligned.claim, places, aligned.places, strict=True):
        if place is not None:
            yield Pair(word, aligned.quote[place], at, place)


def is_right_behind(at: int, text: Text) -> bool:
    """Whether a word's preposition stands before it, or before its article: else it may be gone."""
    articles = small_words("articles", text.language)
    while at and text.words[at - 1].text.lower() in articles - {text.words[at].lead}:
        at -= 1
    return bool(at) and text.words[at - 1].text.lower() == text.words[at].lead
