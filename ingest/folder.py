"""The folder of documents: which files are in it, and what `Document` each of them is."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.cleaning import find_boilerplate
from ingest.documents import Document
from ingest.errors import (
    ClosedFolderError,
    DocumentError,
    EmptyDocumentError,
    FolderError,
    NameDocumentError,
    TooLargeDocumentError,
    UnreadableDocumentError,
    UnsupportedDocumentError,
)
from ingest.metadata import (
    SIDECAR_SUFFIX,
    detect_language,
    is_sidecar,
    read_metadata,
    sidecar_of,
)
from ingest.readers import READERS

MAX_BYTES = 20_000_000
"""About 10,000 printed pages; more in one file is a mistake far more often than a document."""
VERSION = 2
"""Part of every content hash: with another number, documents are read and cleaned anew."""


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
    folder: Path, files: list[Path], failed: dict[str, DocumentError]
) -> Iterator[SourceFile]:
    """Read files one by one; what can't be read goes into `failed` by path."""
    for file in files:
        path = file.relative_to(folder).as_posix()
        try:
            yield _read_file(path, file)
        except DocumentError as error:
            failed[path] = error


def read_document(source: SourceFile) -> Document:
    """Make a document of a file: its text, metadata, language and boilerplate.

    Raises: DocumentError.
    """
    content = READERS[Path(source.path).suffix.lower()](source.path, source.data)
    if not content.text.strip():
        raise EmptyDocumentError(path=source.path, reason="")
    metadata = read_metadata(source.path, content.front, source.sidecar)
    if metadata.language is None:
        metadata = metadata.model_copy(update={"language": detect_language(content.text)})
    if metadata.title is None and content.headings:
        metadata = metadata.model_copy(update={"title": content.headings[0].title})
    return Document(
        path=source.path,
        text=content.text,
        metadata=metadata,
        content_hash=source.content_hash,
        headings=content.headings,
        boilerplate=find_boilerplate(content.text),
        places=content.places,
    )


def orphaned_sidecars(folder: Path) -> list[str]:
    """Paths of sidecars without the file that they describe: misnamed, or left behind."""
    sidecars = (path for path in _walk(folder) if is_sidecar(path))
    return sorted(
        path.relative_to(folder).as_posix()
        for path in sidecars
        if not os.path.lexists(str(path).removesuffix(SIDECAR_SUFFIX))
    )


def is_document(file: Path) -> bool:
    """Whether there is a reader for such a file."""
    return file.suffix.lower() in READERS


def known_documents(paths: Iterable[str]) -> str:
    """Name a few documents, for a message."""
    names = sorted(paths)
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(names[:20]) + more


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder that is not hidden. Raises: OSError, unlike `Path.rglob`."""

    def fail(error: OSError) -> None:
        raise error

    for directory, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(directory, name) for name in names if not name.startswith("."))


def _may_be_document(path: Path) -> bool:
    """A link to nothing counts, and fails: what it led to may be on a disk that isn't there."""
    return not is_sidecar(path) and (path.is_file() or (path.is_symlink() and not path.exists()))


def _read_file(path: str, file: Path) -> SourceFile:
    if any("\ud800" <= character <= "\udfff" for character in path):
        raise NameDocumentError(path=path)
    suffix = file.suffix.lower()
    if not is_document(file):
        shown, supported = suffix or "no suffix", ", ".join(READERS)
        raise UnsupportedDocumentError(path=path, suffix=shown, supported=supported)
    reading = path
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise TooLargeDocumentError(path=path, megabytes=size / 1e6, limit=MAX_BYTES / 1e6)
        data = file.read_bytes()
        reading = f"{path}{SIDECAR_SUFFIX}"
        sidecar = sidecar_of(file)
        return SourceFile(path, data, sidecar.read_bytes() if sidecar.exists() else None)
    except OSError as error:
        raise UnreadableDocumentError(path=reading, reason=error.strerror or str(error)) from error
