"""How an attachment becomes a file of the dossier, and how a file leaves it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.errors import UploadExistsError, UploadNameError
from ingest.documents import Metadata
from ingest.errors import FolderError, UnsupportedDocumentError
from ingest.folder import SourceFile, is_document, read_document
from ingest.metadata import SIDECAR_SUFFIX
from ingest.readers import READERS

MAX_NAME_BYTES = 200
"""File systems allow 255; a sidecar's suffix, and that of a file half written, come on top."""


def store_document(
    folder: Path, name: str, data: bytes, about: Metadata, *, replace: bool = False
) -> None:
    """Write a document, and what is said about it, into the dossier folder, if it can be read.

    `replace`: put it in the place of one of that name; what was said about that one stays, unless
    something is said about this one.
    Raises: UploadNameError, UploadExistsError, DocumentError, FolderError. Nothing is written then.
    """
    check_name(name)
    sidecar = _sidecar(about)
    read_document(SourceFile(name, data, sidecar))
    if (folder / name).exists() and not replace:
        raise UploadExistsError(name=name)
    files = {name: data} if sidecar is None else {f"{name}{SIDECAR_SUFFIX}": sidecar, name: data}
    try:
        _write(folder, files)
    except OSError as error:
        raise FolderError(folder=folder, reason=f"can't be written ({error.strerror})") from error


def remove_document(folder: Path, path: str) -> None:
    """Delete a document and its sidecar; gone already is no error.

    Raises: FolderError.
    """
    try:
        for name in (path, f"{path}{SIDECAR_SUFFIX}"):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(folder=folder, reason=f"can't be written ({error.strerror})") from error


def check_name(name: str) -> None:
    """Raises: UploadNameError, unless it is one plain name; UnsupportedDocumentError."""
    is_plain = name.isprintable() and not set(name) & set('/\\:*?"<>|') and name == name.strip()
    if not name or not is_plain or name.startswith(".") or len(name.encode()) > MAX_NAME_BYTES:
        raise UploadNameError(name=name)
    if not is_document(Path(name)):
        suffix = Path(name).suffix.lower() or "-"
        raise UnsupportedDocumentError(path=name, suffix=suffix, supported=", ".join(READERS))


def _sidecar(about: Metadata) -> bytes | None:
    known = about.model_dump(mode="json", exclude_none=True)
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False).encode() if known else None


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files as a whole: ingestion never sees half of one, and a full disk takes none."""
    unfinished = {folder / f".{name}.part": folder / name for name in files}
    try:
        for part, file in unfinished.items():
            part.write_bytes(files[file.name])
        for part, file in unfinished.items():
            part.replace(file)
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)
