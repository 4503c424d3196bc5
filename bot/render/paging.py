"""Which page of how many. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.phrases import Phrases

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """One page of several, both counted from 1."""

    number: int
    pages: int


def count_pages(total: int, size: int) -> int:
    """Count the pages that `total` things take; nothing takes one, to say so."""
    return max(1, -(-total // size))


def say_page(page: Page, phrases: Phrases) -> str:
    """Say "2 of 5"; nothing of an only page."""
    return "" if page.pages == 1 else phrases("page_of", number=page.number, pages=page.pages)


def turn_to(number: int, total: int, size: int) -> Page:
    """The page asked for, or the nearest that there is: a list may have become shorter."""
    pages = count_pages(total, size)
    return Page(min(max(1, number), pages), pages)


def on_page(things: Sequence[T], page: Page, size: int) -> Sequence[T]:
    """What stands on a page."""
    return things[(page.number - 1) * size : page.number * size]


def say_title(title: str, page: Page, phrases: Phrases) -> str:
    """Write the title of a list, and which page of it this is."""
    return " · ".join(filter(None, [f"**{title}**", say_page(page, phrases)]))
