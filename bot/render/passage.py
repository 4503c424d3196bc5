"""One page of "Passages": a whole passage, the quoted words marked in it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from llama_index.core.schema import TextNode

from bot.phrases import Phrases
from bot.render.citing import say_speaker
from bot.render.counting import say_number
from bot.render.escaping import escape, escape_line
from bot.render.excerpt import mark_words
from bot.render.fitting import BLUE, Container, contain
from bot.render.paging import Page, say_page
from bot.render.sources import describe_document, say_place
from ingest.documents import Metadata, Span
from ingest.passages import document_of, metadata_of, passage_id, place_of, span_of

MAX_TITLE_CHARS = 250
MAX_SPEAKER_CHARS = 120
MAX_BODY_CHARS = 2800
"""Escaped; what is over it is cut off around the quoted words."""


@dataclass(frozen=True)
class ShownPassage:
    """A passage that an answer rests on, or came near to."""

    passage: TextNode
    score: float
    quoted: Mapping[int, Span] = field(default_factory=dict)
    """By number of the citation: where in the document's text its quote stands."""
    index: str = ""
    """Fingerprint of the index that the answer is from; empty if nothing is known of that."""


def render_passage(shown: ShownPassage, page: Page, phrases: Phrases) -> Container:
    """Lay out a passage; who has the buttons to turn pages adds them."""
    about, path = metadata_of(shown.passage), document_of(shown.passage)
    marks = "".join(f"[{n}] " for n in sorted(shown.quoted))
    title = escape_line(about.title or path, MAX_TITLE_CHARS)
    head = f"**{marks}{title}**\n-# {_describe(about, _place(shown, phrases), phrases)}"
    body = mark_words(shown.passage.text, _within(shown), MAX_BODY_CHARS)
    return contain([((head,),), ((body,), (_foot(shown, page, phrases),))], BLUE)


def _describe(about: Metadata, place: str, phrases: Phrases) -> str:
    speaker = say_speaker(about, phrases, MAX_SPEAKER_CHARS)
    return " · ".join([speaker, *map(escape, describe_document(about, phrases, place))])


def _place(shown: ShownPassage, phrases: Phrases) -> str:
    """Where its first quote begins; where the passage does, if no words of it are quoted."""
    span = min(_inside(shown), default=span_of(shown.passage))
    return say_place(place_of(shown.passage, span), phrases)


def _foot(shown: ShownPassage, page: Page, phrases: Phrases) -> str:
    ident = phrases("passage_id", id=passage_id(shown.passage))
    score = phrases("passage_score", score=say_number(shown.score, phrases))
    index = phrases("passage_index", index=escape(shown.index)) if shown.index else ""
    return "-# " + " · ".join(filter(None, [say_page(page, phrases), ident, score, index]))


def _within(shown: ShownPassage) -> Iterator[Span]:
    """Quotes as spans of the passage's own text: one may reach beyond it."""
    begin = span_of(shown.passage).start
    return (Span(start - begin, end - begin) for start, end in _inside(shown))


def _inside(shown: ShownPassage) -> Iterator[Span]:
    passage = span_of(shown.passage)
    for span in shown.quoted.values():
        start, end = max(span.start, passage.start), min(span.end, passage.end)
        if start < end:
            yield Span(start, end)
