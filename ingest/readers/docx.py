"""DOCX: paragraphs, headings, tables and footnotes in the order of the document.

python-docx opens the file and knows its styles; the words are taken here, since it leaves out those
of tracked insertions and content controls. Headers, footers, text boxes and comments are left out,
and what is deleted or hidden. When a file was saved is not when it was published.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocumentError, first_line
from ingest.readers.blocks import Block, join_blocks
from ingest.readers.content import Content
from ingest.readers.front import keep_valid
from ingest.readers.packed import check_packed

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.styles.style import BaseStyle
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _RUN, _TEXT = f"{_W}p", f"{_W}r", f"{_W}t"
_TABLE, _ROW, _CELL = f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK)
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOTES = {
    f"{_W}footnoteReference": f"{_RELATION}/footnotes",
    f"{_W}endnoteReference": f"{_RELATION}/endnotes",
}
_HEADING_NAME = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc [1-9]", re.IGNORECASE)
_MAX_STYLES = 20
"""A style may be based on another; two of a damaged file on each other."""

Styles = Mapping[str, "BaseStyle"]
"""By id, which a paragraph refers to."""
Notes = Mapping[tuple[str, str], str]
"""Words of each note, by the mark that refers to it and its number."""


def read_docx(path: str, data: bytes) -> Content:
    """Take the words of a document; a row of a table is a line, a note follows its paragraph.

    Raises: EncryptedDocumentError, SwollenDocumentError, DamagedDocumentError.
    """
    check_packed(path, data, "DOCX")
    try:
        document = _open(data)
        words, headings = join_blocks(_blocks(document, _read_notes(document)))
        return Content(words, headings, _read_front(document))
    except _library_errors() as error:
        raise DamagedDocumentError(path=path, kind="DOCX", reason=_reason(error)) from error


def _open(data: bytes) -> "Docx":
    from docx import Document

    return Document(io.BytesIO(data))


def _library_errors() -> tuple[type[Exception], ...]:
    """What python-docx raises where an archive lacks a part, has another's, or is cut short."""
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    unpacking = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
    return (*unpacking, OpcError, LxmlError, KeyError, ValueError, AttributeError, TypeError)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return "a part of it is missing"
    if isinstance(error, SyntaxError):  # as lxml's errors are
        return "a part of it is not whole XML"
    if isinstance(error, AttributeError | TypeError):
        return "a part of it is not what such a file has there"
    # Of a file of another sort, python-docx says where it lies in memory.
    return "it is no Word document" if "Word file" in str(error) else first_line(error).rstrip(".")


def _read_front(document: "Docx") -> dict[str, str]:
    from docx.opc.constants import RELATIONSHIP_TYPE

    relations = document.part.package.rels.values()
    if RELATIONSHIP_TYPE.CORE_PROPERTIES not in {relation.reltype for relation in relations}:
        return {}  # python-docx would fill in its own
    about = document.core_properties
    language = about.language.split("-")[0].lower()
    return keep_valid({"title": about.title, "author": about.author, "language": language})


def _read_notes(document: "Docx") -> Notes:
    from lxml.etree import XMLParser, fromstring

    notes = {}
    for mark, relation in _NOTES.items():
        parts = [r for r in document.part.rels.values() if r.reltype == relation]
        for part in parts:
            # As python-docx parses: an entity that holds others is not written out.
            root = fromstring(part.target_part.blob, XMLParser(resolve_entities=False))
            for note in root.iter(f"{mark.removesuffix('Reference')}"):
                paragraphs = (_words(paragraph) for paragraph in note.iter(_PARAGRAPH))
                notes[mark, note.get(f"{_W}id") or ""] = "\n".join(paragraphs).strip()
    return notes


def _blocks(document: "Docx", notes: Notes) -> Iterator[Block]:
    levels = {style.style_id: style for style in document.styles}
    for element in document.element.body.iter(_PARAGRAPH, _TABLE):
        if next(element.iterancestors(_TABLE, *_LEFT_OUT), None) is not None:
            continue
        if element.tag == _TABLE:
            yield from _rows(element)
        elif not _is_contents(element, levels):
            yield _paragraph(element, levels)
        for reference in element.iter(*_NOTES):
            yield Block(notes.get((str(reference.tag), reference.get(f"{_W}id") or ""), ""))


def _paragraph(element: "_Element", styles: Styles) -> Block:
    words, level = _words(element).strip(), _level(element, styles)
    return Block(" ".join(words.split()) if level else words, level)


def _rows(table: "_Element") -> Iterator[Block]:
    """A table in a cell is words of that cell."""
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is table:
            cells = [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
            texts = [" ".join(map(_words, cell.iter(_PARAGRAPH))).split() for cell in cells]
            yield Block(" | ".join(map(" ".join, texts)) if any(texts) else "")


def _words(paragraph: "_Element") -> str:
    parts = []
    for element in paragraph.iter(_TEXT, *_MARKS):
        run = next(element.iterancestors(_RUN), None)
        if run is None or _is_hidden(run):
            continue
        out = next(element.iterancestors(_PARAGRAPH, *_LEFT_OUT))
        if out is paragraph:
            parts.append(_MARKS.get(str(element.tag)) or element.text or "")
    return "".join(parts)


def _is_hidden(run: "_Element") -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _style(paragraph: "_Element", styles: Styles) -> "list[BaseStyle]":
    """The style of a paragraph, and those that it is based on."""
    mark = paragraph.find(f"{_W}pPr/{_W}pStyle")
    style = None if mark is None else styles.get(mark.get(f"{_W}val") or "")
    chain: list[BaseStyle] = []
    while style is not None and len(chain) < _MAX_STYLES:
        chain.append(style)
        style = getattr(style, "base_style", None)
    return chain


def _is_contents(paragraph: "_Element", styles: Styles) -> bool:
    """Whether it is a line of a table of contents, made from the headings."""
    return any(_CONTENTS_NAME.fullmatch(s.name or "") for s in _style(paragraph, styles))


def _level(paragraph: "_Element", styles: Styles) -> int:
    """Level of a heading, by its outline level or that of its style; 0 if it is none.

    Names of styles are in English in the file, whatever the program shows them as.
    """
    chain = _style(paragraph, styles)
    for element in (paragraph, *(style.element for style in chain)):
        mark = element.find(f"{_W}pPr/{_W}outlineLvl")
        if mark is not None:
            depth = int(mark.get(f"{_W}val") or 9)
            return depth + 1 if depth < 9 else 0
    for style in chain:
        if match := _HEADING_NAME.fullmatch(style.name or ""):
            return int(match[1])
    return 1 if any((style.name or "").lower() == "title" for style in chain) else 0
