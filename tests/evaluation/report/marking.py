"""Text with the words that were expected, and those that were quoted, marked. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import Markup, escape

from ingest.documents import Span
from ingest.errors import harmless
from tests.evaluation.questions import Words


def find_words(answers: Iterable[Words], document: str, text: str) -> list[Span]:
    """Find what of the expected words stands in a text of a document; white space is all alike."""
    return [
        Span(*match.span())
        for words in answers
        if words.document == document and words.quote.strip()
        for match in re.finditer(_any_space(words.quote), text)
    ]


def mark(text: str, expected: Iterable[Span], quoted: Iterable[Span] = ()) -> Markup:
    """Escape a text, with its expected spans in `mark` and its quoted ones in `u`."""
    both = [*expected], [*quoted]
    return Markup("").join(
        _wrap(text[start:end], *(_covers(spans, start) for spans in both))
        for start, end in _pieces(len(text), [span for spans in both for span in spans])
    )


def _any_space(quote: str) -> str:
    return r"\s+".join(map(re.escape, quote.split()))


def _pieces(length: int, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Cut so that no piece is partly in a span."""
    inside = {at for span in spans for at in span if 0 < at < length}
    cuts = sorted({0, length} | inside)
    return pairwise(cuts)


def _covers(spans: Iterable[Span], at: int) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _wrap(text: str, is_expected: bool, is_quoted: bool) -> Markup:
    markup = escape(harmless(text))
    if is_quoted:
        markup = Markup("<u>{}</u>").format(markup)
    return Markup("<mark>{}</mark>").format(markup) if is_expected else markup
