"""Files that are a zip archive inside: what is wrong with one, before anything in it is parsed."""

import io
import zipfile
import zlib

from ingest.errors import DamagedDocumentError, EncryptedDocumentError, SwollenDocumentError

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Office encrypts a document by putting it whole into one of these."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MAX_UNPACKED_BYTES = 60_000_000
_MAX_TAGS = 4_000_000
"""In all its XML: a tree of some 400 MB in memory, and twenty times a long book."""
_ENCRYPTED = 0x1
_ARCHIVE_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OverflowError
)  # fmt: skip


def check_packed(path: str, data: bytes, kind: str) -> None:
    """See that `data` is a whole archive that is neither encrypted nor a bomb.

    Raises: EncryptedDocumentError, SwollenDocumentError, DamagedDocumentError.
    """
    if data.startswith(_COMPOUND_FILE):
        if _ENCRYPTED_PACKAGE in data:
            raise EncryptedDocumentError(path=path)
        raise DamagedDocumentError(path=path, kind=kind, reason="it is in Office's format of 1997")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(member.flag_bits & _ENCRYPTED for member in archive.infolist()):
                raise EncryptedDocumentError(path=path)
            # What a member says of its size holds: zipfile unpacks no more of it.
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED_BYTES:
                raise SwollenDocumentError(path=path, limit=_MAX_UNPACKED_BYTES / 1e6)
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            tags = sum(archive.read(name).count(b"<") for name in names)
    except _ARCHIVE_ERRORS as error:
        raise DamagedDocumentError(
            path=path, kind=kind, reason="it is no whole zip archive"
        ) from error
    if tags > _MAX_TAGS:
        reason = f"it has more than {_MAX_TAGS:,} elements"
        raise DamagedDocumentError(path=path, kind=kind, reason=reason)
