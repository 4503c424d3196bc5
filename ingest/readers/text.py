"""Plain text: the file's own characters, with line ends made one."""

from ingest.errors import BinaryDocumentError, EncodingDocumentError
from ingest.readers.content import Content


def read_text(path: str, data: bytes) -> Content:
    """Take the text as it is."""
    return Content(decode(path, data))


def decode(path: str, data: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, or UTF-16 with one; line ends become LF.

    Raises: BinaryDocumentError, EncodingDocumentError.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, codec = "UTF-16", "utf-16"
    else:
        encoding, codec = "UTF-8", "utf-8-sig"
        if (offset := data.find(0)) >= 0:
            raise BinaryDocumentError(path=path, offset=offset)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        byte = data[error.start]
        raise EncodingDocumentError(
            path=path, encoding=encoding, byte=byte, offset=error.start
        ) from error
    if (position := text.find("\0")) >= 0:
        raise BinaryDocumentError(path=path, offset=len(text[:position].encode(codec)))
    return text.replace("\r\n", "\n").replace("\r", "\n")
