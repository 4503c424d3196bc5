"""The parts of a letter: which are its text, and which are files of their own."""

import mimetypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from email import policy
from email.message import EmailMessage
from typing import cast

_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-encrypted",
        "message/delivery-status",
    }
)
"""Parts that are for programs."""
_NOT_IN_NAMES = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069:]+"
)
_MAX_NAME_CHARS = 80
"""Four bytes each at most: every file system takes such a name."""


def find_texts(part: EmailMessage) -> Iterator[tuple[str, bool]]:
    """Yield the texts that are shown as the letter, and whether each is HTML."""
    sort = part.get_content_type()
    if _is_file(part):
        return
    if not part.is_multipart():
        if sort in ("text/plain", "text/html"):
            yield _decode(part), sort == "text/html"
        return
    within = [list(find_texts(inner)) for inner in _children(part)]
    if sort == "multipart/alternative":
        yield from _plainest(within)
    else:
        yield from (text for texts in within for text in texts)


def find_attachments(letter: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file, no name twice; pictures shown in the text are none."""
    times: Counter[str] = Counter()
    for number, part in enumerate(_files(letter), 1):
        name = free = _name(part, number)
        while free.lower() in times:
            times[name.lower()] += 1
            stem, dot, suffix = name.rpartition(".") if "." in name else (name, "", "")
            free = f"{stem} ({times[name.lower()]}){dot}{suffix}"
        times[free.lower()] += 1
        yield free, _bytes(part)


def _files(part: EmailMessage, around: str = "") -> Iterator[EmailMessage]:
    sort = part.get_content_type()
    if not _is_file(part):
        for inner in _children(part):
            yield from _files(inner, sort)
    elif sort not in _SIGNATURES and not _is_shown_in_text(part, around):
        yield part


def _children(part: EmailMessage) -> Iterable[EmailMessage]:
    return cast("list[EmailMessage]", part.get_payload()) if part.is_multipart() else []


def _is_file(part: EmailMessage) -> bool:
    sort = part.get_content_type()
    if sort.startswith("multipart/"):
        return False
    is_text = sort in ("text/plain", "text/html")
    return not is_text or part.is_attachment() or part.get_filename() is not None


def _is_shown_in_text(part: EmailMessage, around: str) -> bool:
    """Whether it is a picture of the HTML beside it; those sent as files may have an id as well."""
    return part.get_content_maintype() == "image" and (
        around == "multipart/related" or part.get_content_disposition() == "inline"
    )


def _plainest(forms: list[list[tuple[str, bool]]]) -> list[tuple[str, bool]]:
    """Of the same text in several forms, the plain one, unless it is empty."""
    full = [texts for texts in forms if any(text.strip() for text, _ in texts)]
    plain = [texts for texts in full if not any(is_html for _, is_html in texts)]
    return (plain or full or [[]])[0]


def _decode(part: EmailMessage) -> str:
    """Decode by the charset that is given, else as UTF-8; what is neither gets U+FFFD in its place.

    A letter can't be saved again in another encoding, so it is not refused.
    """
    data = _bytes(part)
    given = part.get_content_charset() or "utf-8"
    for charset in (given, "utf-8"):
        try:
            text = data.decode(charset)
            break
        except (LookupError, ValueError):  # a name may have a NUL in it, or mean no charset
            continue
    else:
        text = data.decode("utf-8", "replace")
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_maintype() == "message":
        # Under the policy of old, that takes headers as they are.
        return b"".join(inner.as_bytes(policy=policy.compat32) for inner in _children(part))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: EmailMessage, number: int) -> str:
    """What the part is called, as a name without folder that every system can keep."""
    is_letter = part.get_content_type() == "message/rfc822"
    given = part.get_filename() or (_subject_of(part) if is_letter else "")
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rstrip("/")
    name = name if is_letter and not part.get_filename() else name.rpartition("/")[2]
    name = _NOT_IN_NAMES.sub("_", name.replace("/", "_")).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    name = f"{stem[: _MAX_NAME_CHARS - len(suffix)]}{dot}{suffix}"[-_MAX_NAME_CHARS:]
    if is_letter and not name.lower().endswith(".eml"):
        return f"{name or f'letter {number}'}.eml"
    return name or f"attachment {number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _subject_of(part: EmailMessage) -> str:
    inner = next(iter(_children(part)), None)
    return "" if inner is None else " ".join(str(inner.get("subject", "")).split())
