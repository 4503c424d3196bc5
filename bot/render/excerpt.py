"""How words are marked in a text, and which part of it is shown if it is long. Pure."""

import re
from collections.abc import Iterable, Iterator

from bot.render.escaping import escape
from ingest.documents import Span

_MARKED = re.compile(r"\S.*\S|\S")
"""What of each line is marked, by itself; white space at its ends is not."""
_SPACE = re.compile(r"\s+")
_LAST_SPACE = re.compile(r"\s+\S*\Z")


def mark_words(text: str, spans: Iterable[Span], max_chars: int) -> str:
    """Escape a text, its words at `spans` bold and underlined.

    Over `max_chars` (escaped), what is furthest from the spans is cut off, with an ellipsis.
    """
    merged = _merge(text, spans)
    low, high = 0, len(text)
    while low < high:  # the most characters that fit: escaping can double some and others not
        middle = (low + high + 1) // 2
        fits = len(_render(text, merged, _window(text, merged, middle))) <= max_chars
        low, high = (middle, high) if fits else (low, middle - 1)
    return _render(text, merged, _to_words(text, merged, _window(text, merged, low)))


def _merge(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or have only white space between: marks that touch show as stars."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip():
            span = Span(merged[-1].start, max(merged.pop().end, span.end))
        merged.append(span)
    return merged


def _window(text: str, spans: list[Span], size: int) -> Span:
    """The `size` characters of a text that have the spans in their middle."""
    start, end = (spans[0].start, spans[-1].end) if spans else (0, 0)
    around = max(0, size - (end - start))
    begin = max(0, min(start - around // 2, len(text) - size))
    return Span(begin, begin + size)


def _to_words(text: str, spans: list[Span], window: Span) -> Span:
    """Begin and end a window between words, where that leaves the spans whole."""
    start, end = (spans[0].start, spans[-1].end) if spans else (window.start, window.start)
    begin, stop = window
    if begin and (space := _SPACE.search(text, begin - 1, max(begin, start))):
        begin = space.end()
    if stop < len(text) and (space := _LAST_SPACE.search(text, min(stop, end), stop + 1)):
        stop = space.start()
    return Span(begin, stop)


def _render(text: str, spans: list[Span], window: Span) -> str:
    before = "… " if window.start else ""
    after = " …" if window.end < len(text) else ""
    return f"{before}{''.join(_parts(text, spans, window))}{after}"


def _parts(text: str, spans: list[Span], window: Span) -> Iterator[str]:
    done = window.start
    for span in spans:
        start, end = max(span.start, done), min(span.end, window.end)
        if start < end:
            yield escape(text[done:start])
            yield _MARKED.sub(_mark, text[start:end])
            done = end
    yield escape(text[done : window.end])


def _mark(words: re.Match[str]) -> str:
    return f"**__{escape(words[0])}__**"
