"""The dates, numbers and names of a text as it writes them, each with what it comes to. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.dates import Date
from bot.answering.names import find_names, spell
from bot.support.quantities import Quantity, read_values


@dataclass(frozen=True)
class Number:
    """A number: "1.65 trillion dollars" is 1650000000000, of dollars."""

    text: str
    quantity: Quantity

    def is_same(self, other: "Number") -> bool:
        """Whether both say as many of the same."""
        return self.quantity.agrees(other.quantity)

    def is_alike(self, other: "Number") -> bool:
        """Whether one may stand in the place of the other."""
        one, two = self.quantity, other.quantity
        return one.unit == two.unit and one.is_rank == two.is_rank


@dataclass(frozen=True)
class Details:
    """What a text has that can be compared, in order, each as it is written."""

    dates: tuple[tuple[str, Date], ...]
    numbers: tuple[Number, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    """Words that stand side by side are one name; with it, those that tell it, by sound."""


def find_details(text: str, language: str | None) -> Details:
    """Find what of a text can be compared."""
    quantities, dated = read_values(text, language or "")
    return Details(
        dates=tuple((text[each.start : each.end].strip(), each.date) for each in dated),
        numbers=tuple(Number(text[each.start : each.end].strip(" ."), each) for each in quantities),
        names=tuple(_names(text, language)),
    )


def _names(text: str, language: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    words = find_names(text, language)
    if not words:
        return
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    run = re.compile(rf"\b(?:{either})\b(?:[ \u00a0-](?:{either})\b)*")
    for name in dict.fromkeys(match[0] for match in run.finditer(text)):
        parts = re.split("[ \u00a0-]", name)
        # A German name may have a noun before it: "das Unternehmen Corvalia".
        yield name, tuple(map(spell, parts[-1:] if language == "de" else parts))
