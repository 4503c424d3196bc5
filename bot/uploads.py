"""How an attachment becomes a file of the dossier, and how a file leaves it."""

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

    Raises: UploadNameError, UploadExistsError, DocumentError, FolderError. Nothing is written then.
    """
    check_name(name)
    sidecar = _sidecar(about)
    read_document(SourceFile(name, data, sidecar))
    file = folder / name
    if file.exists() and not replace:
        raise UploadExistsError(name=name)
    try:
        if sidecar is not None:
            _write(folder / f"{name}{SIDECAR_SUFFIX}", sidecar)
        _write(file, data)
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
    if not is_plain or name.startswith(".") or len(name.encode()) > MAX_NAME_BYTES:
        raise UploadNameError(name=name)
    if not is_document(Path(name)):
        suffix = Path(name).suffix.lower() or "-"
        raise UnsupportedDocumentError(path=name, suffix=suffix, supported=", ".join(READERS))


def _sidecar(about: Metadata) -> bytes | None:
    known = about.model_dump(mode="json", exclude_none=True)
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False).encode() if known else None


def _write(file: Path, data: bytes) -> None:
    """Write a file as a whole: ingestion never sees half of it."""
    unfinished = file.with_name(f".{file.name}.part")
    unfinished.write_bytes(data)
    unfinished.replace(file)
