"""Files that are a zip archive inside: what is wrong with one before anything of it is unpacked."""

import io
import zipfile

from ingest.errors import DamagedDocumentError, EncryptedDocumentError, SwollenDocumentError

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Office encrypts a document by putting it whole into one of these."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MAX_UNPACKED_BYTES = 60_000_000
"""As XML that is a tree of some 700 MB in memory."""
_ENCRYPTED = 0x1


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
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise DamagedDocumentError(
            path=path, kind=kind, reason="it is no whole zip archive"
        ) from error
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedDocumentError(path=path)
    # What a member says of its size holds: zipfile unpacks no more of it.
    if sum(member.file_size for member in members) > _MAX_UNPACKED_BYTES:
        raise SwollenDocumentError(path=path, limit=_MAX_UNPACKED_BYTES / 1e6)
