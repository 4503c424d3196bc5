"""PDFium's part of reading a PDF: a program of its own, which imports nothing of ours.

Bytes of a PDF on standard input, one JSON object on standard output. It runs apart because PDFium
trusts what it reads: it would take 4 GB for a file of 5 kB, hours for one of 3 kB, or crash.
"""

import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator
from typing import Any

MAX_PAGES = 10_000
"""As many as the largest file may have (`ingest.folder`); a page tree can claim any number."""
MAX_CHARS = 20_000_000
"""As many as the largest text may have."""
MIN_TEXT_CHARS = 200
"""A scanned page may have a stamp or a court's header as text; a page with more is no scan."""
MIN_PICTURE_SHARE = 0.5
"""Of a page's area: less is an illustration."""
_MAX_OBJECTS = 200
"""Looked at on a page for a picture of it all: a scan has a few."""
_MAX_OUTLINE = 5000
_HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line."""
_PRINTED = re.compile(r"[^\s\ufffe](?:[^\r\n\ufffe]*[^\s\ufffe])?")
"""What of a line can be seen."""
_SPACE = re.compile(r"\s+")


class Refused(Exception):  # noqa: N818 - no error of ours: it never leaves this process
    """What is wrong, as the object that is printed."""


def read(data: bytes) -> dict[str, Any]:
    """Read the lines of every page, and what the file says of itself.

    A line is [text, left, right, baseline, size of its type, whether it ends in a hyphen that is
    left out], in points from the lower left of the page as it is shown.
    """
    document = open_document(data)
    pages, chars = [], 0
    for number in range(len(document)):
        page = _read_page(document, number)
        chars += sum(len(line[0]) for line in page["lines"])
        if chars > MAX_CHARS:
            raise Refused({"error": "swollen", "megabytes": MAX_CHARS / 1e6})
        pages.append(page)
    info = document.get_metadata_dict(skip_empty=True)
    return {
        "pages": pages,
        "title": info.get("Title"),
        "author": info.get("Author"),
        "outline": list(_outline(document)),
    }


def open_document(data: bytes) -> Any:
    """Raises: Refused."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise Refused({"error": "encrypted"}) from error
        raise Refused({"error": "damaged"}) from error
    if len(document) > MAX_PAGES:
        raise Refused({"error": "long", "pages": len(document)})
    return document


def _read_page(document: Any, number: int) -> dict[str, Any]:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return {"lines": [], "scanned": False, "broken": True}
    lines = list(_lines(page))
    chars = sum(len(line[0]) for line in lines)
    scanned = chars < MIN_TEXT_CHARS and _is_picture(page, has_text=chars > 0)
    page.close()
    return {"lines": lines, "scanned": scanned, "broken": False}


def _lines(page: Any) -> Iterator[list[Any]]:
    text_page = page.get_textpage()
    text = text_page.get_text_range() if text_page.count_chars() else ""
    for printed in _PRINTED.finditer(text):
        yield from _parts(page, text_page, printed[0], printed.start(), text[printed.end() :][:1])


def _parts(page: Any, text_page: Any, text: str, start: int, after: str) -> Iterator[list[Any]]:
    """Yield a line; several, where PDFium has run them together."""
    while cut := _find_border(page, text_page, text, start):
        yield _part(page, text_page, text[:cut].rstrip(), start, "")
        cut = len(text) - len(text[cut:].lstrip())
        text, start = text[cut:], start + cut
    yield _part(page, text_page, text, start, after)


def _part(page: Any, text_page: Any, text: str, start: int, after: str) -> list[Any]:
    """Its first and last character tell where it stands, these and one between on what height."""
    first, middle, last = (
        _look_at(page, text_page, start + at) for at in (0, len(text) // 2, len(text) - 1)
    )
    baseline = sorted((first[2], middle[2], last[2]))[1]
    size = sorted((first[3], middle[3], last[3]))[1]
    place = (round(number, 1) for number in (first[0], last[1], baseline, size))
    return [text, *place, after == _HYPHEN]


def _find_border(page: Any, text_page: Any, text: str, start: int) -> int | None:
    """Find where the first line ends: at a space behind which the words stand lower."""
    _, _, height, size = _look_at(page, text_page, start)
    if abs(_look_at(page, text_page, start + len(text) - 1)[2] - height) <= size / 2:
        return None  # as of most, for each look takes time
    for space in _SPACE.finditer(text):
        if abs(_look_at(page, text_page, start + space.end())[2] - height) > size / 2:
            return space.start()
    return None


def _look_at(page: Any, text_page: Any, nth: int) -> tuple[float, float, float, float]:
    """Left, right, baseline and size of a character of the text, on the page as it is shown."""
    from pypdfium2 import raw

    at = raw.FPDFText_GetCharIndexFromTextIndex(text_page, nth)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(box))
    raw.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix))
    raw.FPDFText_GetCharOrigin(text_page, at, ctypes.byref(x), ctypes.byref(y))
    size = raw.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
    width, height = page.get_size()
    turned = {
        0: (box.left, box.right, y.value),
        90: (box.bottom, box.top, height - x.value),
        180: (width - box.right, width - box.left, height - y.value),
        270: (width - box.top, width - box.bottom, x.value),
    }
    return (*turned[page.get_rotation()], size)


def _is_picture(page: Any, *, has_text: bool) -> bool:
    """Whether there may be words that only an eye sees: a picture of a page, or words as shapes."""
    from pypdfium2 import raw

    objects = raw.FPDFPage_CountObjects(page)
    if not has_text:
        return bool(objects)
    left, bottom, right, top = page.get_mediabox()
    whole = abs((right - left) * (top - bottom))
    for nth in range(min(objects, _MAX_OBJECTS)):
        shown = raw.FPDFPage_GetObject(page, nth)
        if raw.FPDFPageObj_GetType(shown) == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
            raw.FPDFPageObj_GetBounds(shown, x0, y0, x1, y1)
            area = (x1.value - x0.value) * (y1.value - y0.value)
            if area >= MIN_PICTURE_SHARE * whole:
                return True
    return False


def _outline(document: Any) -> Iterator[list[Any]]:
    """Yield each bookmark's level from 1, its words and the number of its page from 0."""
    for nth, bookmark in enumerate(document.get_toc()):
        if nth == _MAX_OUTLINE:
            return
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            yield [bookmark.level + 1, bookmark.get_title(), page]


def limit_memory(megabytes: int) -> None:
    """Let this process have so much and no more. Linux keeps to it, others may not."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * 10**6,) * 2)


def main() -> None:
    """`python pdfium.py MEGABYTES < in.pdf`."""
    limit_memory(int(sys.argv[1]))
    try:
        found = read(sys.stdin.buffer.read())
    except Refused as refused:
        found = refused.args[0]
    except MemoryError:
        found = {"error": "swollen", "megabytes": int(sys.argv[1])}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
