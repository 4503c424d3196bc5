"""The names of a sentence as they stand there, of several words each, the first word's too. Pure.

`bot.answering.names` tells the words of names; here they are put together, so that one can be shown
as what a source has, and two can be compared.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

from bot.answering import names
from bot.answering.asked import question_words
from bot.answering.dates import is_calendar_word
from bot.answering.topics import find_topics
from ingest.documents import Span

_WORD = re.compile(r"\w+(?:[-.'’&]\w+)*")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_STARTS = re.compile(r"[.!?:;«“„\"(—–]\s*$")
_OPENED = re.compile(r"[«“„\"‘]\s*$")


@dataclass(frozen=True)
class Name:
    """A name of a text."""

    text: str
    span: Span
    """In characters of the text."""
    sounds: frozenset[str]
    """Its words as `names.spell` gives them."""
    is_place: bool
    """Whether it stands behind a preposition of place."""

    def is_same(self, other: "Name") -> bool:
        """Whether the two have a telling word in common, in any spelling or script."""
        return share_word(self.sounds, other.sounds)


def find_whole_names(
    text: str, language: str | None, known: Collection[str] = ()
) -> tuple[Name, ...]:
    """Find the names of a sentence, in order.

    known: words, by sound, that are names elsewhere, and so at the beginning of a sentence.
    """
    words = list(_WORD.finditer(text))
    sure = frozenset(names.find_names(text, language))
    named = [_is_name(text, words, at, language, sure, known) for at in range(len(words))]
    found, at = [], 0
    while at < len(words):
        if not named[at]:
            at += 1
            continue
        end = _end_of(text, words, named, at)
        found.append(_make(text, words, at, end))
        at = end
    return tuple(found)


def is_opener(word: str, language: str | None) -> bool:
    """Whether a word has a capital only where it begins a sentence: an article, "when"."""
    asks = anyascii(word).casefold() in question_words(language or "")
    return asks or word.casefold() in _table()["openers"]


def is_acronym_of(word: str, text: str) -> bool:
    """Whether a text has words in a row that begin with a word's capitals: "BMW"."""
    if not (word.isalpha() and word.isupper() and len(word) > 1):
        return False
    small = _table()["inside"]
    first = [w[0][0] for w in _WORD.finditer(text) if _ELIDED.sub("", w[0]) not in small]
    return word.casefold() in "".join(first).casefold()


def share_word(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two names, as their words by sound, have one in common in any spelling or script."""
    return any(has_sound(sound, other) for sound in one) or any(
        has_sound(sound, one) for sound in other
    )


def has_sound(sound: str, others: Iterable[str]) -> bool:
    """Whether one of several words, by sound, is a name, or what it is called elsewhere."""
    plain = frozenset(other.lower() for other in others)
    return any(names.has_name(name, plain) for name in _calls(sound))


@lru_cache(maxsize=4096)
def _calls(sound: str) -> tuple[str, ...]:
    return (sound, *names.translations_of(sound))


def _is_name(
    text: str,
    words: Sequence[re.Match[str]],
    at: int,
    language: str | None,
    sure: frozenset[str],
    known: Collection[str],
) -> bool:
    word = _ELIDED.sub("", words[at][0])
    if not (word[0].isupper() or any(map(str.isupper, word))) or is_calendar_word(word):
        return False
    starts = at == 0 or _STARTS.search(text[words[at - 1].end() : words[at].start()])
    if starts and is_opener(word, language):
        return False
    if word in sure or any(part in sure for part in re.split(r"[-'’]", word)):
        return True
    if not starts or len(word) < 3:
        return False
    if has_sound(names.spell(word), known):
        return True
    follows = text[words[at].end() : words[at + 1].start()] if at + 1 < len(words) else "."
    if follows != " ":
        return bool(_OPENED.search(text[: words[at].start()]))
    following = words[at + 1][0]
    if (
        following.casefold() in _table()["joins"]
        and at + 2 < len(words)
        and words[at + 2][0] in sure
    ):
        return True
    if language != "de" and following in sure and following[0].isupper():
        return True
    # "Mediaservices won": what does something, at the beginning.
    return (
        following.islower()
        and not find_topics(word, language)
        and bool(find_topics(following, language))
    )


def _end_of(text: str, words: Sequence[re.Match[str]], named: Sequence[bool], at: int) -> int:
    end = at + 1
    while end < len(words):
        gap = text[words[end - 1].end() : words[end].start()]
        if named[end] and gap in (" ", "-", " & "):
            end += 1
        elif (
            end + 1 < len(words)
            and named[end + 1]
            and words[end][0] in _table()["inside"]
            and not gap.strip()
            and text[words[end].end() : words[end + 1].start()] == " "
        ):
            end += 2
        else:
            break
    return end


def _make(text: str, words: Sequence[re.Match[str]], at: int, end: int) -> Name:
    elided = _ELIDED.match(words[at][0])
    span = Span(words[at].start() + (elided.end() if elided else 0), words[end - 1].end())
    told = re.sub(r"['’]s$", "", text[span.start : span.end])
    sounds = frozenset(
        names.spell(part)
        for word in words[at:end]
        for part in re.split(r"['’-]", word[0])
        if len(part) > 1 and part not in _table()["inside"]
    )
    before = words[at - 1][0].casefold() if at else ""
    gap = text[words[at - 1].end() : span.start] if at else ""
    is_place = before in _table()["places"] and not gap.strip(' «“„"')
    return Name(told, Span(span.start, span.start + len(told)), sounds, is_place)


def words_of_use(use: str) -> frozenset[str]:
    """Give the words of a list of `naming.toml`."""
    return _table()[use]


@cache
def _table() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {key: frozenset(words) for key, words in raw.items()}
