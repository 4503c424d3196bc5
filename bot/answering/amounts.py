"""The amounts a text holds, and whether two can be told of one thing. Pure.

An amount leaves as much open as its figures do: "4,000" may be 4,050, "about 40" 38, "over 10" any
more; in another unit or currency it says nothing against.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from num2words import num2words

from bot.answering.dates import find_date_spans
from bot.phrases import LANGUAGES
from ingest.documents import Span

_ABOUT = 0.1
"""Share that "about" leaves open on either side."""
_REACH = 25
"""Characters before a figure that can say how exact it is."""
_SPELT = (*range(2, 100), *range(100, 1000, 100))
"""Numbers in words are read up to here, as far as they are one word."""

_FIGURES = re.compile(
    r"(?<![\w.,/:-])(?P<currency>(?:us)?[$€£₽¥]\s?)?"
    r"(?P<figures>\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<behind>(?:[ \u00a0\u202f-]?(?:%|[€$£₽¥]|[^\W\d_]+(?:/[^\W\d_]+)?\b))"
    r"(?:\s(?:(?:de|d['’])\s?)?(?:[€$£₽¥]|[^\W\d_]+\b))?)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:/[^\W\d_]+)?|[%€$£₽¥]")


@dataclass(frozen=True)
class Amount:
    """An amount in units of `unit` ("" if none is told): anything from `least` to `most`."""

    value: float
    least: float
    most: float
    unit: str
    span: Span
    """Of the figures with currency, power and unit, in characters of the text."""
    is_each: bool
    """Whether it is told of each of several."""

    def is_alike(self, other: "Amount") -> bool:
        """Whether the two can be compared."""
        return self.unit == other.unit and self.is_each == other.is_each

    def meets(self, other: "Amount") -> bool:
        """Whether both can be told of one thing: one lies in what the other leaves open."""
        return self.least <= other.value <= self.most or other.least <= self.value <= other.most


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Find the amounts of a text in any of LANGUAGES, in order; dates are none."""
    dates = find_date_spans(text)
    each = _each().search(text.casefold()) is not None
    found = [*_figured(text, each), *_spelt_out(text, each)]
    free = (a for a in found if not any(s < a.span.end and a.span.start < e for s, e in dates))
    return tuple(sorted(free, key=lambda amount: amount.span))


def _figured(text: str, each: bool) -> Iterator[Amount]:
    for match in _FIGURES.finditer(text):
        behind = match["behind"] or ""
        words = [word[0].casefold() for word in _WORD.finditer(behind)]
        yield _make(text, match.start(), match.end("figures"), match["figures"], words,
                    (match["currency"] or "").strip().casefold(), each)  # fmt: skip


def _spelt_out(text: str, each: bool) -> Iterator[Amount]:
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text):
        if number := _spelt().get(match[0].casefold()):
            behind = text[match.end() : match.end() + 30]
            words = [word[0].casefold() for word in list(_WORD.finditer(behind))[:2]]
            yield _make(text, *match.span(), str(number), words, "", each)


def _make(
    text: str,
    start: int,
    end: int,
    figures: str,
    words: list[str],
    currency: str,
    each: bool,
) -> Amount:
    number, step = _read(figures)
    taken = 0
    power = _power(words[0]) if words else None
    if power and not (words[0] == "m" and not currency and len(words) < 2):
        number, step, taken = number * 10.0**power, step * 10.0**power, 1
    unit, scale = _unit(currency) or ("", 1.0)
    if not unit and len(words) > taken and (known := _unit(words[taken])):
        (unit, scale), taken = known, taken + 1
    number, step = number * scale, step * scale
    for word in words[:taken]:
        end = text.casefold().index(word, end) + len(word)
    least, most = _open(text[max(0, start - _REACH) : start].casefold(), number, step)
    each = each or _per().match(text[end:].casefold()) is not None
    return Amount(number, least, most, unit, Span(start, end), each)


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


def _power(word: str) -> int | None:
    return next((int(p) for p, words in _table()["powers"].items() if _is_one(word, words)), None)


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
def _spelt() -> Mapping[str, int]:
    return {
        num2words(number, lang=language).casefold(): number
        for language in LANGUAGES
        for number in _SPELT
        if " " not in num2words(number, lang=language)
    }


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
