"""What the tests of support stand on: a quote from a document made for it."""

from bot.answers import Why
from bot.grounding import GroundedQuote
from bot.support.support import find_doubts
from ingest.documents import Document, Metadata, Span
from ingest.passages import make_passage


def quote(text: str, language: str, beside: str = "", **known: str) -> GroundedQuote:
    """A quote in a document of its language; `beside`: what the passage has behind it."""
    metadata = Metadata(language=language, **known)  # type: ignore[arg-type]
    document = Document("made.md", f"{text} {beside}".strip(), metadata, "hash")
    passage = make_passage(document, Span(0, len(document.text)), [], [], 0)
    return GroundedQuote(passage, Span(0, len(text)), text)


def doubts(claim: str, language: str, *quotes: GroundedQuote) -> set[Why]:
    """Why a claim is doubted."""
    return {doubt.why for doubt in find_doubts(claim, language, quotes)}
