"""How marks are numbered: by order of appearance, one number for one stretch of a document."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.answers import Citation, CitedClaim
from bot.grounding import GroundedClaim, GroundedQuote
from ingest.documents import PlaceKind
from ingest.passages import (
    PassageId,
    content_hash_of,
    document_of,
    metadata_of,
    passage_id,
    place_of,
)


def number_citations(
    claims: Iterable[GroundedClaim], scores: Mapping[PassageId, float]
) -> tuple[tuple[CitedClaim, ...], tuple[Citation, ...]]:
    """Give each quoted stretch its number.

    Returns: the claims with their marks, and the citations in order of number, from 1. Every mark
    resolves to a citation and every citation is marked.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    cited = []
    for claim in claims:
        marks = []
        for quote in claim.quotes:
            place = (document_of(quote.passage), *quote.span)
            if place not in numbers:
                numbers[place] = len(numbers) + 1
                score = scores.get(passage_id(quote.passage), 0.0)
                citations.append(cite(quote, numbers[place], score))
            if numbers[place] not in marks:
                marks.append(numbers[place])
        cited.append(CitedClaim(text=claim.text, citations=tuple(marks)))
    return tuple(cited), tuple(citations)


def cite(quote: GroundedQuote, n: int, score: float) -> Citation:
    """Put a found quote beside what is known about its document."""
    metadata = metadata_of(quote.passage)
    return Citation(
        n=n,
        document=document_of(quote.passage),
        document_hash=content_hash_of(quote.passage),
        **metadata.model_dump(),
        **_place(quote),
        quote=quote.text,
        start=quote.span.start,
        end=quote.span.end,
        passage=passage_id(quote.passage),
        score=score,
    )


def _place(quote: GroundedQuote) -> dict[str, Any]:
    """Where the quote begins, under the name of its kind; None under the others."""
    place = place_of(quote.passage, quote.span)
    return {kind.value: place.value if place and place.kind is kind else None for kind in PlaceKind}
