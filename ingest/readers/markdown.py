"""Markdown: its words without its marks, block by block, with headings and front matter.

What is quoted from Markdown is what a reader of the rendered page would see. Parsed by
markdown-it-py (CommonMark, tables, and what GitHub adds: strikethrough, task lists, footnotes).
"""

from collections.abc import Iterable, Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from ingest.metadata import split_front_matter
from ingest.readers.blocks import Block, join_blocks
from ingest.readers.content import Content
from ingest.readers.html import read_piece
from ingest.readers.text import decode

# A footnote stays where it is written: so does one that nothing refers to.
# What is nested deeper than `maxNesting` is dropped: of the 20 that are usual, a list takes two.
_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": 100})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin, inline=False, move_to_end=False)
    .use(tasklists_plugin)
)
_BOX = '<input class="task-list-item-checkbox"'


def read_markdown(path: str, data: bytes) -> Content:
    """Take the words of every block, those of raw HTML too; pictures are left out.

    Raises: DocumentError.
    """
    front, body = split_front_matter(path, decode(path, data))
    text, headings = join_blocks(_blocks(path, _PARSER.parse(body)))
    return Content(text, headings, front)


def _blocks(path: str, tokens: Iterable[Token]) -> Iterator[Block]:
    level = 0
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Block(" | ".join(row))
            row = None
        elif token.type in ("fence", "code_block"):
            yield Block(token.content.rstrip("\n"))
        elif token.type == "html_block":
            yield from read_piece(path, token.content)
        elif token.type == "inline":
            words = _words(path, token.children or [])
            if row is None:
                yield Block(words, level)
            else:
                row.append(words)
            level = 0


def _words(path: str, children: list[Token]) -> str:
    children = [child for child in children if not child.content.startswith(_BOX)]
    if any(child.type == "html_inline" for child in children):
        html = "".join(_as_html(child) for child in children)
        return "\n".join(block.words for block in read_piece(path, html)).strip()
    return "".join(map(_text, children)).strip()


def _as_html(child: Token) -> str:
    """Whether what stands between two tags is shown is for HTML to say."""
    if child.type == "html_inline":
        return child.content
    return escape(_text(child)).replace("\n", "<br>")


def _text(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    return child.content if child.type in ("text", "code_inline") else ""
