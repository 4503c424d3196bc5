"""What kind of thing a word tells: an event, somebody, a number. Pure."""

from collections.abc import Iterable

from bot.support.reading import Word


def events_of(word: Word) -> frozenset[str]:
    """The concepts of a word that say what happened, who did it and to what."""
    return frozenset(c for c in word.concepts if c.startswith(("outcome.", "role.", "thing.")))


def happens(word: Word) -> bool:
    """Whether a word tells that something happens."""
    return any(concept.startswith("outcome.") for concept in word.concepts)


def is_told(word: Word) -> bool:
    """Whether a word is what is told of something: an event, a number, a date."""
    return word.value is not None or happens(word)


def concepts_of(words: Iterable[Word]) -> frozenset[str]:
    """The ids of all that some words mean, of `concepts.toml` and `things.toml`."""
    return frozenset(concept for word in words for concept in word.concepts)
