"""What a reader makes of a file's bytes. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.documents import Heading, Place


@dataclass(frozen=True)
class Attachment:
    """A file inside a document, which is a document of its own. `name` has no folder in it.

    No two of a document have one name, also where case makes no difference.
    """

    name: str
    data: bytes


@dataclass(frozen=True)
class Content:
    """Text, the headings in it, and what the file itself says about the document, unchecked."""

    text: str
    headings: tuple[Heading, ...] = ()
    front: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    places: tuple[Place, ...] = ()
