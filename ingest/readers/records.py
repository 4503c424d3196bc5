"""A file of records as a text: a paragraph each, a line a value. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ingest.documents import Place, PlaceKind
from ingest.errors import SwollenDocumentError
from ingest.readers.content import Content

MAX_CHARS = 60_000_000
"""Names are written again with each value: a few kilobytes could become gigabytes."""
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
"""What an escape in JSON can spell and no text can hold; other controls are white space."""


class Record(NamedTuple):
    """A row of a table, or a line of JSON, by its number from 1; values under their names."""

    row: int
    values: Iterable[tuple[str, str]]


def write_records(path: str, records: Iterable[Record]) -> Content:
    """Write "name: value" for each value, a blank line between records; empty values are left out.

    A value is one line whatever lines it had, so that a record is one paragraph.
    Raises: SwollenDocumentError.
    """
    paragraphs: list[str] = []
    places = []
    length = 0
    for row, values in records:
        begins, lines = length, []
        for line in (_line(name, value) for name, value in values if value.strip()):
            lines.append(line)
            length += len(line) + 1
            if length > MAX_CHARS:
                raise SwollenDocumentError(path=path, limit=MAX_CHARS / 1e6)
        if lines:
            places.append(Place(begins, PlaceKind.ROW, str(row)))
            paragraphs.append("\n".join(lines))
            length += 1
    return Content("\n\n".join(paragraphs), places=tuple(places))


def _line(name: str, value: str) -> str:
    named = f"{name.strip()}: {value}" if name.strip() else value
    return " ".join(_UNWRITABLE.sub("\ufffd", named).split())
