"""What documents a file is: itself, and the files attached to it."""

import logging
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ingest.cleaning import find_boilerplate
from ingest.documents import Document
from ingest.errors import DamagedDocumentError, DocumentError, EmptyDocumentError, printable
from ingest.folder import SourceFile, is_document
from ingest.metadata import detect_language, read_metadata
from ingest.readers import READERS
from ingest.readers.content import Content
from ingest.references import find_references, merge_marks

log = logging.getLogger(__name__)

_MAX_DEPTH = 5
"""Mails in mails; deeper ones are listed as left out."""


@dataclass
class ReadFile:
    """The documents of a file, and what of it are none."""

    documents: list[Document] = field(default_factory=list)
    failed: dict[str, DocumentError] = field(default_factory=dict)
    """Attachments that can't be used, by path."""
    left_out: list[str] = field(default_factory=list)
    """Paths of attachments that no reader is for, such as a logo."""


def read_file(source: SourceFile) -> ReadFile:
    """Read a file: its text, metadata, language and boilerplate, and those of its attachments.

    An attachment's path is the file's, a slash and its name.
    Raises: DocumentError, if the file itself can't be used.
    """
    read = ReadFile()
    _read_into(read, source.path, source.data, source, depth=0)
    if not read.documents and not read.failed:
        raise EmptyDocumentError(path=source.path, reason="")
    return read


def _read_into(read: ReadFile, path: str, data: bytes, source: SourceFile, depth: int) -> None:
    content = _read_content(path, data)
    if content.text.strip():
        read.documents.append(_make_document(path, content, source, is_attached=depth > 0))
    for attachment in content.attachments:
        inner = f"{path}/{attachment.name}"
        if not is_document(PurePosixPath(inner)) or depth >= _MAX_DEPTH:
            read.left_out.append(inner)
            continue
        try:
            _read_into(read, inner, attachment.data, source, depth + 1)
        except DocumentError as error:
            read.failed[inner] = error


def _read_content(path: str, data: bytes) -> Content:
    """Call the reader. A file is anybody's, and a dozen libraries stand behind the readers: what
    none of us foresaw costs that one file, not the others.
    """
    suffix = PurePosixPath(path).suffix.lower()
    try:
        return READERS[suffix](path, data)
    except DocumentError:
        raise
    except Exception as error:
        log.exception("the reader of %s failed", printable(path))
        reason = f"its reader failed ({type(error).__name__})"
        kind = suffix.removeprefix(".").upper()
        raise DamagedDocumentError(path=path, kind=kind, reason=reason) from error


def _make_document(path: str, content: Content, source: SourceFile, is_attached: bool) -> Document:
    sidecar = None if is_attached else source.sidecar
    metadata = read_metadata(path, content.front, sidecar)
    if metadata.language is None:
        metadata = metadata.model_copy(update={"language": detect_language(content.text)})
    if metadata.title is None and content.headings:
        metadata = metadata.model_copy(update={"title": content.headings[0].title})
    return Document(
        path=path,
        text=content.text,
        metadata=metadata,
        content_hash=source.content_hash,
        headings=content.headings,
        boilerplate=merge_marks(
            [*find_boilerplate(content.text), *find_references(content.text, content.headings)]
        ),
        places=content.places,
    )
