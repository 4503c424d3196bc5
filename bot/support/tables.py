"""The word lists that claims and quotes are read with, by language, and how a word meets them."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

_HERE = Path(__file__).parent
_GAP = "…"
_COMPOUND = ("thing", "de")
_ENDINGS = ("", "e", "en", "er", "ern", "es", "in", "innen", "n", "nen", "s")
_MIN_HEAD = 5
"""Shorter nouns end other words by chance."""


@dataclass(frozen=True)
class Pattern:
    """A word of a list, or several in a row; `None` is a gap of any words."""

    words: tuple[str | None, ...]

    def find(self, forms: Iterable[str]) -> tuple[int, ...] | None:
        """Where the words stand in a row that begins with the first; None if they don't."""
        found: list[int] = []
        words = iter(self.words)
        wanted = next(words)
        gap = False
        for at, form in enumerate(forms):
            if wanted is None:
                gap, wanted = True, next(words)
            if meets(form, wanted or ""):
                found.append(at)
                gap, wanted = False, next(words, "")
                if wanted == "":
                    return tuple(found)
            elif not gap:
                return None
        return None


def meets(form: str, wanted: str) -> bool:
    """Whether a word in small letters is one of a list; "*" is any letters at that end."""
    if wanted.endswith("*"):
        return form.startswith(wanted[:-1])
    if wanted.startswith("*"):
        return form.endswith(wanted[1:]) and len(form) > len(wanted)
    return form == wanted


@cache
def small_words(kind: str, language: str) -> frozenset[str]:
    """The small words of a kind, as `words.toml` has them."""
    return frozenset(_load_words()[kind].get(language, ()))


@cache
def same_leads(language: str) -> Mapping[str, str]:
    """By each preposition with an article or another spelling, the bare one: "du" is "de"."""
    entries = [entry.split() for entry in small_words("same_leads", language)]
    return {form: bare for bare, *forms in entries for form in forms}


@cache
def concepts(language: str) -> Mapping[str, tuple[tuple[str, Pattern], ...]]:
    """What may begin with a letter: the concepts' ids ("outcome.win") with their patterns."""
    found: dict[str, list[tuple[str, Pattern]]] = {}
    tables = (_load("concepts.toml"), _load("things.toml"))
    for kind, entries in chain.from_iterable(table.items() for table in tables):
        for name, languages in entries.items():
            listed: Iterable[str] = languages.get(language, [])
            for entry in _spell_out(listed) if (kind, language) == _COMPOUND else listed:
                words = tuple(None if word == _GAP else word for word in _split(entry))
                found.setdefault(entry[0], []).append((f"{kind}.{name}", Pattern(words)))
    return {letter: tuple(patterns) for letter, patterns in found.items()}


def _spell_out(entries: Iterable[str]) -> Iterator[str]:
    """German nouns by all their endings, and as the last part of a compound: it says what it is."""
    for entry in entries:
        forms = [entry[:-1] + end for end in _ENDINGS] if entry.endswith("*") else [entry]
        yield from forms
        if len(entry) >= _MIN_HEAD and " " not in entry:
            yield from (f"*{form}" for form in forms)


def _split(entry: str) -> list[str]:
    """As texts are split: "d’après" is two words."""
    return re.findall(r"[^\s’'-]+", entry)


@cache
def scales(language: str) -> tuple[tuple[int, str], ...]:
    """What a word multiplies the number before it by."""
    table: Mapping[str, Mapping[str, list[str]]] = _load("units.toml")["scale"]
    return tuple(
        (int(factor), word)
        for factor, languages in table.items()
        for word in languages.get(language, ())
    )


@cache
def units() -> tuple[tuple[str, str], ...]:
    """The units, each with one of its words, of any language."""
    table: Mapping[str, Mapping[str, list[str]]] = _load("units.toml")["unit"]
    return tuple((unit, word) for unit, words in table.items() for word in words["all"])


@cache
def _load_words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_HERE / "words.toml").read_text("utf-8"))


@cache
def _load(name: str) -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((_HERE / name).read_text("utf-8"))
