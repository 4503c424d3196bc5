"""Reads the pages of a PDF that are pictures: a program of its own, which imports nothing of ours.

PDFium draws them, and RapidOCR (PP-OCR's networks, whose weights come in the package, on ONNX
Runtime) reads them: the Latin and Greek alphabets, Chinese and Japanese. Not Cyrillic.
"""

import json
import logging
import statistics
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

DOTS_A_POINT = 200 / 72
"""200 dots an inch: letters of 10 points are 28 dots high, which PP-OCR reads without a loss."""
MAX_DOTS = 2600
"""Of the longer side: a page of A3, and 20 MB to draw whatever a page says of its own size."""
MIN_SCORE = 0.7
"""Mean over a page of how sure the network is; it is .95 and more of what it can read."""
MIN_LETTERS = 0.5
"""Of what it gives for a page: of Cyrillic it gives the white and the punctuation."""
_GUTTER = 0.015
"""Of the page's width: white from top to bottom as wide as this parts columns."""
_COLUMN = 0.15
"""Of the page's width: what is narrower is a column of a table, which is read row by row."""
_LIKE = 0.3
"""Boxes are as high as the letters in them; so near to the usual, the type is the same."""


class Box(NamedTuple):
    """Words and where they stand, in points from the lower left of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """From the lowest to the highest point of the letters."""
        return self.top - self.bottom


def read(data: bytes, numbers: Sequence[int]) -> dict[str, Any]:
    """Read pages by number from 0. Returns: their lines, as `ingest.readers.pdfium` has them.

    A page without words that can be read has none.
    """
    import pypdfium2
    from rapidocr import RapidOCR

    logging.disable(logging.WARNING)
    engine = RapidOCR()
    document = pypdfium2.PdfDocument(data)
    return {"pages": [_read_page(engine, document[number]) for number in numbers]}


def _read_page(engine: Any, page: Any) -> list[list[Any]]:
    width, height = page.get_size()
    scale = min(DOTS_A_POINT, MAX_DOTS / max(width, height))
    found = engine(page.render(scale=scale).to_numpy())
    if not found.txts or statistics.mean(found.scores) < MIN_SCORE or not _has_words(found.txts):
        return []
    boxes = []
    for text, corners in zip(found.txts, found.boxes, strict=True):
        xs, ys = ([float(number) / scale for number in axis] for axis in zip(*corners, strict=True))
        boxes.append(Box(text, min(xs), max(xs), height - max(ys), height - min(ys)))
    return list(_lines(boxes, width))


def _has_words(texts: Sequence[str]) -> bool:
    text = "".join(texts)
    return sum(map(str.isalnum, text)) >= MIN_LETTERS * len(text)


def _lines(boxes: list[Box], width: float) -> Iterator[list[Any]]:
    usual = statistics.median(box.height for box in boxes)
    for box in _in_order(boxes, width, usual):
        size = usual if abs(box.height - usual) < _LIKE * usual else box.height
        place = (round(number, 1) for number in (box.left, box.right, box.bottom, size))
        yield [box.text, *place, False]


def _in_order(boxes: list[Box], width: float, usual: float) -> list[Box]:
    """Put boxes in the order in which they are read: column by column where white parts them."""
    done, left = [], [boxes]
    while left:
        part = left.pop()
        parts = _columns(part, width) or _bands(part)
        if parts:
            left += reversed(parts)
        else:
            done += sorted(part, key=lambda box: (-round(box.bottom / usual), box.left))
    return done


def _columns(boxes: list[Box], width: float) -> list[list[Box]] | None:
    """Part boxes where white goes down through all of them."""
    columns: list[list[Box]] = []
    reached = -width
    for box in sorted(boxes, key=lambda box: box.left):
        if box.left > reached + _GUTTER * width:
            columns.append([])
        columns[-1].append(box)
        reached = max(reached, box.right)
    is_prose = all(
        statistics.median(b.right - b.left for b in c) > _COLUMN * width for c in columns
    )
    return columns if len(columns) > 1 and is_prose else None


def _bands(boxes: list[Box]) -> list[list[Box]] | None:
    """Part boxes in two at the highest white that goes through from left to right."""
    downwards = sorted(boxes, key=lambda box: -box.top)
    reached, best, cut = downwards[0].bottom, 0.0, 0
    for nth, box in enumerate(downwards):
        if reached - box.top > best:
            best, cut = reached - box.top, nth
        reached = min(reached, box.bottom)
    return [downwards[:cut], downwards[cut:]] if cut else None


def limit_memory(megabytes: int) -> None:
    """As `ingest.readers.pdfium` does."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 10**6,) * 2)


def main() -> None:
    """`python ocr.py MEGABYTES 0,3,4 < in.pdf`."""
    limit_memory(int(sys.argv[1]))
    json.dump(read(sys.stdin.buffer.read(), [int(n) for n in sys.argv[2].split(",")]), sys.stdout)


if __name__ == "__main__":
    main()
