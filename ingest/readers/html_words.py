"""The words of an HTML element, block by block, as its rendered page shows them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.blocks import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADINGS = {f"h{level}": level for level in range(1, 7)}
NOT_WORDS = frozenset(
    [
        "applet",
        "area",
        "audio",
        "base",
        "canvas",
        "datalist",
        "dialog",
        "embed",
        "frame",
        "frameset",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "meta",
        "meter",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "option",
        "optgroup",
        "param",
        "progress",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    ]
)
"""Elements that show no words of the page: machinery, and what is there to be pressed."""
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "ul",
    ]
)
_IN_ROW = ("table", "ul", "ol", "dl", "pre", "blockquote", *HEADINGS)
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?"
    r"|font-size\s*:\s*0[a-z%]*)\s*(?:!\s*important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\0"
_LINE = re.compile(rf" ?{_BREAK} ?")
_PARAGRAPH = re.compile(rf"{_BREAK}(?: ?{_BREAK})+")


def is_hidden(element: "_Element") -> bool:
    """Whether the element itself says that it is not shown. Style sheets are not looked at."""
    if not isinstance(element.tag, str):
        return True  # a comment or a processing instruction
    return (
        element.tag in NOT_WORDS
        or (element.tag == "button" and not _is_in_heading(element))
        or "hidden" in element.attrib
        or bool(_HIDING.search(element.get("style") or ""))
    )


def read_blocks(root: "_Element") -> Iterator[Block]:
    """Yield the blocks in an element that are shown; pictures have no words.

    A row of a table is a line of its cells, unless a cell holds more than a paragraph: there the
    table is how the page is laid out. Two line breaks part two blocks.
    """
    from lxml.etree import iterwalk

    writer = _Writer()
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and not is_hidden(element):
            yield from writer.open(element)
            continue
        if event == "start":
            walk.skip_subtree()
        elif event == "end" and not is_hidden(element):
            yield from writer.close(element)
        if event != "start" and element is not root:
            writer.write(element.tail)
    yield from writer.flush()


class _Writer:
    """Gathers what is between the borders of two blocks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._level = 0
        self._preformatted = 0
        self._row: _Element | None = None
        self._cells: list[str] = []

    def write(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._preformatted else _SPACE.sub(" ", text))

    def open(self, element: "_Element") -> Iterator[Block]:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n" if self._preformatted else _BREAK)
        elif tag == "tr" and self._row is None and _is_line(element):
            yield from self.flush()
            self._row, self._cells = element, []
        elif tag in ("td", "th") and self._row is not None:
            self._parts.clear()
        elif _is_block(element):
            yield from self.flush()
            self._level = HEADINGS.get(str(tag), self._level)
            self._preformatted += tag == "pre"
        self.write(element.text)

    def close(self, element: "_Element") -> Iterator[Block]:
        tag = element.tag
        if element is self._row:
            self._row = None
            self._parts.clear()
            yield Block(" | ".join(self._cells) if any(self._cells) else "")
        elif tag in ("td", "th") and self._row is not None:
            self._cells.append(_SPACE.sub(" ", self._take().replace(_BREAK, " ")).strip())
        elif _is_block(element):
            yield from self.flush()
            if tag in HEADINGS:
                self._level = 0
            self._preformatted -= tag == "pre"

    def flush(self) -> Iterator[Block]:
        """End a block; in a row, only a word."""
        if self._row is not None:
            self._parts.append(" ")
            return
        words = self._take()
        if self._preformatted:
            yield Block(words.strip("\n").rstrip())
        elif self._level:
            yield Block(_SPACE.sub(" ", words.replace(_BREAK, " ")).strip(), self._level)
        else:
            for paragraph in _PARAGRAPH.split(words):
                yield Block(_LINE.sub("\n", paragraph).strip())

    def _take(self) -> str:
        words = "".join(self._parts)
        self._parts.clear()
        return words if self._preformatted else _SPACE.sub(" ", words)


def _is_block(element: "_Element") -> bool:
    tag = element.tag
    return tag in _BLOCKS or tag in HEADINGS or tag in ("pre", "tr", "td", "th")


def _is_in_heading(element: "_Element") -> bool:
    """As the headings that unfold a section."""
    return next(element.iterancestors(*HEADINGS, "summary"), None) is not None


def _is_line(row: "_Element") -> bool:
    if next(row.iter(*_IN_ROW), None) is not None:
        return False
    return all(sum(1 for _ in cell.iter("p")) < 2 for cell in row.iter("td", "th"))
