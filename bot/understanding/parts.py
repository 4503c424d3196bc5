"""The dates, places and names of a question, which a follow-up may exchange for its own. Pure.

A part is found with the preposition and article before it: "in Russia" gives way to "en France".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from bot.answering.dates import find_date_spans
from bot.answering.names import find_names, is_country
from bot.understanding.cues import Cues, Word, cues_in, plain, split_words

_JOINTS = frozenset(["", " ", "-", "'", "’", "\u00a0"])
"""Between words that belong together."""
_MAX_COUNTRY_WORDS = 3


class Kind(StrEnum):
    """What a part is, by its form."""

    DATE = "date"
    COUNTRY = "country"
    NAME = "name"
    OTHER = "other"
    """Some words that a follow-up added; the next such words take their place."""
    CONTEXT = "context"
    """Words of earlier questions that a pronoun stands for; nothing takes their place."""


@dataclass(frozen=True)
class Part:
    """A part of a text: "in the Netherlands" has all of preposition, article and head."""

    kind: Kind
    text: str
    preposition: str = ""
    """Plain, as are those of `Cues`; empty for none."""
    says_where: bool = False
    """Whether the preposition is one of place: "in Russia", "the courts of Russia"."""
    at: int = 0
    """Where it starts in the text it was found in."""
    bare_at: int = 0
    """Where its article, or else its head, starts in `text`."""
    head_at: int = 0

    @property
    def place(self) -> bool:
        """Whether it is a country, or a name behind a preposition of place."""
        return self.kind is Kind.COUNTRY or (self.kind is Kind.NAME and self.says_where)

    @property
    def bare(self) -> str:
        """Without its preposition."""
        return self.text[self.bare_at :]

    @property
    def head(self) -> str:
        """Without preposition and article."""
        return self.text[self.head_at :]

    @property
    def has_article(self) -> bool:
        """Whether there is an article before the head."""
        return self.head_at > self.bare_at

    @property
    def end(self) -> int:
        """Where it ends in the text it was found in."""
        return self.at + len(self.text)


def find_parts(
    text: str, language: str, known: Iterable[str] = (), *, follows: bool = False
) -> tuple[Part, ...]:
    """Find the dates, countries and names of a question, in order.

    known: names to be found in small letters too.
    follows: the text is no whole sentence, so that a capital at its beginning makes a name.
    """
    words, cues = split_words(text), cues_in(language)
    kinds = _kinds(text, words, language, tuple(known), follows=follows)
    runs = _runs(text, words, kinds)
    return tuple(_make_part(text, words, kinds, run, cues) for run in runs)


def _kinds(
    text: str, words: Sequence[Word], language: str, known: tuple[str, ...], *, follows: bool
) -> list[Kind | None]:
    """Tell the kind of each word."""
    dates = find_date_spans(text)
    # Behind "und", a capital is read as inside a sentence in each language.
    names = frozenset(find_names(f"und {text}" if follows else text, language))
    repeated = frozenset(_places_of(known, words))
    cues = cues_in(language)
    countries = frozenset(_places_of_countries(text, words, cues, follows=follows))
    kinds: list[Kind | None] = []
    for at, word in enumerate(words):
        if any(start <= word.start < end for start, end in dates):
            kinds.append(Kind.DATE)
        elif at in countries:
            kinds.append(Kind.COUNTRY)
        else:
            # "In France?" begins with a capital that makes no name.
            little = follows and at == 0 and word.plain in cues.prepositions | cues.articles
            named = word.text in names and not little
            kinds.append(Kind.NAME if named or at in repeated else None)
    return kinds


def _places_of_countries(
    text: str, words: Sequence[Word], cues: Cues, *, follows: bool
) -> Iterator[int]:
    """Find the words of countries' names; in small letters, only where a place may stand."""
    for at, word in enumerate(words):
        before = words[at - 1].plain if at else ""
        placed = before in cues.prepositions or before in cues.articles or (follows and at == 0)
        if not placed and not word.text[0].isupper():
            continue
        for last in range(min(at + _MAX_COUNTRY_WORDS, len(words)) - 1, at - 1, -1):
            if is_country(text[word.start : words[last].end]):
                yield from range(at, last + 1)
                break


def _places_of(names: Iterable[str], words: Sequence[Word]) -> Iterator[int]:
    """Find where some names stand among words, whatever their capitals."""
    plains = [word.plain for word in words]
    for name in names:
        spelt = [word.plain for word in split_words(name)]
        for at in range(len(plains) - len(spelt) + 1):
            if plains[at : at + len(spelt)] == spelt:
                yield from range(at, at + len(spelt))


def _runs(text: str, words: Sequence[Word], kinds: Sequence[Kind | None]) -> list[range]:
    """Group words that make one part: "Manchester United", "20 May 2007"."""
    numbered = list(enumerate(kinds))
    found = []
    for dated, group in groupby(
        numbered, key=lambda k: None if k[1] is None else k[1] is Kind.DATE
    ):
        places = [at for at, _ in group]
        if dated is None:
            continue
        start = places[0]
        for at in places[1:]:
            if not dated and not _touch(text, words, at):
                found.append(range(start, at))
                start = at
        found.append(range(start, places[-1] + 1))
    return found


def _make_part(
    text: str, words: Sequence[Word], kinds: Sequence[Kind | None], run: range, cues: Cues
) -> Part:
    last = run[-1]
    first_kind = kinds[run[0]] or Kind.NAME
    kind = first_kind if all(kinds[at] is first_kind for at in run) else Kind.NAME
    if kind is Kind.DATE:
        last = _skip(text, words, last, 1, cues.years)
    head = run[0]
    fillers = cues.articles | cues.years if kind is Kind.DATE else cues.articles
    bare = _skip(text, words, head, -1, fillers, kinds)
    start = _skip(text, words, bare, -1, cues.prepositions, kinds)
    preposition = words[start].plain if start < bare else ""
    at = words[start].start
    return Part(
        kind=kind,
        text=text[at : words[last].end],
        preposition=preposition,
        says_where=preposition in cues.places or (kind is Kind.COUNTRY and preposition in cues.of),
        at=at,
        bare_at=words[bare].start - at,
        head_at=words[head].start - at,
    )


def _skip(
    text: str,
    words: Sequence[Word],
    at: int,
    step: int,
    over: frozenset[str],
    kinds: Sequence[Kind | None] = (),
) -> int:
    """Go from a word to the last of those beside it that are all in a list and of no part."""
    while (
        0 <= at + step < len(words)
        and words[at + step].plain in over
        and _touch(text, words, max(at, at + step))
        and not (kinds and kinds[at + step])
    ):
        at += step
    return at


def _touch(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether nothing but a space, a hyphen or an apostrophe is before a word."""
    return at > 0 and text[words[at - 1].end : words[at].start] in _JOINTS


def content_words(text: str, language: str) -> tuple[str, ...]:
    """The words of a text that say something, each once."""
    cues = cues_in(language)
    said = [
        word.text
        for word in split_words(text)
        if word.plain not in cues.function_words and not cues.points(word) and len(word.text) > 1
    ]
    return tuple({plain(word): word for word in said}.values())
