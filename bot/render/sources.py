"""How a source is named beside a quote, in the asker's language. Pure."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.answers import Citation
from bot.phrases import Phrases
from ingest.documents import Kind


def name_speaker(citation: Citation, phrases: Phrases) -> str:
    """Who says it: a party in its own words, else the publisher, else the author."""
    if citation.party or citation.kind is Kind.STATEMENT:
        speaker = citation.party or citation.author or citation.publisher
        if speaker:
            return phrases("own_words", party=speaker)
    return citation.publisher or citation.author or phrases("unknown_publisher")


def name_title(citation: Citation) -> str:
    """The document's title; its path where it has none."""
    return citation.title or citation.document


def describe_source(citation: Citation, phrases: Phrases) -> list[str]:
    """Date ("undated" said aloud), kind, page, and language unless it is the asker's."""
    kind = phrases(f"kind_{citation.kind or 'unknown'}")
    parts = [format_published(citation.published, phrases), kind]
    if citation.page is not None:
        parts.append(phrases("page", page=citation.page))
    if citation.language and citation.language != phrases.language:
        parts.append(name_language(citation.language, phrases.language))
    return parts


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
