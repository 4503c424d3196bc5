"""HTML as a tree: in which characters, and how deep at most. Parsed by lxml; nothing is fetched."""

import codecs
import re
from typing import TYPE_CHECKING

from ingest.errors import BinaryDocumentError, DamagedDocumentError, EncodingDocumentError
from ingest.readers.text import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(
    rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w:.-]+)"
    rb"|^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w:.-]+)",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Browsers show what follows it, as in pages that a program has put together; lxml drops it."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What https://encoding.spec.whatwg.org/#names-and-labels reads these names as."""
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Python's own, which no page is written in."""
_MAX_ELEMENTS = 1_000_000
"""Each takes some 400 bytes of memory: the shortest ones would make a gigabyte of 20 megabytes."""
_MAX_ATTRIBUTES = 5000
"""Of one element: libxml2 compares each with all before it."""
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_EMPTY = "<html><body></body></html>"


def decode_html(path: str, data: bytes) -> str:
    """Decode by byte order mark, else by what the page declares, else as UTF-8.

    Raises: BinaryDocumentError, EncodingDocumentError.
    """
    declared = _DECLARED.search(data, 0, _HEAD_BYTES)
    codec = _codec(declared[1] or declared[2]) if declared else "utf-8"
    if data.startswith(_MARKS) or codec == "utf-8":
        return decode(path, data)
    if (offset := data.find(0)) >= 0:
        raise BinaryDocumentError(path=path, offset=offset)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        byte, offset = data[error.start], error.start
        raise EncodingDocumentError(path=path, encoding=codec, byte=byte, offset=offset) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_html(path: str, text: str) -> "_Element":
    """Parse a page, whole or a piece of one. Raises: DamagedDocumentError."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring  # trafilatura takes no other elements

    if any(_count_attributes(tag[0]) > _MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        reason = f"an element in it has more than {_MAX_ATTRIBUTES:,} attributes"
        raise DamagedDocumentError(path=path, kind="HTML", reason=reason)
    text = _PAGE_END.sub("", text)
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace") or b"<p>", parser=parser)
    except ParserError:  # of a page without any element or word
        tree = document_fromstring(_EMPTY)
    if any("depth" in entry.message for entry in parser.error_log):
        raise DamagedDocumentError(path=path, kind="HTML", reason="it is nested too deeply")
    count = tree.xpath("count(//*)")
    if isinstance(count, float) and count > _MAX_ELEMENTS:
        reason = f"it has more than {_MAX_ELEMENTS:,} elements"
        raise DamagedDocumentError(path=path, kind="HTML", reason=reason)
    return tree


def _count_attributes(tag: str) -> int:
    return len(_VALUE.sub("", tag).split())


def _codec(name: bytes) -> str:
    try:
        codec = codecs.lookup(name.decode("ascii")).name
        " ".encode(codec)  # not of zlib, which Python calls a codec as well
    except (LookupError, UnicodeError):
        return "utf-8"
    # Who can read "utf-16" in a byte each is not reading UTF-16.
    is_other = codec.startswith("utf") or codec in _NO_CHARSETS
    return "utf-8" if is_other else _AS_BROWSERS.get(codec, codec)
