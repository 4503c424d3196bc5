"""How an attachment becomes a file of the dossier, and how a file leaves it."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import yaml

from bot.errors import LastDocumentError, UploadExistsError, UploadNameError
from ingest.documents import Metadata
from ingest.errors import FolderError, UnsupportedDocumentError
from ingest.folder import SourceFile, is_document, list_files
from ingest.metadata import SIDECAR_SUFFIX
from ingest.readers import READERS
from ingest.reading import read_file

MAX_NAME_BYTES = 200
"""File systems allow 255; a sidecar's suffix comes on top."""


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
    read_file(SourceFile(name, data, sidecar))
    files = {name: data} if sidecar is None else {f"{name}{SIDECAR_SUFFIX}": sidecar, name: data}
    claimed = nullcontext() if replace else _claimed(folder / name)
    with _writing(folder), _written(folder, files) as parts, claimed, ExitStack() as kept:
        for part, file in parts.items():
            kept.enter_context(_restored(file))
            part.replace(file)


def remove_document(folder: Path, path: str) -> None:
    """Delete a document and its sidecar; gone already is no error.

    Raises: LastDocumentError, FolderError.
    """
    check_not_last(folder, path)
    with _writing(folder):
        for name in (path, f"{path}{SIDECAR_SUFFIX}"):
            (folder / name).unlink(missing_ok=True)


def check_not_last(folder: Path, path: str) -> None:
    """Raises: LastDocumentError, if without a document there would be no other; FolderError."""
    documents = {file for file in list_files(folder) if is_document(file)}
    if documents <= {folder / path}:
        raise LastDocumentError(path=path)


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


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderError(folder=folder, reason=f"can't be written ({error.strerror})") from error


@contextmanager
def _written(folder: Path, files: Mapping[str, bytes]) -> Iterator[dict[Path, Path]]:
    """Write files under hidden names of their own first: ingestion never sees half of one, and a
    full disk takes none. Gives by these where each belongs.
    """
    parts = {_hidden(folder): folder / name for name in files}
    try:
        for part, file in parts.items():
            with part.open("xb") as writing:
                writing.write(files[file.name])
                writing.flush()
                os.fsync(writing.fileno())
        yield parts
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _hidden(folder: Path) -> Path:
    return folder / f".{secrets.token_hex(8)}.part"


@contextmanager
def _restored(file: Path) -> Iterator[None]:
    """Let a file be what it was, or not be there, if what follows fails."""
    before = _hidden(file.parent) if file.exists() else None
    try:
        if before:
            shutil.copy2(file, before)
        with _undoing(lambda: before.replace(file) if before else file.unlink(missing_ok=True)):
            yield
    finally:
        if before:
            before.unlink(missing_ok=True)


@contextmanager
def _undoing(undo: Callable[[], object]) -> Iterator[None]:
    try:
        yield
    except OSError:
        undo()
        raise


@contextmanager
def _claimed(file: Path) -> Iterator[None]:
    """Take a name that nobody has, even if somebody puts a file there at the same moment.

    Not by a hard link, which does both at once: not every file system has them. An empty file is
    nobody's: a bot that was killed left it, for it is the one writer that claims a name.
    Raises: UploadExistsError.
    """
    try:
        file.touch(exist_ok=False)
    except FileExistsError as error:
        if not file.is_file() or file.stat().st_size:
            raise UploadExistsError(name=file.name) from error
    with _undoing(lambda: file.unlink(missing_ok=True)):
        yield
