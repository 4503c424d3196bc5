"""How a source is named beside a quote, in the asker's language. Pure."""

from datetime import date
from typing import TypeAlias

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.answers import Citation
from bot.phrases import Phrases
from ingest.documents import Kind, Metadata, Place

About: TypeAlias = Metadata | Citation
"""What is known about a document: its metadata, or a citation that has taken them over."""


def name_speaker(about: About, phrases: Phrases) -> str:
    """Who says it: a party in its own words, else the publisher, else the author."""
    if about.party or about.kind is Kind.STATEMENT:
        speaker = about.party or about.author or about.publisher
        if speaker:
            return phrases("own_words", party=speaker)
    return about.publisher or about.author or phrases("unknown_publisher")


def name_title(citation: Citation) -> str:
    """The document's title; its path where it has none."""
    return citation.title or citation.document


def describe_source(citation: Citation, phrases: Phrases) -> list[str]:
    """Date ("undated" said aloud), kind and place if known, and language unless the asker's."""
    return describe_document(citation, phrases, say_place(citation, phrases))


def describe_document(about: About, phrases: Phrases, place: str = "") -> list[str]:
    """Say the same of a document that is not cited."""
    parts = [format_published(about.published, phrases)]
    if about.kind is not None:
        parts.append(phrases(f"kind_{about.kind}"))
    if place:
        parts.append(place)
    if about.language and about.language != phrases.language:
        parts.append(name_language(about.language, phrases.language))
    return parts


def say_place(at: Citation | Place | None, phrases: Phrases) -> str:
    """Say where in the original that is: "p. 3", "row 12", "at 0:12:03"; empty if unknown."""
    if isinstance(at, Place):
        return phrases(at.kind, **{at.kind.value: at.value})
    known = at.model_dump(include={"page", "row", "time"}, exclude_none=True) if at else {}
    return next((phrases(kind, **{kind: value}) for kind, value in known.items()), "")


def format_published(published: str | None, phrases: Phrases) -> str:
    """Write YYYY, YYYY-MM or YYYY-MM-DD out as far as it is known."""
    if published is None:
        return phrases("undated")
    year, month, day = (int(part) for part in f"{published}-1-1".split("-")[:3])
    when, locale = date(year, month, day), phrases.language
    if len(published) == len("2008-05-20"):
        return format_date(when, "long", locale=locale)
    if len(published) == len("2008-05"):
        return format_skeleton("yMMMM", when, locale=locale)
    return published


def name_language(language: str, in_language: str) -> str:
    """Name a language (ISO 639-1) in another; its code where CLDR has no name."""
    return str(Locale(in_language).languages.get(language, language))
