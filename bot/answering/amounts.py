"""The amounts a text holds, and whether two can be told of one thing. Pure.

An amount leaves as much open as its figures do: "4,000" may be 4,050, "about 40" 38, "over 10" any
more; in another unit or currency, or of other things, it says nothing against.
"""

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.answering.dates import find_date_spans
from bot.answering.names import sound_of
from bot.answering.numerals import find_numerals, scale_of
from bot.answering.topics import find_topics
from ingest.documents import Span

_ABOUT = 0.1
"""Share that "about" leaves open on either side."""
_REACH = 25
"""Characters before a figure that can say how exact it is."""
_BEHIND = 5
"""Words behind a figure that can tell what it counts."""
_STEM = 5
"""Letters, by sound, that two forms of one noun have in common."""

_FIGURES = re.compile(
    r"(?<![\w.,/:-])(?P<currency>(?:us)?[$€£₽¥]\s?)?"
    r"(?P<figures>\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?![.,]?\d|[/:]\d|-\d)",
    re.IGNORECASE,
)
_NEXT = re.compile(r"[ \u00a0\u202f’'-]?([^\W\d_]+(?:/[^\W\d_]+)?|[%€$£₽¥])")


class _Word(NamedTuple):
    text: str
    end: int


class _Unit(NamedTuple):
    name: str
    scale: float
    end: int


@dataclass(frozen=True)
class Amount:
    """An amount in units of `unit` ("" if none is known): anything from `least` to `most`."""

    value: float
    least: float
    most: float
    unit: str
    span: Span
    """Of the figures with currency, power and unit, in characters of the text."""
    is_each: bool
    """Whether it is told of each of several."""
    counted: frozenset[str] = frozenset()
    """Where no unit is known: the word behind it, by sound, and its topics."""

    def is_alike(self, other: "Amount") -> bool:
        """Whether the two can be compared: not families and people, acres and square miles."""
        if self.unit != other.unit or self.is_each != other.is_each:
            return False
        return bool(self.unit) or _are_one_thing(self.counted, other.counted)

    def meets(self, other: "Amount") -> bool:
        """Whether both can be told of one thing: one lies in what the other leaves open."""
        return self.least <= other.value <= self.most or other.least <= self.value <= other.most


@lru_cache(maxsize=4096)
def find_amounts(text: str, language: str | None) -> tuple[Amount, ...]:
    """Find the amounts of a text in any of LANGUAGES, in order; dates are none."""
    dates = find_date_spans(text)
    found = [*_figured(text, language), *_spelt_out(text, language)]
    free = (a for a in found if not any(s < a.span.end and a.span.start < e for s, e in dates))
    return tuple(sorted(free, key=lambda amount: amount.span))


def _figured(text: str, language: str | None) -> Iterator[Amount]:
    for match in _FIGURES.finditer(text):
        number, step = _read(match["figures"])
        currency = (match["currency"] or "").strip().casefold()
        amount = _make(text, Span(*match.span()), (number, step), currency, language)
        yield from [amount] if amount else []


def _spelt_out(text: str, language: str | None) -> Iterator[Amount]:
    for value, span in find_numerals(text, language):
        amount = _make(text, span, _read(str(value)), "", language)
        yield from [amount] if amount else []


def _make(
    text: str, span: Span, read: tuple[float, float], currency: str, language: str | None
) -> Amount | None:
    """Read what stands around a number and its step; None if it can't be told how much it is."""
    words, end = _words_behind(text, span.end), span.end
    factor = 1.0
    while words and (power := _power(words, currency, language)) is not None:
        if math.isnan(power):
            return None
        factor, end, words = factor * power, words[0].end, words[1:]
    unit = _unit_of_sign(currency, end) or _unit_behind(words) or _Unit("", 1.0, end)
    number, step = read[0] * factor * unit.scale, read[1] * factor * unit.scale
    least, most = _open(text[max(0, span.start - _REACH) : span.start].casefold(), number, step)
    each = bool(_each().search(text.casefold()) or _per().match(text[unit.end :].casefold()))
    counted = frozenset() if unit.name else _counted(words, language)
    return Amount(number, least, most, unit.name, Span(span.start, unit.end), each, counted)


def _words_behind(text: str, at: int) -> list[_Word]:
    words: list[_Word] = []
    while len(words) < _BEHIND and (match := _NEXT.match(text, at)):
        at = match.end()
        words.append(_Word(match[1].casefold(), at))
    return words


def _power(words: list[_Word], currency: str, language: str | None) -> float | None:
    """What the first of the words behind a figure makes of it; None if nothing, NaN if unsure."""
    word, following = words[0].text, words[1].text if len(words) > 1 else ""
    if word == "m":
        return 1e6 if currency or _is_one(following, _table()["currencies"]) else None
    if word == "miles" and following != "de":
        return None
    if known := _table()["powers"].get(word):
        return float(known)
    scales = scale_of(word, language)
    return None if not scales else float(scales[0]) if len(scales) == 1 else math.nan


def _unit_behind(words: list[_Word]) -> _Unit | None:
    """The unit that the first words behind a figure name, after "de" or "US" at most."""
    rest = words[1:] if words and words[0].text in _table()["between"] else words
    for many in (2, 1):
        if known := _unit(" ".join(word.text for word in rest[:many])):
            return _Unit(*known, rest[:many][-1].end)
    return None


def _unit_of_sign(currency: str, end: int) -> _Unit | None:
    known = _unit(currency)
    return _Unit(*known, end) if known else None


def _counted(words: list[_Word], language: str | None) -> frozenset[str]:
    """The thing counted: the first word behind, or the one behind that tells which degrees."""
    rest = [word.text for word in words if word.text not in _table()["between"]]
    if rest and _is_one(rest[0], _table()["vague"]):
        rest = rest[1:]
    if not rest or rest[0] in _table()["small"]:
        return frozenset()
    kinds = {kind for kind, known in _table()["counted"].items() if _is_one(rest[0], known)}
    topics = {f"#{topic}" for topic in {*kinds, *find_topics(rest[0], language)}}
    return frozenset({sound_of(rest[0]), *topics})


def _are_one_thing(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return one == other
    stems = [{word[:_STEM] for word in words if word[0] != "#"} for words in (one, other)]
    return bool(one & other or stems[0] & stems[1])


def _read(figures: str) -> tuple[float, float]:
    """Read figures.

    Returns: the number, and its step: a thousand of 4,000, a tenth of 0.5, one of 17.
    """
    plain = re.sub(r"[ \u00a0\u202f'’]", "", figures)
    match = re.fullmatch(r"(.*\d)[.,](\d+)", plain)
    is_grouped = match and len(match[2]) == 3 and re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", match[1])
    if match and not (is_grouped and match[1] != "0"):
        whole = re.sub(r"[.,]", "", match[1])
        return float(f"{whole}.{match[2]}"), 10.0 ** -len(match[2])
    whole = re.sub(r"[.,]", "", plain)
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(whole), 10.0 ** min(zeros, len(whole) - 1)


def _open(before: str, number: float, step: float) -> tuple[float, float]:
    """How far what stands before a number, and its own roundness, leave it open."""
    # 5.5 rounds to neither 5 nor 6 for sure.
    least, most = math.nextafter(number - step / 2, math.inf), math.nextafter(number + step / 2, 0)
    match = _said().search(before)
    kind = match.lastgroup if match else None
    if kind == "least":
        return number, math.inf
    if kind == "most":
        return -math.inf, number
    if kind == "about":
        return min(least, number * (1 - _ABOUT)), max(most, number * (1 + _ABOUT))
    return least, most


@lru_cache(maxsize=4096)
def _unit(word: str) -> tuple[str, float] | None:
    for unit, scales in _table()["units"].items():
        for scale, words in scales.items():
            if _is_one(word, words):
                return unit, float(scale)
    return None


def _is_one(word: str, entries: list[str]) -> bool:
    return any(
        word.startswith(entry[:-1]) if entry.endswith("*") else word == entry for entry in entries
    )


@cache
def _said() -> re.Pattern[str]:
    kinds = (
        f"(?P<{kind}>{'|'.join(_table()['said'][kind])})" for kind in ("least", "most", "about")
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})\s+(?:the |le |la |les |die |los |las )?$")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_table()['said']['each'])})(?!\w)")


@cache
def _per() -> re.Pattern[str]:
    """A song of "15 euros a song"; not what behind "spectators, by" names a doer."""
    return re.compile(rf"\s(?:{'|'.join(_table()['said']['per'])})\s\w+")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
