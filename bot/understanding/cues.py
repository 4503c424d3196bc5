"""The words that tell how a message hangs on the questions before it, by language. Pure.

They are listed, with what each list is for, in `cues.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii

from bot.answering.asked import question_words
from bot.phrases import DEFAULT, LANGUAGES

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

Phrase = tuple[str, ...]


class Word(NamedTuple):
    """A word of a text, and where it stands: half-open, in characters."""

    text: str
    plain: str
    """In small Latin letters without accents."""
    start: int
    end: int


@dataclass(frozen=True)
class Cues:
    """The lists of one language; plain, but for the pronouns and `endings`."""

    interjections: frozenset[str]
    thanks: frozenset[str]
    joins: frozenset[str]
    opens: frozenset[str]
    about: tuple[Phrase, ...]
    tails: frozenset[str]
    asks: frozenset[str]
    adverbs: frozenset[str]
    which: frozenset[str]
    bare: frozenset[str]
    event: frozenset[str]
    places: frozenset[str]
    of: frozenset[str]
    prepositions: frozenset[str]
    articles: frozenset[str]
    years: frozenset[str]
    clauses: frozenset[str]
    endings: tuple[str, ...]
    defining: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    possessive: frozenset[str]
    objects: frozenset[str]
    before_objects: frozenset[str]
    idle: tuple[Phrase, ...]

    @property
    def function_words(self) -> frozenset[str]:
        """Words that say nothing by themselves."""
        return self.opens | self.asks | self.prepositions | self.articles | self.clauses

    @property
    def little_words(self) -> frozenset[str]:
        """Words that may stand beside a date or name without saying anything of it."""
        return self.opens | self.prepositions | self.articles | self.tails | self.thanks

    def makes_clause(self, word: Word) -> bool:
        """Whether a word is a verb that makes a whole question of what it stands in."""
        spelt = word.text.casefold()
        # "à" is no "a", the rest may lack its accents.
        return (word.plain in self.clauses and spelt != "à") or spelt.endswith(self.endings)

    def points(self, word: Word) -> bool:
        """Whether a word is a pronoun, or a demonstrative, that may point back."""
        return word.text.casefold() in self.strong | self.weak | self.possessive


def split_words(text: str) -> tuple[Word, ...]:
    """Split a text at whatever is neither letter nor figure, apostrophes and hyphens too."""
    return tuple(Word(match[0], plain(match[0]), *match.span()) for match in _WORD.finditer(text))


def plain(word: str) -> str:
    """Spell a word in small Latin letters without accents."""
    return anyascii(word).casefold()


def starts_with(words: Sequence[Word], phrases: Iterable[Phrase]) -> int:
    """Count the words of the longest phrase that some words begin with; 0 for none."""
    plains = tuple(word.plain for word in words[:_MAX_PHRASE])
    return max((len(p) for p in phrases if plains[: len(p)] == p), default=0)


def language_by_cues(text: str) -> frozenset[str]:
    """Tell the languages that most words of a short text are listed for; none if none is."""
    words = {word.plain for word in split_words(text)}
    cyrillic = _CYRILLIC.search(text) is not None
    fitting = [language for language in LANGUAGES if (language == "ru") == cyrillic]
    known = {language: len(words & _known(language)) for language in fitting}
    most = max(known.values())
    if cyrillic:
        return frozenset(["ru"])
    return frozenset(language for language in fitting if 0 < known[language] == most)


_MAX_PHRASE = 8


@cache
def _known(language: str) -> frozenset[str]:
    cues = cues_in(language)
    pointing = frozenset(map(plain, cues.strong | cues.weak | cues.possessive))
    return cues.function_words | cues.bare | pointing


def only_thanks(words: Iterable[Word]) -> bool:
    """Whether some words, of whatever language, ask nothing: "ok thanks", or no word at all."""
    said = {word.plain for word in words}
    return any(said <= cues_in(language).thanks for language in LANGUAGES)


def greets(words: Iterable[Word]) -> bool:
    """Whether one of some words is a greeting, in whatever language."""
    return not _greetings().isdisjoint(word.plain for word in words)


@cache
def _greetings() -> frozenset[str]:
    return frozenset(map(plain, _tables()["any"]["greetings"]))


@cache
def cues_in(language: str) -> Cues:
    """Give the lists of one of LANGUAGES, or those of DEFAULT for any other."""
    tables = _tables()
    language = language if language in LANGUAGES else DEFAULT
    table: dict[str, list[str]] = tables[language]

    def words(*keys: str) -> frozenset[str]:
        return frozenset(plain(word) for key in keys for word in table[key])

    def phrases(key: str) -> tuple[Phrase, ...]:
        return tuple(tuple(word.plain for word in split_words(cue)) for cue in table[key])

    interjections = frozenset(map(plain, tables["any"]["thanks"])) | _greetings()
    return Cues(
        interjections=interjections,
        thanks=words("thanks") | interjections,
        joins=words("joins"),
        opens=words("opens"),
        about=phrases("about"),
        tails=words("tails"),
        asks=words("asks") | question_words(language),
        adverbs=words("adverbs"),
        which=words("which"),
        bare=words("bare"),
        event=words("event"),
        places=words("places"),
        of=words("of"),
        prepositions=words("places", "others"),
        articles=words("articles"),
        years=words("years"),
        clauses=words("clauses"),
        endings=tuple(table["endings"]),
        defining=words("defining"),
        strong=frozenset(table["strong"]),
        weak=frozenset(table["weak"]),
        possessive=frozenset(table["possessive"]),
        objects=frozenset(table["objects"]),
        before_objects=words("before_objects"),
        idle=phrases("idle"),
    )


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text("utf-8"))
