"""CSV and TSV: a table whose first row has the names of its columns."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, repeat

from ingest.errors import DamagedDocumentError
from ingest.readers.content import Content
from ingest.readers.records import Record, write_records
from ingest.readers.text import decode

MAX_CELL_CHARS = 20_000_000
"""As many as a document may have: the module's own limit, 131,072, is less than a long letter."""
_DELIMITERS = "\t|;,"
_QUOTED = re.compile(r'"[^"]*"')
_DECLARED = re.compile(r"sep=([,;\t|])(?:\n|\Z)", re.IGNORECASE)
"""Excel's own way to say it, in a line before the table, which Excel doesn't count."""


def read_table(path: str, data: bytes) -> Content:
    """Take every row as a record; its number is the one that a spreadsheet shows.

    Raises: DamagedDocumentError, which names the line; SwollenDocumentError; as `decode`.
    """
    text = decode(path, data)
    if declared := _DECLARED.match(text):
        return write_records(path, _records(path, text[declared.end() :], declared[1], skipped=1))
    return write_records(path, _records(path, text, _find_delimiter(text), skipped=0))


def _find_delimiter(text: str) -> str:
    """Take the rarest mark that stands between the names of columns.

    `csv.Sniffer` takes the commas of "1,5;2,5" for it.
    """
    header = _QUOTED.sub("", text.split("\n", 1)[0])
    return next((mark for mark in _DELIMITERS if mark in header), ",")


def _records(path: str, text: str, delimiter: str, skipped: int) -> Iterator[Record]:
    csv.field_size_limit(MAX_CELL_CHARS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] | None = None
    begins = 1 + skipped
    try:
        for row, cells in enumerate(rows, 1):
            begins = rows.line_num + 1 + skipped
            if names is None:
                names = cells or None
            else:
                yield Record(row, zip(chain(names, repeat("")), cells, strict=False))
    except csv.Error as error:
        reason = f"the row that begins in line {begins} is broken ({error})"
        raise DamagedDocumentError(path=path, kind="a table", reason=reason) from error
