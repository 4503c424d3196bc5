"""Whether words that stand nowhere in one run were put together from several places. Pure."""

from collections.abc import Iterable, Sequence

from llama_index.core.schema import TextNode

from bot.splitting import fold, split_words

_MIN_RUN = 3
"""Words in a row that must stand somewhere as they are: two do by chance."""


def is_stitched(quote: str, passages: Iterable[TextNode]) -> bool:
    """Whether every word of a quote belongs to a run that some passage has, case and accents aside.

    A quote with a word of its own isn't stitched, but made up.
    """
    words = _folded(quote)
    standing = {run for passage in passages for run in _runs(_folded(passage.text))}
    covered = {
        at + within
        for at, run in enumerate(_runs(words))
        if run in standing
        for within in range(_MIN_RUN)
    }
    return bool(words) and len(covered) == len(words)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + _MIN_RUN]) for at in range(len(words) - _MIN_RUN + 1)]


def _folded(text: str) -> list[str]:
    return [fold(word.text) for word in split_words(text)]
