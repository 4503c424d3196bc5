"""What of an answer's claims is shown, whatever shows it: words, quotes, and what is said of both.

Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers import Answer, Citation, CitedClaim
from bot.phrases import Phrases
from bot.render.origins import group_quotes


@dataclass(frozen=True)
class ShownClaim:
    """A claim as it is shown."""

    text: str | None
    """None where the quotes are all that is said."""
    marks: str
    """"[1] [2]"."""
    quotes: list[list[Citation]]
    """Those that no claim before it shows, each with all its sources."""


def choose_shown(answer: Answer, max_quotes: int | None = None) -> Iterator[ShownClaim]:
    """Give each claim its words, and its first quotes that no claim before it has."""
    citations = {citation.n: citation for citation in answer.citations}
    seen: set[int] = set()
    for claim in answer.claims:
        quotes = group_quotes(citations[n] for n in claim.citations if n not in seen)[:max_quotes]
        seen.update(citation.n for quote in quotes for citation in quote)
        marks = " ".join(f"[{n}]" for n in claim.citations)
        text = None if _is_quote(claim, citations) else claim.text
        yield ShownClaim(text, marks, quotes)


def say_headline(answer: Answer, phrases: Phrases) -> str | None:
    """Say what the claims are, where they don't say it themselves."""
    if answer.disagreement:
        return phrases("disagree")
    citations = {citation.n: citation for citation in answer.citations}
    if all(_is_quote(claim, citations) for claim in answer.claims):
        return phrases("answered")
    return None


def say_notes(answer: Answer, phrases: Phrases) -> Iterator[str]:
    """Say what is to be known of how the answer came about."""
    if answer.is_cut_short:
        yield phrases("cut_short")
    if answer.fallback is not None:
        yield phrases(f"fallback_{answer.fallback}")


def _is_quote(claim: CitedClaim, citations: dict[int, Citation]) -> bool:
    return claim.text == citations[claim.citations[0]].quote
