"""A run as a file: where it is kept, what it is named, and how it is read again."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from ingest.errors import DossierError, first_line
from tests.evaluation.folders import make_writable
from tests.evaluation.outcomes import Run
from tests.evaluation.questions import EvaluationQuestion

UNKNOWN = "unknown"


class ResultsFolderError(DossierError):
    """Results can't be written."""

    key = "results-folder"
    problem = "The results can't be written to {folder}: {reason}."
    remedy = "Make it writable, or name another folder with --results."


class ResultsFileError(DossierError):
    """A file of results can't be read, or is of another form."""

    key = "results-file"
    problem = "{path} holds no results of a run: {reason}."
    remedy = "Give a file that python -m tests.evaluation wrote, or run it again to have one."


def check_results_folder(folder: Path) -> None:
    """Make the folder, and see that it can be written to. Raises: ResultsFolderError."""
    try:
        make_writable(folder)
    except OSError as error:
        raise _failed(folder, error) from error


def write_run(folder: Path, run: Run) -> Path:
    """Write a run into a folder, under its time and revision; returns the file.

    Raises: ResultsFolderError.
    """
    path = folder / f"{run.at:%Y-%m-%dT%H-%M-%S}-{run.revision}.json"
    save_run(path, run)
    return path


def save_run(path: Path, run: Run) -> None:
    """Write a run in place of what the file held: either whole or not at all.

    Raises: ResultsFolderError.
    """
    check_results_folder(path.parent)
    try:
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        unfinished.write_text(_to_json(run), "utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise _failed(path.parent, error) from error


def read_run(path: Path) -> Run:
    """Read what `write_run` wrote. Raises: ResultsFileError."""
    try:
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ResultsFileError(path=path, reason=error.strerror or first_line(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        reason = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
        raise ResultsFileError(path=path, reason=reason) from error


def read_revision(folder: Path) -> str:
    """Of the git checkout that the folder is in: "1a2b3c4", "1a2b3c4+" or "unknown"."""
    head = _ask_git(folder, "rev-parse", "--short", "HEAD")
    if head is None:
        return UNKNOWN
    return f"{head}+" if _ask_git(folder, "status", "--porcelain") else head


def hash_questions(questions: Iterable[EvaluationQuestion]) -> str:
    """Equal for the same questions with the same expectations, in any order."""
    lines = sorted(question.model_dump_json() for question in questions)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _ask_git(folder: Path, *command: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *command], cwd=folder, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _to_json(run: Run) -> str:
    """A result a line, so that git shows which questions changed."""
    of_each = []
    for name, results in run.configurations.items():
        lines = ",\n".join(result.model_dump_json() for result in results)
        of_each.append(f"{json.dumps(name)}: [\n{lines}\n]")
    head = run.model_dump_json(exclude={"configurations"}).removesuffix("}")
    return f'{head},"configurations": {{{", ".join(of_each)}}}}}\n'


def _failed(folder: Path, error: OSError) -> ResultsFolderError:
    return ResultsFolderError(folder=folder, reason=error.strerror or first_line(error))
