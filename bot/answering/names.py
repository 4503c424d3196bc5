"""The names a text holds, and whether two spellings are one name. Pure.

A name is told by its letters alone: an acronym, a capital inside a sentence. Spellings are compared
by sound, so that Moscow, Moscou and Москва are one.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii
from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Prefix

from bot.answering.dates import is_calendar_word
from bot.phrases import LANGUAGES

SAME_NAME = 0.84
"""Jaro-Winkler similarity of two spellings, by sound, from which they are one name."""
SAME_WORD = 0.93
"""The same for two forms of one word."""
_MAX_SHARED = 3
"""A word that more countries have in their names tells none of them."""
_MIN_CHARS = 4
"""Shorter names and acronyms must be spelt alike."""
_ENDING = 2
"""Letters of the longest ending, by sound."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_STARTS = re.compile(r"[.!?…:;¿¡«»“”„\"(\[—–\n]")
"""Between two words: a capital behind it need not be a name."""
_BARE = frozenset(
    ["von", "in", "aus", "nach", "bei", "gegen", "durch", "für", "mit", "und", "oder", "zwischen"]
)
"""German words after which a capital without an article is more often a name than a noun."""
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("kh", "h"), ("ph", "f"), ("th", "t"), ("tsch|tch|sch|sh|ch|zh", "s"), ("ou|oo", "u"),
        ("qu?|ck", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("w", "v"), ("x", "ks"),
        ("ts|tz|z", "s"), ("[yj]", "i"), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def find_names(text: str, language: str | None) -> tuple[str, ...]:
    """Find the words of a text that are names or parts of one, in order, each once.

    German has a capital on every noun: there only two in a row, or one after a preposition, count.
    """
    words = list(_WORD.finditer(text))
    shouted = len(words) > 2 and all(word[0].isupper() or word[0].isdigit() for word in words)
    found: dict[str, None] = {}
    for at, word in enumerate(words):
        if word[0].islower() and word[0].isalpha():
            continue
        named = _is_acronym(word[0]) or (
            not shouted and word[0][0].isupper() and _is_named(text, words, at, language)
        )
        if named and not is_calendar_word(word[0]):
            found[_bare(word[0])] = None
    return tuple(found)


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """Spell a word in any script by its sound, roughly, in small Latin letters."""
    sound = anyascii(word).casefold().replace("'", "")
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound


def spell(name: str) -> str:
    """Spell a name by its sound, an acronym in capitals: that has no other spelling."""
    sound = sound_of(name)
    return sound.upper() if name.isupper() else sound


def has_name(name: str, words: Iterable[str], alike: float = SAME_NAME) -> bool:
    """Whether one of `words`, by sound, is a name as `spell` gives it."""
    if len(name) < _MIN_CHARS or name.isupper():
        return name.lower() in words
    return any(
        word[:1] == name[:1]
        and len(word) >= _MIN_CHARS - 1
        and (JaroWinkler.similarity(name, word) >= alike or _share_stem(name, word))
        for word in words
    )


def translations_of(name: str) -> frozenset[str]:
    """Give what a word of a country's name is called elsewhere, by sound; Russian cases too."""
    known, name = _translations(), name.lower()
    if name in known or len(name) < _MIN_CHARS:
        return known.get(name, frozenset())
    best = process.extractOne(
        name, known.keys(), scorer=JaroWinkler.similarity, score_cutoff=SAME_WORD
    )
    return known[best[0]] if best is not None else frozenset()


def is_country(name: str) -> bool:
    """Whether a name is a country's in one of LANGUAGES, or short for one ("UK").

    In Cyrillic, which has cases, an ending is forgiven.
    """
    cyrillic = "а" <= name[:1].casefold() <= "я"
    # "сша" is no other word; "us" is.
    if (name.upper() if cyrillic else name) in _abbreviations():
        return True
    sound = " ".join(map(sound_of, _WORD.findall(name)))
    if sound in _countries():
        return True
    declined = cyrillic and name.isalpha() and len(name) >= _MIN_CHARS
    return declined and has_name(sound, _countries(), SAME_WORD)


def sounds_in(text: str) -> frozenset[str]:
    """Every word of a text by its sound."""
    return frozenset(sound_of(_bare(word)) for word in _WORD.findall(text))


def _share_stem(one: str, other: str) -> bool:
    """Whether only the endings of two words differ: Квасову, Квасовым."""
    stem = Prefix.similarity(one, other)
    return stem >= _MIN_CHARS and max(len(one), len(other)) - stem <= _ENDING


def _is_acronym(word: str) -> bool:
    """RIAA, MP3, iSound, AllofMP3; not 3rd and 1990s."""
    bare = _bare(word)
    return len(bare) > 1 and bare[0].isalpha() and any(c.isupper() or c.isdigit() for c in bare[1:])


def _is_named(text: str, words: Sequence[re.Match[str]], at: int, language: str | None) -> bool:
    if len(words[at][0]) < 2 or _starts(text, words, at):
        return False
    if language != "de":
        return True
    after_bare = words[at - 1][0] in _BARE
    after_name = words[at - 1][0][0].isupper() and not _starts(text, words, at - 1)
    before_name = at + 1 < len(words) and words[at + 1][0][0].isupper()
    return (
        after_bare
        or (after_name and _gap(text, words, at) == " ")
        or (before_name and _gap(text, words, at + 1) == " ")
    )


def _starts(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    return at == 0 or _STARTS.search(_gap(text, words, at)) is not None


def _gap(text: str, words: Sequence[re.Match[str]], at: int) -> str:
    """What is between a word and the one before."""
    return text[words[at - 1].end() : words[at].start()]


def _bare(word: str) -> str:
    """Without French "l'" and "d'" before it, and English "'s" after."""
    return word if word.isalnum() else max(re.split(r"['’]", word), key=len)


@cache
def _translations() -> dict[str, frozenset[str]]:
    """By each word of a name, all words of its names (countries: Unicode's CLDR, by Babel)."""
    names: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code.isalpha():
                words = (word for word in _WORD.findall(name) if word[0].isupper())
                names.setdefault(code, set()).update(map(sound_of, words))
    groups = [*names.values(), *({sound_of(word) for word in same} for same in _table()["same"])]
    shared = Counter(word for group in groups for word in group)
    found: dict[str, set[str]] = {}
    for group in groups:
        telling = {word for word in group if shared[word] <= _MAX_SHARED}
        for word in telling:
            found.setdefault(word, set()).update(telling)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _countries() -> frozenset[str]:
    """Whole names by sound, without what is added in brackets."""
    names = (
        name.partition(" (")[0]
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if code.isalpha()
    )
    return frozenset(" ".join(map(sound_of, _WORD.findall(name))) for name in names)


@cache
def _abbreviations() -> frozenset[str]:
    """What stands for a country's name in capitals; not NATO, which is none."""
    known = {word for name in _countries() for word in name.split()}
    groups = ({sound_of(word): word for word in same} for same in _table()["same"])
    return frozenset(
        word
        for group in groups
        if known & group.keys()
        for word in group.values()
        if word.isupper()
    )


@cache
def _table() -> dict[str, list[list[str]]]:
    table: dict[str, list[list[str]]] = tomllib.loads(
        Path(__file__).with_name("names.toml").read_text("utf-8")
    )
    return table
