"""What we know about a document. Data only."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Span(NamedTuple):
    """Half-open range of characters, in the document's text unless said otherwise."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both have a character in common: those that only touch have none."""
        return max(self.start, other.start) < min(self.end, other.end)


class Kind(StrEnum):
    """What sort of source a document is: it decides how its words are attributed."""

    PRESS = "press"
    RULING = "ruling"
    FILING = "filing"
    STATEMENT = "statement"
    TIMELINE = "timeline"
    REFERENCE = "reference"


class Metadata(BaseModel):
    """What an editor says about a document. None is "unknown", and is never filled by a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    """YYYY, YYYY-MM or YYYY-MM-DD."""
    language: str | None = None
    """ISO 639-1, two small letters."""
    source: str | None = None
    """Where the original stands, an http(s) address."""
    kind: Kind | None = None
    party: str | None = None
    """Whose own words these are, where the document is a party's to the matter."""

    @field_validator("published", mode="before")
    @classmethod
    def _read_date(cls, value: object) -> object:
        if isinstance(value, date | int) and not isinstance(value, bool):
            value = str(value)
        if value is None or not isinstance(value, str):
            return value
        match = _PUBLISHED.fullmatch(value.strip())
        if not match:
            raise ValueError("must be YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else 1 for part in match.groups())
        date(year, month, day)
        return value.strip()

    @field_validator("language")
    @classmethod
    def _check_language(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch("[a-z]{2}", value):
            raise ValueError("must be a two-letter code such as en, fr, de, es or ru")
        return value

    @field_validator("source")
    @classmethod
    def _check_source(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s<>\"\x00-\x1f]+", value):
            raise ValueError("must be an address that begins with http:// or https://")
        return value

    @model_validator(mode="after")
    def _no_empty_strings(self) -> Self:
        empty = [name for name in Metadata.model_fields if getattr(self, name) == ""]
        if empty:
            raise ValueError(f"{', '.join(empty)} must not be empty: leave the key out if unknown")
        return self


@dataclass(frozen=True)
class Heading:
    """A heading of a document: its depth from 1, its words, and where it stands in the text."""

    level: int
    title: str
    span: Span


class PlaceKind(StrEnum):
    """What is counted in a document, so that a reader finds the spot in the original."""

    PAGE = "page"
    ROW = "row"
    TIME = "time"


@dataclass(frozen=True)
class Place:
    """A page, row or moment of the original: it lasts from `start` to where the next one begins.

    `value` has no white space: "3", "12", "0:12:03". Pages and rows count from 1.
    """

    start: int
    kind: PlaceKind
    value: str


@dataclass(frozen=True)
class Document:
    """A file of the dossier as text, with what is known about it.

    `path` is relative to the dossier folder, with forward slashes. `content_hash` is the hex
    SHA-256 of the file and its sidecar: equal hashes mean there is nothing to do. `places` are of
    one kind and sorted.
    """

    path: str
    text: str
    metadata: Metadata
    content_hash: str
    headings: tuple[Heading, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    places: tuple[Place, ...] = ()
