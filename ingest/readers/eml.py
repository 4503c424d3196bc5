"""EML: the text of a letter, its headers as metadata, its attachments as files.

Parsed by Python's own `email`. Of the same text in two forms the plain one is taken. What is
quoted from an earlier letter stays, for nothing else may have it; where it is the rest of a plain
text, the line above it ("On 3 May, Ann wrote:") is its heading, so that a citation says whose words
follow.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from itertools import count
from typing import Any, cast

from ingest.errors import DamagedDocumentError, EncryptedDocumentError
from ingest.readers.blocks import Block, join_blocks
from ingest.readers.content import Attachment, Content
from ingest.readers.eml_parts import find_attachments, find_texts
from ingest.readers.front import keep_valid
from ingest.readers.html import read_page

_HEADERS = ("from", "to", "subject", "date", "received", "message-id")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_MAX_PARTS = 10_000
_MAX_HEADER_CHARS = 2_000
_HEADER_ERRORS = (
    MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError
)  # fmt: skip
"""Of `email`, by a header that is no header of its sort."""
_QUOTED_REST = re.compile(
    r"^(?P<who>(?:[^\n>][^\n]*\n)?[^\n>][^\n]*:)[ \t]*\n(?:[ \t]*\n)*(?=>)", re.MULTILINE
)
_UNQUOTED = re.compile(r"^(?!>)[^\n]*\S", re.MULTILINE)


def read_eml(path: str, data: bytes) -> Content:
    """Take a letter's text: plain if there is one, else its HTML as a page is read.

    Raises: DamagedDocumentError, EncryptedDocumentError.
    """
    try:
        letter = _parse(path, data)
        if not any(name in letter for name in _HEADERS):
            raise DamagedDocumentError(path=path, kind="a letter", reason="it has no headers")
        words, headings = join_blocks(_blocks(path, letter))
        attachments = tuple(Attachment(*named) for named in find_attachments(letter))
    except RecursionError as error:
        raise DamagedDocumentError(
            path=path, kind="a letter", reason="it is nested too deeply"
        ) from error
    if not words and any(part.get_content_type() in _ENCRYPTED for part in letter.walk()):
        raise EncryptedDocumentError(path=path)
    return Content(words, headings, _read_front(letter), attachments)


def _parse(path: str, data: bytes) -> EmailMessage:
    """Parse a letter; `email` itself would take minutes and gigabytes for a million parts."""
    parts = count(1)

    def add_part(policy: Any = None) -> Any:
        if next(parts) > _MAX_PARTS:
            reason = f"it has more than {_MAX_PARTS:,} parts"
            raise DamagedDocumentError(path=path, kind="a letter", reason=reason)
        return EmailMessage(policy)

    policy = _Policy().clone(message_factory=add_part)
    return message_from_bytes(data, policy=cast("Policy[EmailMessage]", policy))


class _Policy(EmailPolicy):
    """Empties long headers: `email` needs square time for addresses, half a minute for 200 kB."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value if len(value) <= _MAX_HEADER_CHARS else ""


def _blocks(path: str, letter: EmailMessage) -> Iterator[Block]:
    for text, is_html in find_texts(letter):
        yield from read_page(path, text)[1] if is_html else _part_quoted(text)


def _part_quoted(text: str) -> Iterator[Block]:
    """Part a plain text from an earlier letter quoted below it."""
    last = max((match.end() for match in _UNQUOTED.finditer(text)), default=0)
    for match in _QUOTED_REST.finditer(text):
        if match.end("who") >= last:
            yield Block(text[: match.start()].strip())
            yield Block(match["who"].replace("\n", " ").strip(), level=1)
            yield Block(text[match.end() :].strip())
            return
    yield Block(text.strip("\n").rstrip())


def _read_front(letter: EmailMessage) -> dict[str, str]:
    said = {"title": _subject(letter), "author": _sender(letter), "published": _day(letter)}
    return keep_valid(said)


def _subject(letter: EmailMessage) -> str | None:
    try:
        return str(letter["subject"] or "")
    except _HEADER_ERRORS:
        return None


def _sender(letter: EmailMessage) -> str | None:
    try:
        addresses = letter["from"].addresses if letter["from"] else ()
        names = [one.display_name or (one.addr_spec if one.domain else "") for one in addresses]
        return ", ".join(name for name in names if name)
    except _HEADER_ERRORS:
        return None


def _day(letter: EmailMessage) -> str | None:
    """The day by the sender's own clock."""
    try:
        moment = letter["date"].datetime if letter["date"] else None
    except _HEADER_ERRORS:
        return None
    return moment.date().isoformat() if moment else None
