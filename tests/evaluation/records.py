"""How a file of JSON lines is read, for every file that the evaluation takes."""

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
    try:
        # Not splitlines: JSON allows other line separators inside of strings.
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsFileError(path=path, reason=error) from error
    records = []
    for number, line in enumerate(lines if lines != [""] else [], start=1):
        try:
            records.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            reason = ": ".join(filter(None, [field, first["msg"]]))
            raise RecordError(path=path, line=number, reason=reason, hint=hint) from error
    return records
