"""Where passages are cut: whole paragraphs up to a size, below their headings, never across them.

A heading is a paragraph of its own (the readers see to it) and is in no passage, but above it.
Pure: the same document gives the same passages, ids and offsets.
"""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import sentencex
from llama_index.core.schema import TextNode

from ingest.documents import Document, Heading, Span
from ingest.passages import make_passage

VERSION = 2
"""Another number is another chunking: the index is rebuilt."""
TARGET_CHARS = 800
"""The paragraphs of the calibration file, on which decisions 4 to 6 were measured, average 755."""
MAX_SENTENCE_CHARS = 400
"""What Discord's layout gives a quote; longer sentences are cut at a clause where they have one."""

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_LIST_ITEM = re.compile(r"^[^\S\n]*(?:[-*•‣–—]|\(?\d{1,3}[.)])[^\S\n]+", re.MULTILINE)
_CLAUSE_ENDS = (
    re.compile(r"\n"),
    re.compile(r"[;:]\s+|[。！？]\s*"),
    re.compile(r"[,，、]\s+"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True)
class _Block:
    """A paragraph's sentences and the headings above it."""

    sentences: tuple[Span, ...]
    headings: tuple[Heading, ...]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].start, self.sentences[-1].end)


def cut_passages(document: Document, target_chars: int = TARGET_CHARS) -> list[TextNode]:
    """Cut a document into passages, in order; what is marked as boilerplate is in none of them.

    `target_chars`: other sizes are for comparison alone; the fingerprint knows of one.
    """
    passages: list[TextNode] = []
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    for above, sentences in _group(_blocks(document), document.boilerplate, target_chars):
        headings = tuple(heading.title for heading in above)
        span = Span(sentences[0].start, sentences[-1].end)
        words = (headings, document.text[span.start : span.end])
        passages.append(make_passage(document, span, sentences, headings, seen[words]))
        seen[words] += 1
    return passages


def split_sentences(text: str, language: str | None) -> list[Span]:
    """Split a paragraph into sentences, none over MAX_SENTENCE_CHARS.

    By `sentencex` (Wikimedia), with items of a list apart.
    Returns: spans in `text` without white space at their ends; empty for white space alone.
    """
    starts = sorted({0, len(text), *(match.start() for match in _LIST_ITEM.finditer(text))})
    spans = []
    for start, end in pairwise(starts):
        mark = _LIST_ITEM.match(text, start, end)
        for sentence in _sentences(text, Span(mark.end() if mark else start, end), language):
            whole = Span(start, sentence.end)
            spans += [piece for piece in _cut_long(text, whole) if piece.start < piece.end]
            start = sentence.end
    return spans


def _sentences(text: str, span: Span, language: str | None) -> list[Span]:
    """Split without regard to lists; a `span` without words is one sentence."""
    boundaries = sentencex.get_sentence_boundaries(language or "en", text[slice(*span)])
    return [
        Span(span.start + boundary["start_index"], span.start + boundary["end_index"])
        for boundary in boundaries
    ] or [span]


def _blocks(document: Document) -> Iterator[_Block]:
    text, position = document.text, 0
    path: list[Heading] = []
    headings = deque(document.headings)
    breaks = [match.span() for match in _PARAGRAPH_BREAK.finditer(text)]
    for end, after in [*breaks, (len(text), len(text))]:
        paragraph, position = Span(position, end), after
        is_heading = False
        while headings and headings[0].span.start < paragraph.end:
            heading = headings.popleft()
            path = [*(upper for upper in path if upper.level < heading.level), heading]
            is_heading = True
        if is_heading:
            continue
        for piece in _outside(paragraph, document.boilerplate):
            sentences = split_sentences(text[piece.start : piece.end], document.metadata.language)
            if sentences:
                shifted = (Span(piece.start + a, piece.start + b) for a, b in sentences)
                yield _Block(tuple(shifted), tuple(path))


def _group(
    blocks: Iterable[_Block], boilerplate: tuple[Span, ...], target_chars: int
) -> Iterator[tuple[tuple[Heading, ...], list[Span]]]:
    """Gather blocks up to the target size; those over it are shared out evenly by sentence."""
    gathered: list[Span] = []
    above: tuple[Heading, ...] = ()
    for block in blocks:
        if gathered and not (
            block.headings == above
            and block.span.end - gathered[0].start <= target_chars
            and not any(gathered[-1].end <= mark.start < block.span.start for mark in boilerplate)
        ):
            yield above, gathered
            gathered = []
        above = block.headings
        *full, last = _share_out(block, target_chars)
        for sentences in full:
            yield above, [*gathered, *sentences]
            gathered = []
        gathered = [*gathered, *last]
    if gathered:
        yield above, gathered


def _share_out(block: _Block, target_chars: int) -> list[list[Span]]:
    length = block.span.end - block.span.start
    parts = -(-length // target_chars)
    shares: list[list[Span]] = [[]]
    for sentence in block.sentences:
        so_far = sentence.end - block.span.start
        if shares[-1] and so_far > len(shares) * length / parts and len(shares) < parts:
            shares.append([])
        shares[-1].append(sentence)
    return shares


def _cut_long(text: str, span: Span) -> Iterator[Span]:
    """Cut at the last clause end that leaves both sides some words; strip white space."""
    while True:
        span = _strip(text, span)
        if span.end - span.start <= MAX_SENTENCE_CHARS:
            yield span
            return
        window = Span(span.start + MAX_SENTENCE_CHARS // 4, span.start + MAX_SENTENCE_CHARS)
        cut = window.end
        for clause_end in _CLAUSE_ENDS:
            ends = [match.end() for match in clause_end.finditer(text, *window)]
            if ends:
                cut = ends[-1]
                break
        else:  # a letter keeps its marks: cut off, they would stand on nothing
            while cut > window.start and unicodedata.category(text[cut]).startswith("M"):
                cut -= 1
        yield _strip(text, Span(span.start, cut))
        span = Span(cut, span.end)


def _strip(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))


def _outside(span: Span, marks: tuple[Span, ...]) -> Iterator[Span]:
    start = span.start
    for mark in marks:
        if mark.end <= start or mark.start >= span.end:
            continue
        if start < mark.start:
            yield Span(start, mark.start)
        start = mark.end
    if start < span.end:
        yield Span(start, span.end)
