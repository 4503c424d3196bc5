"""A file of records as a text: a paragraph each, a line a value. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ingest.documents import Place, PlaceKind
from ingest.readers.content import Content

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""What an escape in JSON can spell and no text can hold."""


class Record(NamedTuple):
    """A row of a table, or a line of JSON, by its number from 1; values under their names."""

    row: int
    values: list[tuple[str, str]]


def write_records(records: Iterable[Record]) -> Content:
    """Write "name: value" for each value, a blank line between records; empty values are left out.

    A value is one line whatever lines it had, so that a record is one paragraph.
    """
    paragraphs: list[str] = []
    places = []
    length = 0
    for row, values in records:
        lines = [_line(name, value) for name, value in values if value.strip()]
        if lines:
            places.append(Place(length, PlaceKind.ROW, str(row)))
            paragraphs.append("\n".join(lines))
            length += len(paragraphs[-1]) + 2
    return Content("\n\n".join(paragraphs), places=tuple(places))


def _line(name: str, value: str) -> str:
    named = f"{name.strip()}: {value}" if name.strip() else value
    return " ".join(_UNWRITABLE.sub("\ufffd", named).split())
