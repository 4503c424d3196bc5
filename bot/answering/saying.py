"""How a sentence says whose words it gives: its words, and the cues of `saying.toml`. Pure."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_WORD = re.compile(
    # French and Spanish words that lean on the next one, then words with what holds them together:
    # golem.de, Free-TV, Crossman's, R&B.
    r"(?<!\w)(?:[cdjlmnst]|qu)['’](?=\w)|\w+(?:[.&'’‑-]\w+)*",
    re.IGNORECASE,
)

Phrase = tuple[str, ...]


class Word(NamedTuple):
    """A word of a text and where it stands: half-open, in characters."""

    text: str
    plain: str
    """In small letters, with straight apostrophes."""
    start: int
    end: int


@dataclass(frozen=True)
class Cues:
    """The lists of one language, each explained in `saying.toml`."""

    before: Mapping[str, Sequence[Phrase]]
    behind: Mapping[str, Sequence[Phrase]]
    inverted: Mapping[str, Sequence[Phrase]]
    says: Mapping[str, Sequence[Phrase]]
    tells: Mapping[str, Sequence[Phrase]]
    declares: Mapping[str, Sequence[Phrase]]
    together: Mapping[str, Sequence[Phrase]]
    gives: Mapping[str, Sequence[Phrase]]
    give: Mapping[str, Sequence[Phrase]]
    """Phrases by their first word, the longest first."""
    turns: tuple[str, ...]
    opinions: tuple[re.Pattern[str], ...]
    views: frozenset[str]
    within: frozenset[str]
    labels: frozenset[str]
    courts: tuple[Phrase, ...]
    frames: tuple[re.Pattern[str], ...]
    nouns: frozenset[str]
    joins: frozenset[str]
    opens: frozenset[str]
    between: frozenset[str]
    ends: frozenset[str]
    negations: frozenset[str]
    that: frozenset[str]
    articles: frozenset[str]
    possessives: frozenset[str]
    of: frozenset[str]
    adjective_endings: tuple[str, ...]
    capitals: bool
    """Whether every noun has one."""
    adjectives_first: bool
    """Whether what follows "the agency" is no adjective of it, but its name."""


def split_words(text: str) -> list[Word]:
    """Split a text into words; "l’éditeur" is two, "golem.de" is one."""
    return [
        Word(match[0], match[0].casefold().replace("’", "'"), *match.span())
        for match in _WORD.finditer(text)
    ]


def match_phrase(words: Sequence[Word], at: int, phrases: Mapping[str, Sequence[Phrase]]) -> int:
    """Count the words of the longest phrase that begins at a word; 0 if none does."""
    for phrase in phrases.get(words[at].plain, ()):
        if tuple(word.plain for word in words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def cues_of(language: str | None) -> tuple[Cues, ...]:
    """Give the cues of a language; those of every one for one that has none, or is unknown."""
    table = _table()
    return (table[language],) if language in table else tuple(table.values())


def is_court(name: str, language: str | None) -> bool:
    """Whether a name is a court's or a judge's, with or without more: "High Court", "Judge Berg".

    What tells it begins the name or ends it, but for what it is of: "Court of Appeal".
    """
    words = _plain_words(name)
    for cues in cues_of(language):
        of = next((at for at, word in enumerate(words) if word in cues.of), len(words))
        head = words[:of]
        for court in cues.courts:
            if _is_like(head[: len(court)], court) or _is_like(head[-len(court) :], court):
                return True
    return False


def is_bare_court(name: str, language: str | None) -> bool:
    """Whether a name tells of no more than a court, or a judge: not which one."""
    return any(_plain_words(name) in cues.courts for cues in cues_of(language))


def _plain_words(name: str) -> Phrase:
    return tuple(word.plain for word in split_words(name))


def _is_like(words: Phrase, phrase: Phrase) -> bool:
    return len(words) == len(phrase) and all(map(fnmatchcase, words, phrase))


@cache
def _table() -> dict[str | None, Cues]:
    raw: dict[str, dict[str, Any]] = tomllib.loads(
        Path(__file__).with_name("saying.toml").read_text("utf-8")
    )
    return {language: _read(lists) for language, lists in raw.items()}


def _read(lists: Mapping[str, Any]) -> Cues:
    return Cues(
        before=_by_first(lists["before"]),
        behind=_by_first(lists["behind"]),
        inverted=_by_first(lists["inverted"]),
        says=_by_first(lists["says"]),
        tells=_by_first(lists["tells"]),
        declares=_by_first(lists["declares"]),
        together=_by_first(lists["together"]),
        gives=_by_first(lists["gives"]),
        give=_by_first(lists["give"]),
        turns=tuple(lists["turns"]),
        opinions=tuple(re.compile(pattern) for pattern in lists["opinions"]),
        views=frozenset(lists["views"]),
        within=frozenset(lists["within"]),
        labels=frozenset(lists["labels"]),
        courts=tuple(tuple(phrase.split()) for phrase in lists["courts"]),
        frames=tuple(re.compile(pattern) for pattern in lists["frames"]),
        nouns=frozenset(lists["nouns"]),
        joins=frozenset(lists["joins"]),
        opens=frozenset(lists["opens"]),
        between=frozenset(lists["between"]),
        ends=frozenset(lists["ends"]),
        negations=frozenset(lists["not"]),
        that=frozenset(lists["that"]),
        articles=frozenset(lists["articles"]),
        possessives=frozenset(lists["possessives"]),
        of=frozenset(lists["of"]),
        adjective_endings=tuple(lists["adjective_endings"]),
        capitals=lists["capitals"],
        adjectives_first=lists["adjectives_first"],
    )


def _by_first(phrases: Iterable[str]) -> dict[str, list[Phrase]]:
    found = defaultdict(list)
    for phrase in phrases:
        words = tuple(word.plain for word in split_words(phrase))
        found[words[0]].append(words)
    return {first: sorted(same, key=len, reverse=True) for first, same in found.items()}
