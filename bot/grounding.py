"""What counts as verbatim. Pure; sees claims and passages only, so nothing can talk it round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import TextNode

from bot.answers import Claim, Dropped, Quote, Why
from bot.mending import mend_quote
from bot.stitching import is_stitched
from bot.typesetting import flatten
from ingest.documents import Span
from ingest.passages import document_of, passage_id, span_of, words_at


@dataclass(frozen=True)
class GroundedQuote:
    """A quote that was found: `text` are the document's own words at `span`."""

    passage: TextNode
    span: Span
    text: str

    def overlaps(self, other: "GroundedQuote") -> bool:
        """Whether both have words of a document in common."""
        is_same = document_of(self.passage) == document_of(other.passage)
        return is_same and self.span.overlaps(other.span)


@dataclass(frozen=True)
class GroundedClaim:
    """A claim with those of its quotes that were found; never without one."""

    text: str
    quotes: tuple[GroundedQuote, ...]
    corrects: bool = False
    """As `Claim.corrects`."""
    said_by: tuple[str, ...] = ()
    value: str | None = None
    """Both as in `CitedClaim`."""


@dataclass(frozen=True)
class Verdict:
    """What survives the check, in order, and what doesn't."""

    claims: tuple[GroundedClaim, ...]
    dropped: tuple[Dropped, ...]


def ground(claims: Iterable[Claim], retrieved: Sequence[TextNode]) -> Verdict:
    """Keep the claims that rest on words of the retrieved passages.

    A quote that is a careless copy is mended (`bot.mending`); one that isn't found is dropped, and
    a claim that is left without a quote is dropped whole.
    """
    passages: Mapping[str, TextNode] = {passage_id(passage): passage for passage in retrieved}
    kept: list[GroundedClaim] = []
    dropped: list[Dropped] = []
    for claim in claims:
        found = []
        for quote in claim.quotes:
            located = _locate(quote, passages)
            if isinstance(located, Why):
                dropped.append(Dropped(text=quote.text, why=located))
            else:
                found.append(located)
        if found:
            kept.append(GroundedClaim(claim.text, tuple(found), claim.corrects))
        elif not claim.quotes:
            dropped.append(Dropped(text=claim.text, why=Why.NO_QUOTE))
    return Verdict(tuple(kept), tuple(dropped))


def locate_quote(quote: str, passage: TextNode) -> Span | None:
    """Find where `passage` has the words of `quote`, forgiving only type-setting.

    Equal: composed and decomposed Unicode forms, kinds of apostrophes, quotation marks and
    hyphens, runs of white space, marks that are not seen. Not equal: case, spelling, an ellipsis,
    part of a word or number ("win" in "window", "won" in "won't", "65" in "1.65").

    Returns: half-open span in characters of `Document.text` (not of the passage), of the first
    place; None if it isn't there.
    """
    needle = flatten(quote).text
    haystack = flatten(passage.text)
    at = haystack.text.find(needle) if any(map(str.isalnum, needle)) else -1
    while at >= 0:
        end = at + len(needle)
        if haystack.is_whole(at, end):
            offset = span_of(passage).start
            return Span(offset + haystack.starts[at], offset + haystack.ends[end - 1])
        at = haystack.text.find(needle, at + 1)
    return None


def _locate(quote: Quote, passages: Mapping[str, TextNode]) -> GroundedQuote | Why:
    if not any(map(str.isalnum, quote.text)):
        return Why.EMPTY_QUOTE
    passage = passages.get(quote.passage)
    if passage is None:
        return Why.PASSAGE_NOT_RETRIEVED
    span = _find(quote.text, passage)
    if span is None:
        others = [other for name, other in passages.items() if name != quote.passage]
        return _classify(quote.text, passage, others)
    return GroundedQuote(passage, span, words_at(passage, span))


def _find(quote: str, passage: TextNode) -> Span | None:
    return locate_quote(quote, passage) or mend_quote(quote, passage)


def _classify(quote: str, named: TextNode, others: Sequence[TextNode]) -> Why:
    """Tell what words are that the passage they are said to stand in has not."""
    if any(_find(quote, other) for other in others):
        return Why.OTHER_PASSAGE
    return Why.STITCHED if is_stitched(quote, [named, *others]) else Why.NOT_VERBATIM
