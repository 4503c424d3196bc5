"""How a file of JSON lines is read, for every file that the evaluation takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ingest.errors import DossierError

Record = TypeVar("Record", bound=BaseModel)


class RecordsFileError(DossierError):
    """A file of JSON lines can't be opened, or isn't UTF-8."""

    key = "records-file"
    problem = "{path} can't be read: {reason}."
    remedy = "Give the path of a file of JSON lines in UTF-8."


class RecordError(DossierError):
    """A line of such a file can't be used."""

    key = "record"
    problem = "{path}, line {line} can't be used: {reason}."
    remedy = "Mend the line: {hint}."


def read_records(path: Path, kind: type[Record], hint: str) -> list[Record]:
    """Read one object a line; `hint` says where it is written what a line holds.

    Raises: RecordsFileError; RecordError, naming file and line.
    """
    return list(stream_records(path, kind, hint))


def stream_records(path: Path, kind: type[Record], hint: str) -> Iterator[Record]:
    """Do as `read_records`, holding one line at a time: files may be larger than memory."""
    try:
        # JSON allows other line separators inside of strings.
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                yield _read_record(path, number, line, kind, hint)
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsFileError(path=path, reason=error) from error


def _read_record(path: Path, number: int, line: str, kind: type[Record], hint: str) -> Record:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        reason = say_first(error)
        raise RecordError(path=path, line=number, reason=reason, hint=hint) from error


def say_first(error: ValidationError) -> str:
    """The first thing that is wrong, and in which field: "answers.0.quote: Field required"."""
    first = error.errors()[0]
    return ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
