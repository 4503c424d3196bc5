"""How it is said how much was found, and how much was looked through. Pure."""

from collections.abc import Sequence

from babel.numbers import format_decimal

from bot.answers import Citation, Searched
from bot.phrases import Phrases
from bot.render.origins import count_origins


def describe_check(citations: Sequence[Citation], phrases: Phrases) -> str:
    """Say how many quotes stand word for word in how many documents, and of how many origins."""
    count, documents = len(citations), len({citation.document for citation in citations})
    origins = count_origins(citations)
    if origins < documents:
        return phrases("verified_origins", quotes=count, documents=documents, origins=origins)
    key = "verified_single" if count == 1 else "verified_one" if documents == 1 else "verified"
    return phrases(key, quotes=count, documents=documents)


def describe_search(question: str, searched: Searched, phrases: Phrases) -> str:
    """Say what was looked for in how much."""
    key = "searched_one" if searched.documents == 1 else "searched"
    return phrases(key, question=question, documents=searched.documents, passages=searched.passages)


def say_more(count: int, phrases: Phrases) -> str:
    """Say, in small, how many more there are than are listed."""
    return "-# " + phrases("more", count=count)


def say_number(number: float, phrases: Phrases, pattern: str = "0.00") -> str:
    """Write a number as the language writes it; `pattern` as CLDR spells patterns."""
    return str(format_decimal(number, pattern, locale=phrases.language))
