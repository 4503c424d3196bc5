"""JSON lines: an object a line, a record each."""

import json
from collections.abc import Iterator
from typing import Any

from ingest.errors import DamagedDocumentError, first_line
from ingest.readers.content import Content
from ingest.readers.records import Record, write_records
from ingest.readers.text import decode


def read_jsonl(path: str, data: bytes) -> Content:
    """Take every line as a record; what is nested is named by its path ("court.city").

    Raises: DamagedDocumentError, which names the line; SwollenDocumentError; as `decode`.
    """
    lines = enumerate(decode(path, data).split("\n"), 1)
    return write_records(
        path, (Record(nth, _values(path, nth, line)) for nth, line in lines if line.strip())
    )


def _values(path: str, number: int, line: str) -> Iterator[tuple[str, str]]:
    try:
        # Numbers stay as they are written: 1.10 is not 1.1 to who quotes a price.
        value = json.loads(line, parse_float=str, parse_int=str)
        if not isinstance(value, dict):
            raise TypeError("it is not an object")
        yield from _flatten(value, "")
        return
    except (ValueError, TypeError) as error:
        reason = f"line {number}: {first_line(error)}"
    except RecursionError:
        reason = f"line {number}: it is nested too deeply"
    raise DamagedDocumentError(path=path, kind="JSON lines", reason=reason)


def _flatten(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield each value with its name; those of a list of plain values together."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        for nth, inner in enumerate(value, 1):
            yield from _flatten(inner, f"{name}.{nth}")
    elif isinstance(value, list):
        yield name, ", ".join(filter(None, map(_say, value)))
    else:
        yield name, _say(value)


def _say(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)
