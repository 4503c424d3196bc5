"""How blocks become one text: a blank line between two, headings with their place."""

from collections.abc import Iterable
from typing import NamedTuple

from ingest.documents import Heading, Span


class Block(NamedTuple):
    """A paragraph, an item of a list, a row of a table or a heading; no blank line in it."""

    words: str
    level: int = 0
    """Of a heading, from 1; 0 if it is none."""


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Heading, ...]]:
    """Put a blank line between two blocks; those without words are left out."""
    texts: list[str] = []
    headings: list[Heading] = []
    length = 0
    for words, level in blocks:
        if not words.strip():
            continue
        start = length + 2 if texts else 0
        length = start + len(words)
        texts.append(words)
        if level:
            headings.append(Heading(level, words, Span(start, length)))
    return "\n\n".join(texts), tuple(headings)
