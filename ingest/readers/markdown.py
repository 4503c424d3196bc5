"""Markdown: its words without its marks, block by block, with headings and front matter.

What is quoted from Markdown is what a reader of the rendered page would see. Parsed by
markdown-it-py (CommonMark and tables).
"""

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.documents import Heading, Span
from ingest.metadata import split_front_matter
from ingest.readers.content import Content
from ingest.readers.text import decode

_PARSER = MarkdownIt("commonmark").enable("table")


def read_markdown(path: str, data: bytes) -> Content:
    """Take the words of every block, a blank line between two; raw HTML and images are left out."""
    front, body = split_front_matter(path, decode(path, data))
    blocks: list[str] = []
    headings: list[Heading] = []
    length = 0
    for level, words in _blocks(_PARSER.parse(body)):
        if not words.strip():
            continue
        start = length + 2 if blocks else 0
        length = start + len(words)
        blocks.append(words)
        if level:
            headings.append(Heading(level, words, Span(start, length)))
    return Content("\n\n".join(blocks), tuple(headings), front)


def _blocks(tokens: Iterable[Token]) -> Iterator[tuple[int, str]]:
    """Yield each block's heading level (0: not a heading) and its words."""
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield 0, " | ".join(row)
            row = None
        elif token.type in ("fence", "code_block"):
            yield 0, token.content.rstrip("\n")
        elif token.type == "inline":
            words = _words(token.children or [])
            if row is None:
                yield level, words
            else:
                row.append(words)
            level = 0


def _words(children: Iterable[Token]) -> str:
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts).strip()
