"""The sorts of thing a question may ask for, and how a text shows that it holds one. Pure.

Told by form and never by meaning: a percent sign, the name of a currency, the shape of a docket
number. Words are in `sorts.toml`; cardinals are num2words'.
"""

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from num2words import num2words

from bot.answering import dates
from bot.phrases import LANGUAGES


class Sort(StrEnum):
    """A sort of thing that a question asks for and a text can be seen to hold."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"
    """Any of the three, or a weekday, an age, an hour."""
    NUMBER = "number"
    DURATION = "duration"
    """A number, or the dates of beginning and end."""
    SHARE = "share"
    MONEY = "money"
    IDENTIFIER = "identifier"
    """A docket number, a telephone number."""
    PERSON = "person"
    PLACE = "place"
    NAME = "name"


_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"(?<!\d)[0-2]?\d(?::[0-5]\d|\s?[ap]\.?m\b|\s?(?:uhr|heures?|часов|h)\b)")
_AGO = re.compile(
    r"\bago\b|\bil y a\b.{1,30}\bans\b|\bvor\b.{1,30}\bjahren\b"
    r"|\bhace\b.{1,30}\baños\b|\bлет (?:назад|до)\b"
)
# 1990s, 1990er; 800 BC, 800 v. Chr., 800 av. J.-C., 800 a. C., 800 до н. э.
_AGE = re.compile(
    r"\b\d{1,3}0(?:s|er|-[ехы]\w*)\b"
    r"|\d ?\(?(?:bp|bce?|ad|ce)\b|\d ?(?:[vn]\. ?chr|av\. j|ap\. j|[ad]\. ?c\b|(?:до )?н\. ?э)"
)
_TIMES = (_CLOCK, _AGO, _AGE)
_SHARE, _MONEY = re.compile(r"\d\s?[%‰]"), re.compile(r"[$€£₽¥]")
_NUMBERED = re.compile(r"(?:\bn[°ºo]\.|n[°º]|№|#|\bn[or]\.|\bnúm\.|\baz\.?:)\s?[\w/-]*\d")
"""A sign that a number is a docket's, a telephone's."""
_CODE = re.compile(r"[\w:]*\d[/-](?:\w+[/-])*\w*\d{3,}|[a-z\d:]*[/-](?:\w+[/-])*\w*\d{3,}|\d{5,}")
"""Digits tied to letters or more digits by a hyphen or slash, or five and more in a row."""
_FIGURED = re.compile(r"(?<![\w,./:-])[\w:/-]*\d[\w:/-]*(?![.,]\d)")


def find_sorts(rest: str) -> Iterator[Sort]:
    """Tell which sorts a text in small letters holds, but for its dates, figures and names.

    `rest`: the text without its dates (`dates.find_dates`).
    """
    words = frozenset(_WORD.findall(rest))
    if dates.names_weekday(words):
        yield from (Sort.DAY, Sort.TIME)
    if any(form.search(rest) for form in _TIMES) or _has("ages", words, rest):
        yield Sort.TIME
    if not _cardinals().isdisjoint(words) or _has("quantities", words, rest):
        yield Sort.NUMBER
    if _SHARE.search(rest) or _has("shares", words, rest):
        yield from (Sort.SHARE, Sort.NUMBER)
    if _MONEY.search(rest) or _has("money", words, rest):
        yield from (Sort.MONEY, Sort.NUMBER)
    if _NUMBERED.search(rest) or any(map(_CODE.fullmatch, _FIGURED.findall(rest))):
        yield Sort.IDENTIFIER


@cache
def _cardinals() -> frozenset[str]:
    """Two to a thousand in words, as far as they are one; "one" is an article in most languages."""
    spelt = {
        num2words(number, lang=language).casefold()
        for language in LANGUAGES
        for number in (*range(2, 100), *range(100, 1001, 100))
    }
    return frozenset(word for word in spelt if _WORD.fullmatch(word))


def _has(key: str, words: frozenset[str], text: str) -> bool:
    """Whether a text has a word, a stem or a phrase of the table; `words` are the text's."""
    whole, stems, phrases = _table()[key]
    return (
        not whole.isdisjoint(words)
        or any(word.startswith(stems) for word in words)
        or any(phrase in text for phrase in phrases)
    )


@cache
def _table() -> dict[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """By key: whole words, stems, phrases."""
    raw: dict[str, list[str]] = tomllib.loads(
        Path(__file__).with_name("sorts.toml").read_text("utf-8")
    )
    return {
        key: (
            frozenset(entry for entry in entries if _WORD.fullmatch(entry)),
            tuple(entry[:-1] for entry in entries if entry.endswith("*")),
            tuple(entry for entry in entries if " " in entry),
        )
        for key, entries in raw.items()
    }
