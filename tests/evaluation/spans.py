"""Whether shown text holds words that answer. Pure."""

from functools import lru_cache

from tests.evaluation.questions import Words

_MANY = 50_000
"""Texts kept in normal form: a run compares each question's words with the same few thousand
passages and quotes over and over."""


def holds(words: Words, document: str, text: str) -> bool:
    """Whether `text`, of `document`, holds all of the words in one piece.

    Equal: white space of every kind and length (no-break spaces, line and page breaks). No other
    difference is forgiven. Words that are empty are held by any text of their document.
    """
    return words.document == document and even_spaces(words.quote) in even_spaces(text)


@lru_cache(_MANY)
def even_spaces(text: str) -> str:
    """Put one plain space for each run of white space, and none at the ends."""
    return " ".join(text.split())
