"""`/sources`: the documents there are, and one of them with its passages' beginnings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.phrases import Phrases
from bot.render.citing import say_speaker
from bot.render.escaping import escape, escape_line, link
from bot.render.fitting import BLUE, GREY, Container, contain
from bot.render.paging import Page, say_title
from bot.render.shortening import shorten
from bot.render.sources import describe_document, name_language
from ingest.documents import Metadata

DOCUMENTS_A_PAGE = 10
PASSAGES_A_PAGE = 10
_MAX_SPEAKER_CHARS = 40
_MAX_PATH_CHARS = 150
_MAX_BEGINNING_CHARS = 100
_MAX_ENTRY_CHARS = 340
"""Ten documents fit into a message if none takes more; one that would is not linked."""


@dataclass(frozen=True)
class ListedDocument:
    """A document of the dossier."""

    path: str
    metadata: Metadata
    passages: int


def render_documents(
    documents: Sequence[ListedDocument], total: int, page: Page, phrases: Phrases
) -> Container:
    """Lay out one page of documents, at most DOCUMENTS_A_PAGE, of `total` that there are."""
    if not total:
        return contain([((phrases("sources_none"),),)], GREY)
    head = say_title(phrases("sources_title", count=total), page, phrases)
    entries = [_entry(document, phrases) for document in documents]
    return contain([((head,),), (tuple(entries),)], BLUE)


def render_document(
    document: ListedDocument, begins: Sequence[str], page: Page, phrases: Phrases
) -> Container:
    """Lay out a document with one page, at most PASSAGES_A_PAGE, of the texts of its passages."""
    about, path = document.metadata, shorten(document.path, _MAX_PATH_CHARS)
    head = (
        f"**{link(about.title or document.path, about.source)}**\n"
        f"-# {_describe(document, phrases)}\n-# {escape(path)}"
    )
    count = _count_passages(document, phrases)
    first = (page.number - 1) * PASSAGES_A_PAGE + 1
    lines = [
        f"-# {nth}\\. {escape_line(text, _MAX_BEGINNING_CHARS)}"
        for nth, text in enumerate(begins, first)
    ]
    listed = "\n".join([say_title(count, page, phrases), *lines])
    return contain([((head,),), ((listed,),)], BLUE)


def _entry(document: ListedDocument, phrases: Phrases) -> str:
    title = document.metadata.title or document.path
    about = f"\n-# {_describe(document, phrases)}"
    linked = link(title, document.metadata.source) + about
    return linked if len(linked) <= _MAX_ENTRY_CHARS else link(title, None) + about


def _describe(document: ListedDocument, phrases: Phrases) -> str:
    about = document.metadata
    speaker = say_speaker(about, phrases, _MAX_SPEAKER_CHARS)
    parts = describe_document(about, phrases)
    if about.language == phrases.language:  # beside others, this one's is worth saying too
        parts.append(name_language(about.language, phrases.language))
    return " · ".join([speaker, *map(escape, [*parts, _count_passages(document, phrases)])])


def _count_passages(document: ListedDocument, phrases: Phrases) -> str:
    if document.passages == 1:
        return phrases("sources_passage")
    return phrases("sources_passages", count=document.passages)
