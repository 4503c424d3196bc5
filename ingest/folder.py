"""The folder of documents: which files are in it, and their bytes."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.errors import (
    ClosedFolderError,
    DocumentError,
    FolderError,
    LinkDocumentError,
    NameDocumentError,
    TooLargeDocumentError,
    UnreadableDocumentError,
    UnsettledDocumentError,
    UnsupportedDocumentError,
)
from ingest.metadata import SIDECAR_SUFFIX, is_sidecar, sidecar_of
from ingest.readers import READERS, WITH_PICTURES

MAX_BYTES = 20_000_000
"""About 10,000 printed pages; more in one file is a mistake far more often than a document."""
MAX_BYTES_WITH_PICTURES = 200_000_000
"""Of kinds that hold pictures and fonts too; their readers bound the text in them."""
VERSION = 4
"""Part of every content hash: with another number, documents are read and cleaned anew."""
_HIDDEN = (".", "~$")
"""Word keeps a file that begins with the latter beside each document that is open."""
_TRIES = 3
"""How often a file that changes while it is read is read again."""


@dataclass(frozen=True)
class SourceFile:
    """A file of the dossier with its sidecar, as bytes, not yet read as a document."""

    path: str
    data: bytes
    sidecar: bytes | None

    @property
    def content_hash(self) -> str:
        """Hex SHA-256 of file and sidecar: equal means that there is nothing to do."""
        parts = (b"%d" % VERSION, self.data, self.sidecar or b"")
        return hashlib.sha256(b"\0".join(hashlib.sha256(p).digest() for p in parts)).hexdigest()


def list_files(folder: Path) -> list[Path]:
    """Find the files of the dossier, in order of path: all but hidden ones and sidecars.

    Raises: FolderError, if the folder is missing, unreadable or has no file at all. An empty
    folder is taken for a mistake (a mount that failed), not for a wish to remove everything.
    """
    try:
        if not folder.is_dir():
            reason = "is not a folder" if folder.exists() else "does not exist"
            raise FolderError(folder=folder, reason=reason)
        files = sorted(path for path in _walk(folder) if _may_be_document(path))
    except OSError as error:
        place = Path(error.filename)
        closed = place if os.path.isdir(place) else place.parent  # noqa: PTH112 - this never raises
        if folder in closed.parents:
            raise ClosedFolderError(folder=closed, reason=error.strerror) from error
        raise FolderError(folder=folder, reason=f"can't be read ({error.strerror})") from error
    if not files:
        raise FolderError(folder=folder, reason="has no documents")
    return files


def read_files(
    folder: Path, files: Iterable[Path], failed: dict[str, DocumentError]
) -> Iterator[SourceFile]:
    """Read files one by one; what can't be read goes into `failed` by path."""
    root = folder.resolve()
    for file in files:
        path = file.relative_to(folder).as_posix()
        try:
            yield _read_file(path, file, root)
        except DocumentError as error:
            failed[path] = error


def orphaned_sidecars(folder: Path) -> list[str]:
    """Paths of sidecars without the file that they describe: misnamed, or left behind."""
    sidecars = (path for path in _walk(folder) if is_sidecar(path))
    return sorted(
        path.relative_to(folder).as_posix()
        for path in sidecars
        if not os.path.lexists(str(path).removesuffix(SIDECAR_SUFFIX))
    )


def is_document(file: PurePath) -> bool:
    """Whether there is a reader for such a file."""
    return file.suffix.lower() in READERS


def known_documents(paths: Iterable[str]) -> str:
    """Name a few documents, for a message."""
    names = sorted(paths)
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(names[:20]) + more


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder that is not hidden, and every link to a folder, unfollowed.

    Raises: OSError, unlike `Path.rglob`.
    """

    def fail(error: OSError) -> None:
        raise error

    for directory, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = (name for name in folders if Path(directory, name).is_symlink())
        yield from (Path(directory, name) for name in links)
        yield from (Path(directory, name) for name in names if not name.startswith(_HIDDEN))


def _may_be_document(path: Path) -> bool:
    """A link counts wherever it leads, and may fail: its disk may not be there now."""
    return not is_sidecar(path) and (path.is_symlink() or path.is_file())


def _read_file(path: str, file: Path, root: Path) -> SourceFile:
    if any("\ud800" <= character <= "\udfff" for character in path):
        raise NameDocumentError(path=path)
    if file.is_symlink():
        _check_link(path, file, root)
    if not is_document(file):
        shown, supported = file.suffix.lower() or "no suffix", ", ".join(READERS)
        raise UnsupportedDocumentError(path=path, suffix=shown, supported=supported)
    sidecar = sidecar_of(file)
    data = _read_bytes(path, file)
    beside = f"{path}{SIDECAR_SUFFIX}"
    if sidecar.is_symlink():
        _check_link(beside, sidecar, root)
    return SourceFile(path, data, _read_bytes(beside, sidecar) if sidecar.exists() else None)


def _check_link(path: str, file: Path, root: Path) -> None:
    """A link may lead to a file of the dossier, but not out of it, where anything may stand."""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # a loop is the one or the other, by Python's version
        reason = "leads to nothing" if isinstance(error, FileNotFoundError) else "leads nowhere"
        raise LinkDocumentError(path=path, reason=reason) from error
    if not target.is_relative_to(root):
        raise LinkDocumentError(path=path, reason="leads out of the dossier folder")
    if target.is_dir():
        raise LinkDocumentError(path=path, reason="leads to a folder, which is not followed")


def _read_bytes(path: str, file: Path) -> bytes:
    """Read a file as it is at one moment."""
    limit = MAX_BYTES_WITH_PICTURES if file.suffix.lower() in WITH_PICTURES else MAX_BYTES
    try:
        for _ in range(_TRIES):
            with file.open("rb") as opened:
                before = os.fstat(opened.fileno())
                if before.st_size > limit:
                    megabytes = before.st_size / 1e6
                    raise TooLargeDocumentError(path=path, megabytes=megabytes, limit=limit / 1e6)
                data = opened.read(limit + 1)
                after = os.fstat(opened.fileno())
            if (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns):
                return data
    except OSError as error:
        raise UnreadableDocumentError(path=path, reason=error.strerror or str(error)) from error
    raise UnsettledDocumentError(path=path)
