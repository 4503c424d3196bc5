"""What stands around a quote in its document: whether it says alone what it says there. Pure.

"The rumour that the court fined the town is false" has the words "the court fined the town". So has
an order to a machine to say so.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from llama_index.core.schema import TextNode

from bot.answers import Why
from bot.grounding import GroundedQuote
from ingest.documents import Span
from ingest.orders import find_orders
from ingest.passages import (
    document_of,
    metadata_of,
    sentences_of,
    span_of,
    title_path_of,
    words_at,
)

_CUES = Path(__file__).with_name("surroundings.toml")
_WORD = re.compile(r"(?:qu|[nsd])'(?=\w)|\w+(?:'\w+)?")
_MIN_INTRODUCTION = 3
"""Words before a colon: fewer are the name of a column, or of who speaks."""
_INTRODUCED = re.compile(r"([^\n:]*):[\s\"'“”„«»‘’`*_]*\Z")


def find_frame(quote: GroundedQuote) -> Why | None:
    """Tell why a quote can't be taken at its word, if it can't."""
    if gives_order(quote):
        return Why.ADDRESSED
    around = _sentences_around(quote)
    left = words_at(quote.passage, Span(around.start, quote.span.start))
    right = words_at(quote.passage, Span(quote.span.end, around.end))
    if _asks(quote.passage, around) or _is_reported(left, quote) or _is_introduced(quote):
        return Why.CUT_OUT
    beside = {*_words(left), *_words(right)}
    return None if beside.isdisjoint(_cues("doubts") | _cues("orders")) else Why.CUT_OUT


def gives_order(quote: GroundedQuote) -> bool:
    """Whether a quote tells somebody to say something, or its passage orders a machine about."""
    first = next(_words(quote.text), "")
    return first in _cues("orders") or bool(find_orders(_all_words(quote.passage)))


def _all_words(passage: TextNode) -> str:
    """The words of a passage, and of all that is said of it."""
    about = metadata_of(passage)
    said = (title_path_of(passage), about.author, about.publisher, about.party)
    return "\n\n".join([*filter(None, said), document_of(passage), passage.text])


def _sentences_around(quote: GroundedQuote) -> Span:
    touched = [
        sentence for sentence in sentences_of(quote.passage) if sentence.overlaps(quote.span)
    ]
    start = min([quote.span.start, *(sentence.start for sentence in touched)])
    return Span(start, max([quote.span.end, *(sentence.end for sentence in touched)]))


def _asks(passage: TextNode, sentences: Span) -> bool:
    return words_at(passage, sentences).rstrip(" \n\"'”“»’)*_").endswith("?")


def _is_reported(left: str, quote: GroundedQuote) -> bool:
    """Whether something is said of it: "it is false that …"."""
    before, own = list(_words(left)), list(_words(quote.text))
    return not _cues("that").isdisjoint([*before[-1:], *own[:1]])


def _is_introduced(quote: GroundedQuote) -> bool:
    """Whether a clause with a colon goes before: "An invented example for schools: …"."""
    before = Span(span_of(quote.passage).start, quote.span.start)
    introduced = _INTRODUCED.search(words_at(quote.passage, before))
    return introduced is not None and len(list(_words(introduced[1]))) >= _MIN_INTRODUCTION


def _words(text: str) -> Iterator[str]:
    plain = text.casefold().replace("’", "'")
    return (match[0] for match in _WORD.finditer(plain))


@cache
def _cues(sort: str) -> frozenset[str]:
    """The cues of one sort, of all languages."""
    languages = tomllib.loads(_CUES.read_text("utf-8")).values()
    return frozenset(cue.casefold() for language in languages for cue in language[sort])
