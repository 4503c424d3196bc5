"""`/search`: passages as they were found, with their scores. Pure."""

from collections.abc import Sequence

from bot.phrases import Phrases
from bot.ranking import RankedPassage
from bot.render.citing import say_speaker
from bot.render.counting import say_number
from bot.render.escaping import escape_line, link
from bot.render.excerpt import mark_words
from bot.render.fitting import BLUE, GREY, Block, Container, contain
from bot.render.paging import Page, say_title
from ingest.documents import Span
from ingest.passages import document_of, metadata_of, span_of

FOUND_A_PAGE = 5
_MAX_QUERY_CHARS = 100
_MAX_SPEAKER_CHARS = 40
_MAX_TEXT_CHARS = 340
_MAX_URL_CHARS = 100


def render_found(
    query: str, found: Sequence[RankedPassage], page: Page, phrases: Phrases
) -> Container:
    """Lay out one page, at most FOUND_A_PAGE, each around its sentence closest to the query."""
    asked = escape_line(query, _MAX_QUERY_CHARS)
    if not found:
        return contain([((phrases("search_none", query=asked),),)], GREY)
    head = say_title(phrases("search_title", query=asked), page, phrases)
    first = (page.number - 1) * FOUND_A_PAGE + 1
    return contain([((head,),), *(_block(n, p, phrases) for n, p in enumerate(found, first))], BLUE)


def _block(nth: int, found: RankedPassage, phrases: Phrases) -> Block:
    about = metadata_of(found.passage)
    speaker = say_speaker(about, phrases, _MAX_SPEAKER_CHARS)
    title = link(about.title or document_of(found.passage), about.source, _MAX_URL_CHARS)
    text = mark_words(found.passage.text, _closest(found), _MAX_TEXT_CHARS)
    return ((f"{nth}\\. {title}\n-# {speaker} · {_scores(found, phrases)}", text),)


def _closest(found: RankedPassage) -> list[Span]:
    start = span_of(found.passage).start
    best = max(found.sentences, key=lambda sentence: sentence.similarity, default=None)
    return [Span(best.span.start - start, best.span.end - start)] if best else []


def _scores(found: RankedPassage, phrases: Phrases) -> str:
    return phrases(
        "search_scores",
        fused=say_number(found.fused, phrases),
        dense=say_number(found.dense, phrases),
        sentence=say_number(found.best_similarity, phrases),
        lexical=say_number(found.lexical, phrases),
    )
