"""The numbers a text has in words: "one hundred and five", "doscientos mil". Pure.

What can't be read to the end is not read at all: half a number is another number.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from num2words import num2words

from bot.phrases import LANGUAGES
from bot.support.tables import meets, scales
from ingest.documents import Span

_READ = (*range(2, 1000),)
"""As far as num2words has them in one word; the others are put together here."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_JOINS = frozenset(("and", "et", "und", "y", "и"))
_JOINED = re.compile(r"\s(?:(?:and|et|und|y|и)\s)?|-", re.IGNORECASE)
_HALVED = re.compile(
    r"[\s-](?:(?:and|et|und|y|с)\s)?(?:an?\s)?(?:hal[fb]|demi|medi[oa]|половин|quarter|third)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:per|pour|por|vom|pro)\s$", re.IGNORECASE)
"""The "per" of "per cent"."""
_SMALL = {
    "en": {"one": 1, "hundred": 100},
    "fr": {"un": 1, "une": 1, "cents": 100},
    "de": {"ein": 1, "eine": 1, "einer": 1, "hundert": 100},
    "es": {"un": 1, "una": 1, "ciento": 100},
    "ru": {"один": 1, "одна": 1, "две": 2},
}


class Numeral(NamedTuple):
    """A whole number in words."""

    value: int
    span: Span


def find_numerals(text: str, language: str | None) -> Iterator[Numeral]:
    """Find the numbers from two on that a text has in words, in order; "one" alone is none."""
    run: list[re.Match[str]] = []
    words = [word for word in _WORD.finditer(text) if word[0].casefold() not in _JOINS]
    for word in [*words, None]:
        is_joined = word and run and _JOINED.fullmatch(text, run[-1].end(), word.start())
        if word and is_joined and _values(word[0], language):
            run.append(word)
            continue
        if run and (numeral := _read(text, run, language)):
            yield numeral
        run = [word] if word and _values(word[0], language) else []


def scale_of(word: str, language: str | None) -> tuple[int, ...]:
    """Give what a word in small letters makes of the figure before it: 1000 of "thousand".

    Returns: nothing for any other word; more than one if it depends on the language.
    """
    known = [language] if language in LANGUAGES else list(LANGUAGES)
    found = {n for one in known for n, wanted in scales(one) if meets(word, wanted)}
    return tuple(sorted(found)) if word != "m" else ()


def _read(text: str, run: Sequence[re.Match[str]], language: str | None) -> Numeral | None:
    start, end = run[0].start(), run[-1].end()
    if _HALVED.match(text, end) or _SHARE.search(text, 0, start):
        return None
    choices = [_values(word[0], language) for word in run]
    if any(len(values) > 1 for values in choices):
        return None
    value = _put_together([values[0] for values in choices])
    only_scale = all(scale_of(word[0].casefold(), language) for word in run)
    if value is None or value < 2 or only_scale:
        return None
    return Numeral(value, Span(start, end))


def _put_together(values: Sequence[int]) -> int | None:
    """Read 105 from 100 and 5, 500,000 from 5, 100 and 1000; None if they make no number."""
    total = current = 0
    for value in values:
        if value >= 1000:
            if not current and total:
                total *= value  # "mil millones"
            else:
                total += (current or 1) * value
            current = 0
        elif value == 100 and 0 < current < 10:
            current *= 100
        elif current % 10 ** len(str(value)):
            return None
        else:
            current += value
    return total + current


def _values(word: str, language: str | None) -> tuple[int, ...]:
    small = word.casefold()
    known = [language] if language in LANGUAGES else list(LANGUAGES)
    spelt = {_spelt(one)[small] for one in known if small in _spelt(one)}
    return tuple(spelt | set(scale_of(small, language)))


@cache
def _spelt(language: str) -> Mapping[str, int]:
    named = {num2words(n, lang=language).casefold(): n for n in _READ}
    hundreds = {w[:-1] + "as": n for w, n in named.items() if language == "es" and w[-3:] == "tos"}
    return {w: n for w, n in named.items() if " " not in w} | hundreds | _SMALL[language]
