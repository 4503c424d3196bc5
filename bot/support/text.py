"""A sentence of a claim or quote with its words. Data, and how a text is taken apart into them."""

from dataclasses import dataclass
from itertools import groupby

from bot.support.reading import Word, read_words


@dataclass(frozen=True)
class Text:
    """A sentence, its language and its words in order."""

    text: str
    language: str
    words: tuple[Word, ...]


def split_sentences(text: str, language: str) -> tuple[Text, ...]:
    """Take a text apart into its sentences."""
    words = read_words(text, language)
    return tuple(
        Text(text[sentence[0].start : sentence[-1].end], language, sentence)
        for _, group in groupby(words, key=lambda word: word.sentence)
        for sentence in [tuple(group)]
    )
