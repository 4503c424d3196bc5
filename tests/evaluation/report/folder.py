"""Where a report is written: its files are replaced whole, and nobody else's are touched.

A list of what was written stands beside it, so that the next report removes that and no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ingest.errors import DossierError, first_line
from tests.evaluation.folders import make_writable

INDEX = "index.html"
QUESTIONS = "questions"
"""Folder of the pages of questions."""
LIST = ".evaluation-report"
"""One path a line, of what a report wrote."""


class ReportFolderError(DossierError):
    """The report can't be written."""

    key = "report-folder"
    problem = "The report can't be written to {folder}: {reason}."
    remedy = "Give another folder, or make it writable and move away what isn't of a report."


def check_folder(folder: Path) -> None:
    """Make the folder, and see that a report can be written to it. Raises: ReportFolderError."""
    try:
        make_writable(folder)
        foreign = next(_foreign(folder), None)
    except OSError as error:
        raise _failed(folder, error) from error
    if foreign is not None:
        raise ReportFolderError(folder=folder, reason=f"{foreign} is in the way")


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Replace the files of the report before, by path below the folder.

    Raises: ReportFolderError.
    """
    check_folder(folder)
    try:
        before = _listed(folder)
        # First what may be there: after a kill, the next report still knows all that is ours.
        _list(folder, before | files.keys())
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            # A document may have half a surrogate pair, which no encoding takes.
            (folder / path).write_bytes(text.encode("utf-8", "replace"))
        for path in before - files.keys():
            (folder / path).unlink(missing_ok=True)
        _list(folder, files.keys())
    except OSError as error:
        raise _failed(folder, error) from error


def _foreign(folder: Path) -> Iterator[Path]:
    """What stands where a report writes, and isn't of one."""
    listed = _listed(folder)
    pages = folder / QUESTIONS
    if pages.is_symlink() or (pages.exists() and not pages.is_dir()):
        yield pages
        return
    for path in (folder / LIST, folder / INDEX, *sorted(pages.glob("*"))):
        name = path.relative_to(folder).as_posix()
        is_ours = name == LIST or name in listed
        if path.is_symlink() or (path.exists() and not (is_ours and path.is_file())):
            yield path


def _listed(folder: Path) -> set[str]:
    """Paths of the report before; of these only such as a report has: a list may be anybody's."""
    file = folder / LIST
    if not file.is_file():
        return set()
    lines = file.read_text("utf-8", "replace").split("\n")
    return {line for line in lines if _is_page(PurePosixPath(line))}


def _is_page(path: PurePosixPath) -> bool:
    if path == PurePosixPath(INDEX):
        return True
    inside = len(path.parts) == 2 and path.parts[0] == QUESTIONS
    return inside and path.suffix == ".html"


def _list(folder: Path, paths: Iterable[str]) -> None:
    (folder / LIST).write_text("\n".join(sorted(paths)), "utf-8")


def _failed(folder: Path, error: OSError) -> ReportFolderError:
    return ReportFolderError(folder=folder, reason=error.strerror or first_line(error))
