"""PDF: its text in the order in which it is read, with pages, and headings by its bookmarks.

PDFium finds the lines (see `ingest.readers.pdfium`); pages that are pictures go through OCR, if the
extra `ocr` is installed. The file's date is not taken: it says when the file was made.
"""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.errors import (
    DamagedDocumentError,
    DocumentError,
    EncryptedDocumentError,
    LongDocumentError,
    ScannedDocumentError,
    SwollenDocumentError,
    printable,
)
from ingest.readers.confined import run_confined
from ingest.readers.content import Content
from ingest.readers.layout import find_paragraphs
from ingest.readers.lines import Line, drop_running
from ingest.readers.pdfium import MAX_PAGES
from ingest.readers.typesetting import set_text

MEMORY_MB = 1000
"""PDFium takes some 100 for the largest file that is honest (see the tests of this limit)."""
TIME_S = 120.0
"""Twenty times what 10,000 pages of text take."""
OCR_MEMORY_MB = 4000
"""ONNX Runtime and OpenCV reserve more than they use, and all of it counts."""
OCR_TIME_S, OCR_PAGE_TIME_S = 60.0, 20.0
"""To load the networks, and for each page: some ten times what it takes two idle cores."""
MAX_LINES = 1000
"""Of a page on which bookmarks are looked for, one by one: no page of print has more."""
MAX_HEADING_LINES = 4
MAX_TITLE_CHARS = 300

_LOG = logging.getLogger(__name__)
_FOLDER = Path(__file__).parent
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0xAD: None, 0xFFFF: None,
}  # fmt: skip
"""Type-setting that no one could type into a question; and soft hyphens."""
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")
_RUBBISH = re.compile(
    r"microsoft .*|powerpoint.*|untitled.*|unbenannt.*|sans titre.*|(?:document|dokument)\s*\d*"
    r"|.*\.(?:docx?|pdf|tex|dvi|ps|indd|qxd|pptx?|xlsx?|rtf|odt|html?|txt|tiff?|jpe?g|wpd|fm)"
    r"|\S*[_/\\]\S*|[\W\d_]*|https?:.*"
    r"|\W*(?:admin|administrator|user|owner|unknown|anonymous|author|root)\w?\W*",
    re.IGNORECASE | re.DOTALL,
)
"""What programs put into the fields of a file that nobody filled in."""
_LETTERS = re.compile(r"[^\W\d_]+")


def read_pdf(path: str, data: bytes) -> Content:
    """Take the text of a PDF, or of the pictures of text in it.

    Raises: EncryptedDocumentError, DamagedDocumentError, SwollenDocumentError, SlowDocumentError,
    LongDocumentError; ScannedDocumentError, if there are only pictures and no OCR.
    """
    found = _run("pdfium.py", path, data, MEMORY_MB, TIME_S)
    printed = [page["lines"] for page in found["pages"]]
    for number, lines in _read_pictures(path, data, found["pages"]).items():
        printed[number] = lines or printed[number]
    pages = [_lines(lines, number) for number, lines in enumerate(printed)]
    marked = _mark_headings(drop_running(pages), found["outline"])
    text, headings, places = set_text(find_paragraphs(marked))
    return Content(text, headings, _front(found), places=places)


def _run(
    script: str, path: str, data: bytes, memory_mb: int, time_s: float, extra: str = ""
) -> dict[str, Any]:
    found = run_confined(
        _FOLDER / script, data, path=path, kind="PDF", memory_mb=memory_mb, time_s=time_s,
        extra=extra,
    )  # fmt: skip
    if "error" in found:
        raise _error(path, found)
    return found


def _read_pictures(path: str, data: bytes, pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Read the pages that are pictures: their lines by number.

    Raises: ScannedDocumentError or DamagedDocumentError, if no page has text and none can be read.
    """
    numbers = [number for number, page in enumerate(pages) if page["scanned"]]
    read: dict[int, list[Any]] = {}
    if numbers and find_spec("rapidocr"):
        time_s = OCR_TIME_S + OCR_PAGE_TIME_S * len(numbers)
        extra = ",".join(map(str, numbers))
        found = _run("ocr.py", path, data, OCR_MEMORY_MB, time_s, extra)
        read = dict(zip(numbers, found["pages"], strict=True))
    _report_lost(path, [read.get(n) or page["lines"] for n, page in enumerate(pages)], pages)
    return read


def _report_lost(path: str, lines: Sequence[Any], pages: Sequence[Any]) -> None:
    """Say which pages have no words though something is on them; raise, if none has any."""
    lost = [page["scanned"] or page["broken"] for page in pages]
    numbers = [str(n) for n, page in enumerate(lost, 1) if page and not lines[n - 1]]
    if numbers and not any(lines):
        is_scanned = any(page["scanned"] for page in pages)
        raise ScannedDocumentError(path=path) if is_scanned else _error(path, {"error": "damaged"})
    if numbers:
        _LOG.warning("%s: nothing can be read on page %s.", printable(path), ", ".join(numbers))


def _error(path: str, found: Mapping[str, Any]) -> DocumentError:
    if found["error"] == "encrypted":
        return EncryptedDocumentError(path=path)
    if found["error"] == "long":
        return LongDocumentError(path=path, pages=found["pages"], limit=MAX_PAGES)
    if found["error"] == "swollen":
        return SwollenDocumentError(path=path, limit=found["megabytes"])
    reason = "it has no pages, or is not whole"
    return DamagedDocumentError(path=path, kind="PDF", reason=reason)


def _lines(found: Iterable[Sequence[Any]], page: int) -> list[Line]:
    lines = []
    for text, left, right, baseline, size, is_cut in found:
        words = " ".join(text.split())
        hyphen = _HYPHENATED.search(words)
        words = (words[: hyphen.start()] if hyphen else words).translate(_LIGATURES)
        if words:
            cut = is_cut or hyphen is not None
            lines.append(Line(words, page, left, right, baseline, max(size, 0.1), is_cut=cut))
    return lines


def _mark_headings(pages: list[list[Line]], outline: Iterable[Sequence[Any]]) -> list[list[Line]]:
    """Find the bookmarks' words on their pages; a bookmark that isn't there word for word is no
    heading.
    """
    marked = [list(page) for page in pages]
    letters: dict[int, list[str]] = {}
    for level, title, number in outline:
        if number >= len(pages) or len(pages[number]) > MAX_LINES:
            continue
        if number not in letters:
            letters[number] = [_letters(line.text) for line in pages[number]]
        if span := _find(_letters(title), letters[number]):
            for at in range(*span):
                line = marked[number][at]
                marked[number][at] = replace(line, level=level, title=f"{level} {title}")
                letters[number][at] = ""
    return marked


def _find(words: str, letters: Sequence[str]) -> tuple[int, int] | None:
    """Find the first lines that have these words, and no others, and are of no heading yet."""
    for first, begins in enumerate(letters):
        if begins and words.startswith(begins):
            for last in range(first, min(first + MAX_HEADING_LINES, len(letters))):
                if "".join(letters[first : last + 1]) == words:
                    return first, last + 1
    return None


def _letters(text: str) -> str:
    """Numbers of chapters may stand in one and not in the other."""
    return "".join(_LETTERS.findall(text.translate(_LIGATURES))).casefold()


def _front(found: Mapping[str, Any]) -> dict[str, str]:
    """Title and author as the file has them, unless nobody ever wrote them."""
    named = {name: " ".join((found[name] or "").split()) for name in ("title", "author")}
    return {
        name: words
        for name, words in named.items()
        if len(words) <= MAX_TITLE_CHARS and not _RUBBISH.fullmatch(words)
    }
