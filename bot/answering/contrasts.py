"""Whether a text says that what it reports differs or agrees, and what it denies. Pure.

The words are in `contrasts.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.answering.topics import find_topic_words

_REACH = 3
"""Words between a negation and what it takes back."""
_SPELT = re.compile(r"\w+(?:[-']\w+)*")
_WORD = re.compile(r"n['’]t\b|[nN]['’](?=\w)|[^\W\d_]+(?=n['’]t\b)|[^\W_]+")


def tells_difference(text: str) -> bool:
    """Whether a text says that its sources differ."""
    return _has("differ", text)


def tells_agreement(text: str) -> bool:
    """Whether a clause says that it says the same as the one before."""
    return _has("agree", text)


def asks_for_several(question: str) -> bool:
    """Whether several things may answer a question rightly at once: "which labels sued?"."""
    return any(re.search(form, question.casefold()) for form in _table()["several"])


def find_denied(text: str, language: str | None) -> dict[str, bool]:
    """Tell of each topic of a text whether it is denied: "did not block"."""
    return dict(_scan(text, language))


def _scan(text: str, language: str | None) -> Iterator[tuple[str, bool]]:
    for topic, word in find_topic_words(text, language):
        before = _words(re.split(r"[,;:]", text[: word.start()])[-1])[-_REACH:]
        behind = _words(re.split(r"[,;:]", text[word.end() :])[0]) if language == "de" else []
        yield topic, not _nots().isdisjoint([*before, *behind[:6]])


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _has(key: str, text: str) -> bool:
    words = _SPELT.findall(text.casefold().replace("’", "'"))
    spelt = f" {' '.join(words)} "
    return any(
        f" {entry[:-1]}" in spelt if entry.endswith("*") else f" {entry} " in spelt
        for entry in _table()[key]
    )


@cache
def _nots() -> frozenset[str]:
    return frozenset(_table()["not"])


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
