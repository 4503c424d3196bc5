"""The numbers of a text by their value and unit, in figures and words, in any of five languages.

"1.65 trillion", "1 650 milliards" and "1,65 Billionen" (de) are one number. Pure.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from num2words import num2words

from bot.answering.dates import Date, scan_dates
from bot.phrases import LANGUAGES
from bot.support.tables import meets, scales, units

_FIGURES = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?!\d)"
)
# A full stop after figures: "der 17. Mann", not the end of a sentence.
_RANK = re.compile(
    r"(?:st|nd|rd|th|er|ère|e|ème|º|ª|-?(?:й|я|е|го|му))(?!\w)|(?<=\d)\.(?=\s[^\W\d])"
)
_ROMAN = re.compile(r"(?<!\w)([IVX]{2,})(?:e|ème)?(?!\w)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_SIGN_BEFORE = re.compile(r"(?:US\s?)?([$€£¥₽])\s?$")
_MINUS_BEFORE = re.compile(
    r"(?:(?:^|(?<=[\s\u00a0(]))[-−–]|\b(?:minus|moins|menos|минус)[\s\u00a0])$"
)
_MEASURE = re.compile(
    r"(square|sq|cubic|quadrat|kubik|квадратн\w*|кубическ\w*)\.?[\s\u00a0-]?(?=\w)"
)
_MEASURED = re.compile(r"[\s\u00a0](carr|cuadrad|cube|cúbic)\w*")
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
_PER = re.compile(r"\s?/\s?([^\W\d_]+)|[\s\u00a0](?:per|par|pro|por|в)[\s\u00a0]([^\W\d_]+)")
_HEAT = re.compile(r"[\s\u00a0]?(c|celsius|f|fahrenheit|цельси\w+|фаренгейт\w*)(?!\w)")
_CURRENCIES = frozenset(["dollar", "euro", "pound", "ruble", "franc", "yen", "yuan", "guilder"])
_MONEY_ONLY = frozenset(["m"])
"""A million beside a currency, else a metre."""
_CENTURY_BEFORE = re.compile(r"(siglo|siglos)\s$")
_BETWEEN = frozenset(["us", "de", "d", "der", "of"])
"""What may stand between a number and its unit: "dollars US", "milliards de dollars"."""
_MAX_SPELT = 100


class Quantity(NamedTuple):
    """A number: `is_rank` for "seventh". `unit` is a key of `units.toml`, None for other things."""

    value: Decimal
    unit: str | None
    is_rank: bool
    start: int
    end: int

    def agrees(self, other: "Quantity") -> bool:
        """Whether both say as many of the same."""
        same = self.value == other.value and self.is_rank == other.is_rank
        return same and self.unit == other.unit


class Dated(NamedTuple):
    """A date and where it stands."""

    date: Date
    start: int
    end: int


@lru_cache(maxsize=4096)
def read_values(text: str, language: str) -> tuple[tuple[Quantity, ...], tuple[Dated, ...]]:
    """Find the quantities and the dates of a text, in order.

    A bare year with a unit behind it is a number: "1500 euros".
    """
    dated = []
    for date, match in scan_dates(text):
        start, end = match.span()
        bare = date.month is None and date.day is None
        if not (bare and _unit_after(text, end, language)[1]):
            dated.append(Dated(date, start, end))
    quantities = [
        quantity
        for quantity in _find(text, language)
        if not any(day.start < quantity.end and quantity.start < day.end for day in dated)
    ]
    return tuple(quantities), tuple(dated)


def _find(text: str, language: str) -> Iterator[Quantity]:
    small = text.lower() if len(text.lower()) == len(text) else text
    for start, end, value, is_rank in sorted(
        (*_figures(small), *_romans(text), *_spelt(small, language))
    ):
        sign = _SIGN_BEFORE.search(text, max(0, start - 5), start)
        factor, scale_end = _scale_after(small, end, language, is_money=sign is not None)
        unit_end, unit = _unit_after(small, end, language, is_money=sign is not None)
        if (
            is_rank
            and unit is None
            and (century := _CENTURY_BEFORE.search(small, max(0, start - 8), start))
        ):
            start, unit = century.start(), unit_of(century[1])
        if sign:
            unit = unit_of(sign[1])
        if minus := _MINUS_BEFORE.search(small, max(0, start - 6), start):
            start, value = minus.start(), -value
        yield Quantity(value * factor, unit, is_rank, start, max(end, scale_end, unit_end))


def _figures(text: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    for match in _FIGURES.finditer(text):
        rank = _RANK.match(text, match.end())
        yield match.start(), rank.end() if rank else match.end(), plain(match[0]), bool(rank)


def _romans(text: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    for match in _ROMAN.finditer(text):
        yield match.start(), match.end(), Decimal(_read_roman(match[1])), True


def _read_roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[digit] for digit in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def plain(figures: str) -> Decimal:
    """The value of a number, wherever it was set: "1,650.5", "1 650,5"."""
    whole = re.sub(r"[ \u00a0\u202f'’]", "", figures)
    if match := re.fullmatch(r"(.*\d)[.,](\d+)", whole):
        grouped = len(match[2]) == 3 and re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})*", match[1])
        if not grouped:
            return Decimal(f"{re.sub('[.,]', '', match[1])}.{match[2]}")
    return Decimal(re.sub("[.,]", "", whole))


def _spelt(text: str, language: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    cardinals, ranks = _numerals(language)
    if not cardinals:
        return
    for match in _spelt_pattern(language).finditer(text):
        word = re.sub(r"\s+", " ", match[0])
        if word in cardinals:
            yield match.start(), match.end(), Decimal(cardinals[word]), False
        else:
            yield match.start(), match.end(), Decimal(ranks[word]), True


@cache
def _spelt_pattern(language: str) -> re.Pattern[str]:
    words = sorted({**_numerals(language)[0], **_numerals(language)[1]}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _numerals(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers from two on ("one" is an article) in words, and ranks from three on."""
    if language not in LANGUAGES:
        return {}, {}
    cardinals: dict[str, int] = {}
    ranks: dict[str, int] = {}
    for number in (*range(2, _MAX_SPELT), *range(100, 1001, 100)):
        cardinals[num2words(number, lang=language).lower()] = number
        if number > 2:
            for form in _rank_forms(num2words(number, lang=language, to="ordinal"), language):
                ranks[form] = number
    cardinals |= _DECLINED.get(language, {})
    return cardinals, {word: number for word, number in ranks.items() if word not in cardinals}


def _rank_forms(rank: str, language: str) -> Iterator[str]:
    rank = rank.lower()
    yield rank
    if language == "de":
        yield from (rank + ending for ending in "nrsm")
    if language == "es" and rank.endswith("o"):
        yield from (rank[:-1] + ending for ending in ("a", "os", "as"))
        yield from ["tercer"] if rank == "tercero" else []
    if language == "ru":
        yield from (rank[:-2] + ending for ending in _RANK_ENDINGS)


_RANK_ENDINGS = ("ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми")
_DECLINED = {
    "ru": {
        form: number
        for number, forms in (
            (2, "два две двух двум двумя оба обе двое двоих"),
            (3, "три трёх трех трём трем тремя трое троих"),
            (4, "четыре четырёх четырех четырём четырьмя четверо"),
            (5, "пять пяти пятью пятеро"), (6, "шесть шести шестью"), (7, "семь семи семью"),
            (8, "восемь восьми"), (9, "девять девяти девятью"), (10, "десять десяти десятью"),
            (11, "одиннадцать одиннадцати"), (12, "двенадцать двенадцати"),
            (20, "двадцать двадцати"), (30, "тридцать тридцати"), (40, "сорок сорока"),
            (50, "пятьдесят пятидесяти"), (100, "сто ста"),
        )
        for form in forms.split()
    },
    "es": {"veintiún": 21, "veintidos": 22},
}  # fmt: skip


def _scale_after(text: str, at: int, language: str, *, is_money: bool = False) -> tuple[int, int]:
    """The factor of "million" behind a number, and where it ends; 1 and `at` if there is none."""
    factor = 1
    while (match := re.compile(r"[\s\u00a0]?([^\W\d_]+)").match(text, at)) is not None:
        word = match[1]
        found = [scale for scale, wanted in scales(language) if meets(word, wanted)]
        if not found or (word in _MONEY_ONLY and not is_money and not _is_paid(text, match.end())):
            break
        factor, at = factor * found[0], match.end()
    return factor, at


def _is_paid(text: str, at: int) -> bool:
    """Whether a currency follows."""
    match = _UNIT.match(text, at)
    return match is not None and unit_of(match[1]) in _CURRENCIES


def _unit_after(
    text: str, at: int, language: str, *, is_money: bool = False
) -> tuple[int, str | None]:
    """The unit behind a number and where it ends; `at` and None if there is none.

    With what it is taken by: "square metre", "kilometre/hour".
    """
    text = text.lower() if len(text.lower()) == len(text) else text
    begin = at
    _, at = _scale_after(text, at, language, is_money=is_money)
    # "12,5 Mio. Euro"
    end = at + 1 if at > begin and text[at : at + 2] == ". " else at
    for _ in range(3):
        spaced = re.compile(r"[\s\u00a0\u202f-]?").match(text, end)
        power = _MEASURE.match(text, spaced.end() if spaced else end)
        match = _UNIT.match(text, power.end() if power else end)
        if match is None:
            break
        if (unit := unit_of(match[1])) is not None:
            named = power[1][:2] if power else _POWERS.get(match[2] or "", "")
            return _qualified(text, match.end(), unit, named)
        if (two := _two_words(text, match.end(1), match[1])) is not None:
            return two
        if match[1] not in _BETWEEN:
            break
        end = match.end()
    return at, None


_UNIT = re.compile(r"[\s\u00a0\u202f’'-]{0,2}([^\W\d_²³]+|[%‰$€£¥₽°])(?:([²³23])(?!\w))?\.?")


def _qualified(text: str, at: int, unit: str, power: str) -> tuple[int, str]:
    """A unit with what stands behind it: "carrés", "/h", "per hour", "C"."""
    if not power and (match := _MEASURED.match(text, at)):
        power, at = match[1], match.end()
    if power:
        is_square = power in ("square", "sq", "qu", "кв", "carr", "cuadrad")
        unit = f"{'square' if is_square else 'cubic'} {unit}"
    if unit == "degree" and (match := _HEAT.match(text, at)):
        unit, at = f"{unit} {'c' if match[1][0] in 'cц' else 'f'}", match.end()
    if match := _PER.match(text, at):
        word = match[1] or match[2]
        by = unit_of(word) or (word if match[1] else None)
        if by is not None:
            unit, at = f"{unit}/{by}", match.end()
    return at, unit


def _two_words(text: str, at: int, first: str) -> tuple[int, str] | None:
    """A unit of two words, "per cent"."""
    match = re.compile(r"\s([^\W\d_]+)").match(text, at)
    if match is None:
        return None
    unit = unit_of(f"{first} {match[1].lower()}")
    return None if unit is None else (match.end(), unit)


@lru_cache(maxsize=20_000)
def unit_of(word: str) -> str | None:
    """The unit that a word or sign in small letters names."""
    return next((unit for unit, wanted in units() if meets(word.rstrip("."), wanted)), None)
