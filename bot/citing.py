"""How marks are numbered: by order of appearance, one number for one stretch of a document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from llama_index.core.schema import TextNode

from bot.answers import Citation, CitedClaim
from bot.grounding import GroundedClaim, GroundedQuote
from bot.origins import find_copies
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
    sources: list[TextNode] = []
    cited = []
    for claim in claims:
        marks = []
        for quote in claim.quotes:
            place = (document_of(quote.passage), *quote.span)
            if place not in numbers:
                numbers[place] = len(numbers) + 1
                score = scores.get(passage_id(quote.passage), 0.0)
                origin = _find_origin(quote.passage, sources, citations)
                citations.append(cite(quote, numbers[place], score, origin))
                sources.append(quote.passage)
            if numbers[place] not in marks:
                marks.append(numbers[place])
        cited.append(
            CitedClaim(
                text=claim.text,
                citations=tuple(marks),
                said_by=claim.said_by,
                value=claim.value,
            )
        )
    return tuple(cited), tuple(citations)


def cite(quote: GroundedQuote, n: int, score: float, same_origin_as: int | None = None) -> Citation:
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
        same_origin_as=same_origin_as,
    )


def _find_origin(
    passage: TextNode, sources: Sequence[TextNode], citations: Sequence[Citation]
) -> int | None:
    """The first citation of which the passage is a copy; `sources`: the citations' passages."""
    copies = find_copies(passage, sources)
    if not copies:
        return None
    first = citations[copies[0]]
    return first.same_origin_as or first.n


def _place(quote: GroundedQuote) -> dict[str, Any]:
    """Where the quote begins, under the name of its kind; None under the others."""
    place = place_of(quote.passage, quote.span)
    return {kind.value: place.value if place and place.kind is kind else None for kind in PlaceKind}
