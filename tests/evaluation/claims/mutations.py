"""Claims that are wrong in one small thing: a digit, a date, a name, a unit or a "not".

Made of the true claims, the same every time. Near misses: the neighbouring digit, month or day,
another name of the same document, a word that could stand there as well.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain, zip_longest
from typing import Literal, NamedTuple

from anyascii import anyascii
from babel import Locale

from bot.answering.dates import find_dates
from bot.answering.names import find_names, spell
from tests.evaluation.claims.cases import TrueClaim, language_of_document, read_document

Change = Literal["digit", "date", "name", "unit", "not"]

_SEED = 6
_NUMBER = re.compile(r"(?<![\w.])\d[\d.,\u00a0\u202f]*(?<=\d)")
_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?!\d|[.,]\d)")
_DAY = re.compile(r"(?<!\d)[12]?\d(?=\.? (?:de )?[^\W\d]+ (?:de )?\d{4})")

_UNITS: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("dollars", "euros"), ("euros", "dollars"), ("rubles", "dollars"), ("billion", "million"),
        ("million", "billion"), ("trillion", "billion"), ("metres", "kilometres"), ("kg", "g"),
        ("250 g", "250 kg"), ("percent", "dollars"), ("months", "years"), ("month", "week"),
        ("days", "weeks"), ("year", "month"), ("hour", "day"),
    ],
    "fr": [
        ("dollars", "euros"), ("milliards", "millions"), ("mètres", "kilomètres"), ("kg", "g"),
        ("heures", "jours"), ("mois", "ans"), ("minutes", "heures"), ("kilomètre", "mètre"),
    ],
    "de": [
        ("Dollar", "Euro"), ("Euro", "Dollar"), ("Rubel", "Euro"), ("Billionen", "Milliarden"),
        ("Milliarden", "Millionen"), ("Meter", "Kilometer"), ("Kilometer", "Meter"),
        ("Prozent", "Promille"), ("Monate", "Jahre"), ("Tagen", "Wochen"), ("Stunden", "Minuten"),
        ("pro Stunde", "pro Tag"), ("Sekunden", "Minuten"),
    ],
    "es": [
        ("dólares", "euros"), ("euros", "dólares"), ("2.400 millones", "2.400 billones"),
        ("kilómetros", "metros"), ("días", "meses"), ("minutos", "horas"), ("año", "mes"),
    ],
    "ru": [
        ("тысяч", "миллионов"), ("рублей", "долларов"), ("процентами", "рублями"),
        ("дней", "месяцев"),
    ],
}  # fmt: skip

_DENIALS: dict[str, list[tuple[str, str]]] = {
    "en": [
        (r"\b(was|were|is|are|may|will|could)\b(?! not)", r"\1 not"), (r" not\b", ""),
        (r"\bnever ", ""), (r"\b(?:No one) was ever", "Someone was"),
        (r"\b(retreated|drew|replaced|won|paid|asked|moved|sued|issued|arrested|signed|reported|"
         r"supplies|accepted|allowed|agreed|failed|updates|announced|acquitted|fined|approved)\b",
         r"never \1"),
    ],
    "fr": [
        (r"n’a (?:jamais|pas) ", "a "), (r"n’a pas été ", "a été "),
        (r"\b(a|ont|fut)\b (?!été)", r"n’\1 pas "), (r"\b(faut|mijote|vient|doit)\b", r"ne \1 pas"),
    ],
    "de": [
        (r"\bnie jemandem\b", "jemandem"), (r"\bnicht ", ""), (r"\.$", " nicht."),
    ],
    "es": [
        (r"\bno ", ""), (r"\bnunca ", ""),
        (r"\b(destruyó|recorrió|alquila|acusó|retiraron|venció|marcó|ingresará|acordó|mandó|"
         r"calificó|actualiza|dictó|firmaron|es|se)\b", r"no \1"),
    ],
    "ru": [
        (r"\bне ", ""),
        (r"\b(объясняют|убрал|возвращается|был|погибли|оправдал|выплатило|запросила|подтвердил|"
         r"сообщили|исчез|разрешил|отказалось|уволил|решил|получили|назвала|занимал|подписали|"
         r"стоят)\b", r"не \1"),
    ],
}  # fmt: skip


class Mutation(NamedTuple):
    """A claim of which one thing was changed."""

    change: Change
    case: TrueClaim
    text: str
    """The claim as it is now; `case` has it as it was."""


def mutate(claims: list[TrueClaim], each: int) -> list[Mutation]:
    """Change one thing in true claims, `each` times for each kind of change, in every language.

    Raises: ValueError, if the claims don't give as many.
    """
    made: list[Mutation] = []
    for change, changes in _CHANGES.items():
        by_language: dict[str, list[Mutation]] = defaultdict(list)
        for case in claims:
            texts = sorted(set(changes(case)) - {case.claim})
            by_language[case.language] += (Mutation(change, case, text) for text in texts)
        for mutations in by_language.values():
            random.Random(_SEED).shuffle(mutations)  # noqa: S311 - not a secret
        # In turns, so that no language is left out where there are more than are needed.
        turns = chain(*zip_longest(*(by_language[language] for language in sorted(by_language))))
        found = [mutation for mutation in turns if mutation is not None]
        if len(found) < each:
            raise ValueError(f"{len(found)} changes of a {change}, not {each}")
        made += found[:each]
    return made


def _digits(case: TrueClaim) -> Iterator[str]:
    dates = {str(date.year) for date in find_dates(case.claim)[0]}
    for match in _NUMBER.finditer(case.claim):
        if match[0] in dates or _DAY.match(case.claim, match.start()):
            continue
        at = match.start()
        digit = int(case.claim[at])
        yield _swap(case.claim, at, at + 1, str(digit + 1 if digit < 9 else 8))
        last = match.end() - 1
        digit = int(case.claim[last])
        yield _swap(case.claim, last, last + 1, str(digit - 1 if digit else 1))


def _dates(case: TrueClaim) -> Iterator[str]:
    for match in _YEAR.finditer(case.claim):
        for other in (int(match[0]) - 1, int(match[0]) + 1):
            yield _swap(case.claim, *match.span(), str(other))
    for match in _DAY.finditer(case.claim):
        yield _swap(case.claim, *match.span(), str(int(match[0]) % 28 + 1))
    months = Locale(case.language).months["format"]["wide"]
    for number, name in months.items():
        for match in re.finditer(rf"\b{name}\b", case.claim):
            yield _swap(case.claim, *match.span(), months[number % 12 + 1])


def _names(case: TrueClaim) -> Iterator[str]:
    """Put another name of the document, of none of the quotes, or a near one in place of one.

    Told apart by plain inequality: what is under test mustn't choose what it is tested with.
    """
    document = read_document(case.document)
    said = frozenset(map(spell, re.findall(r"\w+", f"{case.claim} {' '.join(case.quotes)}")))
    others = [
        name
        for name in find_names(document.text, language_of_document(case))
        if spell(name) not in said and len(name) > 3 and name.isalpha()
    ]
    cyrillic = case.language == "ru"
    for name in find_names(case.claim, case.language):
        for near in _near_names(name):
            yield re.sub(rf"\b{re.escape(name)}\b", near, case.claim, count=1)
        if not others:
            continue
        other = random.Random(f"{_SEED} {case.claim} {name}").choice(others)  # noqa: S311
        if not cyrillic:
            other = anyascii(other)
        yield re.sub(rf"\b{re.escape(name)}\b", other, case.claim, count=1)


def _near_names(name: str) -> Iterator[str]:
    """Names of others, by a letter: Paula for Paul, Johnston for Johnson."""
    if len(name) < 4 or not name.isalpha() or name.isupper():
        return
    if name.isascii():
        yield name[:-1] if name.endswith(("a", "e")) else f"{name}a"
        yield re.sub(r"(?<=[nl])(?=[aeiou])", "t", name, count=1)
    middle = len(name) // 2
    yield _swap(name, middle, middle + 1, "к" if "а" <= name[-1] <= "я" else "k")


def _units(case: TrueClaim) -> Iterator[str]:
    for unit, other in _UNITS[case.language]:
        for match in re.finditer(rf"(?<!\w){unit}(?!\w)", case.claim):
            yield _swap(case.claim, *match.span(), other)


def _denials(case: TrueClaim) -> Iterator[str]:
    for pattern, denied in _DENIALS[case.language]:
        if re.search(pattern, case.claim):
            yield re.sub(pattern, denied, case.claim, count=1)
            return


def _swap(text: str, start: int, end: int, other: str) -> str:
    return text[:start] + other + text[end:]


_CHANGES: dict[Change, Callable[[TrueClaim], Iterator[str]]] = {
    "digit": _digits,
    "date": _dates,
    "name": _names,
    "unit": _units,
    "not": _denials,
}
