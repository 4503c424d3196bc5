"""HTML: the words of a page's content, its headings, and what it says about itself."""

from collections.abc import Iterator

from ingest.readers.blocks import Block, join_blocks
from ingest.readers.content import Content
from ingest.readers.html_front import read_front
from ingest.readers.html_main import find_main
from ingest.readers.html_tree import decode_html, parse_html
from ingest.readers.html_words import read_blocks


def read_html(path: str, data: bytes) -> Content:
    """Take a page's content without navigation, scripts and what is hidden. Nothing is fetched.

    Raises: DocumentError.
    """
    front, blocks = read_page(path, decode_html(path, data))
    words, headings = join_blocks(blocks)
    if headings and headings[0].title in front.get("title", ""):
        del front["title"]  # with the site's name; a document is called what its heading says
    return Content(words, headings, front)


def read_page(path: str, text: str) -> tuple[dict[str, str], list[Block]]:
    """Take what a page says about itself, and its blocks. Raises: DamagedDocumentError."""
    tree = parse_html(path, text)
    front = read_front(tree)
    body = tree.find("body")
    return front, list(read_blocks(find_main(tree if body is None else body)))


def read_piece(path: str, text: str) -> Iterator[Block]:
    """Yield the blocks of a piece of HTML inside another text. Raises: DamagedDocumentError."""
    return read_blocks(parse_html(path, text))
