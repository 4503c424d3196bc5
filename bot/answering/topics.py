"""What a text is about, as far as words of five languages tell alike: closing, suing, height. Pure.

Vectors of "it was launched in 1908" and "it sank in 1921" are as close as those of two sentences
that tell one thing, so what happened is told by words. They are in `topics.toml`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from anyascii import anyascii

_CIRCUMSTANCE = re.compile(r"(?:\s\w+){0,2}\s")
"""Between "after" and what comes before what is told: "after its first"."""
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)'(?=\w{2})")
_WORD = re.compile(r"\w+(?:[-/'’]\w+)*")


@dataclass(frozen=True)
class _Topic:
    name: str
    whole: frozenset[str]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    phrases: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Whether a plain word is one of the topic's."""
        return word in self.whole or word.startswith(self.stems) or word.endswith(self.endings)


@lru_cache(maxsize=4096)
def find_topics(text: str, language: str | None) -> frozenset[str]:
    """Find the topics a text has words of; an unknown language has the words of all."""
    told = [_plain(word[0]) for word in _told_words(text, language)]
    spelt = f" {' '.join(told)} "
    single = frozenset(topic for word in told for topic in _topics_of_word(word, language))
    return single | {
        topic.name
        for topic in _topics_of(language)
        if any(f" {phrase}" in spelt for phrase in topic.phrases)
    }


@lru_cache(maxsize=4096)
def find_topic_words(text: str, language: str | None) -> tuple[tuple[str, re.Match[str]], ...]:
    """Find each word of a topic and where it stands; phrases are not told."""
    return tuple(
        (topic, word)
        for word in _told_words(text, language)
        for topic in _topics_of_word(_plain(word[0]), language)
    )


def _told_words(text: str, language: str | None) -> Iterator[re.Match[str]]:
    """Find the words of a text but for names and circumstances of what it tells."""
    circumstance = 0
    for word in _WORD.finditer(text):
        if _plain(word[0]) in _circumstances():
            circumstance = word.end()
        elif _CIRCUMSTANCE.fullmatch(text, circumstance, word.start()) and circumstance:
            continue
        elif not _is_name(word, language):
            yield word


def _is_name(word: re.Match[str], language: str | None) -> bool:
    """Whether a word has a capital inside a sentence: "Associated Press"; not in German."""
    return word.start() > 0 and word[0][0].isupper() and language != "de" and not word[0].isupper()


def are_same_happening(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Whether a text tells of what a question asks about, by their topics.

    What is asked of an acquittal is not told of its confirmation, nor the other way round.
    """
    return bool(happenings_of(asked) & told) and asked & _shifts() == told & _shifts()


def happenings_of(topics: frozenset[str]) -> frozenset[str]:
    """Leave kinds of things out, unless there is nothing else."""
    return frozenset(topic for topic in topics if not is_kind(topic)) or topics


def is_kind(topic: str) -> bool:
    """Whether a topic is a kind of thing, such as courts, and no happening."""
    return topic in _table()["weak"]


def is_circumstance(word: str) -> bool:
    """Whether a word makes what follows the circumstance of what is told: "before"."""
    return _plain(word) in _circumstances()


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return _ELIDED.sub("", anyascii(word).casefold())


@lru_cache(maxsize=20_000)
def _topics_of_word(word: str, language: str | None) -> tuple[str, ...]:
    return tuple(topic.name for topic in _topics_of(language) if topic.has(word))


@cache
def _topics_of(language: str | None) -> tuple[_Topic, ...]:
    return tuple(
        _read(name, words[language] if language in words else list(chain(*words.values())))
        for name, words in _table()["topics"].items()
    )


def _read(name: str, entries: list[str]) -> _Topic:
    plain = [" ".join(map(_plain, entry.split())) for entry in entries]
    single = [entry for entry in plain if " " not in entry]
    return _Topic(
        name,
        whole=frozenset(entry for entry in single if "*" not in entry),
        stems=tuple(entry[:-1] for entry in single if entry.endswith("*")),
        endings=tuple(entry[1:] for entry in single if entry.startswith("*")),
        phrases=tuple(entry.removesuffix("*") for entry in plain if " " in entry),
    )


@cache
def _circumstances() -> frozenset[str]:
    return frozenset(map(_plain, _table()["circumstances"]))


@cache
def _shifts() -> frozenset[str]:
    return frozenset(_table()["shifts"])


@cache
def _table() -> Mapping[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
