"""What a question asks for and what it takes as given, told by form alone. Pure.

"When", "how many", "which court": a passage that has no date, number or name can't answer that. The
cues are in `asked.toml`, by language.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answering.held import Held, read
from bot.answering.sorts import Sort

_FORGIVEN_CHARS = 6
"""From this length on, a word with one letter wrong is still the word."""
_OPENING = 3
"""Among this many first words a pronoun opens the question ("so in which", "et depuis quand")."""
_REACH = 3
"""How many words behind an interrogative its noun may stand."""
_DATES = (Sort.DAY, Sort.MONTH, Sort.YEAR, Sort.TIME)

_WORD = re.compile(r"[a-z0-9]+")
_JOINS = frozenset(["and", "or", "und", "oder", "et", "y", "o", "i", "ili"])


@dataclass(frozen=True)
class Asked:
    """What a question is after."""

    sorts: frozenset[Sort]
    """Sorts of things asked for; none for why, how, yes or no, and where it can't be told."""
    given: Held
    """Dates, numbers and names that the question itself has, which an answer must fit."""

    def share_held(self, held: Held) -> float:
        """Share of what is asked for that a text holds, in [0, 1]; 0 if nothing can be told."""
        return sum(held.holds(s, self.given) for s in self.sorts) / max(1, len(self.sorts))


@dataclass(frozen=True)
class _Cues:
    interrogatives: frozenset[str]
    copulas: frozenset[str]
    articles: frozenset[str]
    breaks: frozenset[str]
    pronouns: Mapping[str, Sort]
    asks: Mapping[tuple[str, ...], Sort]
    nouns: Mapping[tuple[str, ...], Sort]
    vocabulary: frozenset[str]


def understand(question: str, language: str) -> Asked:
    """Tell what a question asks for; a language without cues asks for nothing that can be told."""
    given = read(question, language)
    cues = _cues().get(language)
    if cues is None:
        return Asked(frozenset(), given)
    words = tuple(_mend(word, cues) for word in _words(question))
    found = [*_asks(words, cues), *_pronouns(words, cues), *_nouns(words, cues)]
    return Asked(_finest(frozenset(found)), given)


def question_words(language: str) -> frozenset[str]:
    """Give the words that ask for a thing ("when", "which"), without accents, in Latin letters."""
    cues = _cues().get(language)
    return frozenset() if cues is None else cues.interrogatives | cues.pronouns.keys()


def _asks(words: tuple[str, ...], cues: _Cues) -> Iterator[Sort]:
    for at in range(len(words)):
        for phrase, sort in cues.asks.items():
            if words[at : at + len(phrase)] == phrase:
                yield sort


def _pronouns(words: tuple[str, ...], cues: _Cues) -> Iterator[Sort]:
    asked = [at for at, word in enumerate(words) if word in cues.interrogatives]
    after_pronoun = False  # "when and where"
    for at, word in enumerate(words):
        if word not in cues.pronouns:
            after_pronoun = after_pronoun and word in _JOINS
            continue
        joined = at + 1 < len(words) and words[at + 1] in _JOINS
        # "When the site closed, what happened?" does not ask when.
        alone = not asked or (asked[0] > at and (joined or cues.pronouns[word] is not Sort.TIME))
        if at == len(words) - 1 or after_pronoun or (at < _OPENING and alone):
            yield cues.pronouns[word]
            after_pronoun = True


def _nouns(words: tuple[str, ...], cues: _Cues) -> Iterator[Sort]:
    for at, word in enumerate(words):
        if word not in cues.interrogatives:
            continue
        start = at + 1
        if words[start : start + 1] and words[start] in cues.copulas:
            start += 2 if words[start + 1 : start + 2] and words[start + 1] in cues.articles else 1
        for place in range(start, min(start + _REACH, len(words))):
            if words[place] in cues.breaks or words[place] in cues.articles:
                break
            for phrase, sort in cues.nouns.items():
                if words[place : place + len(phrase)] == phrase:
                    yield sort


def _finest(sorts: frozenset[Sort]) -> frozenset[Sort]:
    """Drop a sort of which a finer one is asked: "how much money" is no mere number."""
    dropped: set[Sort] = set()
    for finer_first in (
        _DATES,
        (Sort.SHARE, Sort.NUMBER),
        (Sort.MONEY, Sort.NUMBER),
        (Sort.IDENTIFIER, Sort.NUMBER),
        (Sort.DURATION, Sort.NUMBER),
    ):
        present = [sort for sort in finer_first if sort in sorts]
        dropped.update(present[1:])
    return sorts - dropped


def _mend(word: str, cues: _Cues) -> str:
    """Give the cue a word is a misspelling of, or the word.

    Slips are rare at either end of a word, and other words near: "founded" is not "founder".
    """
    if len(word) < _FORGIVEN_CHARS or word in cues.vocabulary:
        return word
    near = process.extract(word, cues.vocabulary, scorer=OSA.distance, score_cutoff=1)
    return next((cue for cue, *_ in near if cue[0] == word[0] and cue[-1] == word[-1]), word)


def _words(text: str) -> tuple[str, ...]:
    """Split into words without accents, in small Latin letters."""
    return tuple(_WORD.findall(anyascii(text).casefold()))


@cache
def _cues() -> Mapping[str, _Cues]:
    """By language."""
    raw = tomllib.loads(Path(__file__).with_name("asked.toml").read_text("utf-8"))
    return {language: _read_cues(table) for language, table in raw.items()}


def _read_cues(table: Mapping[str, dict[str, list[str]]]) -> _Cues:
    def phrases(key: str) -> dict[tuple[str, ...], Sort]:
        return {_words(cue): Sort(sort) for sort, cues in table[key].items() for cue in cues}

    def words(key: str) -> frozenset[str]:
        return frozenset(_words(" ".join(table[key])))

    asks, nouns, pronouns = phrases("asks"), phrases("nouns"), phrases("pronouns")
    return _Cues(
        interrogatives=words("interrogatives"),
        copulas=words("copulas"),
        articles=words("articles"),
        breaks=words("breaks"),
        pronouns={cue[0]: sort for cue, sort in pronouns.items()},
        asks=asks,
        nouns=nouns,
        vocabulary=frozenset(word for cue in (*asks, *nouns) for word in cue),
    )
