"""The documents of the index, and how one is found by what people type or press."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from discord import app_commands
from llama_index.core.schema import TextNode

from bot.errors import DocumentGoneError, NoDocumentError
from bot.render.buttons import document_key
from ingest.documents import Metadata
from ingest.passages import (
    PassageId,
    content_hash_of,
    document_of,
    metadata_of,
    passage_id,
    span_of,
)

MAX_CHOICES, MAX_CHOICE_CHARS = 25, 100
"""What Discord takes of a completion."""


@dataclass(frozen=True)
class CatalogueEntry:
    """A document of the index."""

    path: str
    content_hash: str
    metadata: Metadata
    passage_ids: tuple[PassageId, ...]
    """In the document's order."""


Catalogue = Mapping[str, CatalogueEntry]
"""By path, in order of path."""


def read_catalogue(passages: Iterable[TextNode]) -> Catalogue:
    """Gather documents from all passages; of each passage no more stays than its id."""
    about: dict[str, tuple[str, Metadata]] = {}
    ids: dict[str, list[tuple[int, PassageId]]] = {}
    for passage in passages:
        path = document_of(passage)
        if path not in about:
            about[path] = content_hash_of(passage), metadata_of(passage)
        ids.setdefault(path, []).append((span_of(passage).start, passage_id(passage)))
    return {
        path: CatalogueEntry(path, *about[path], tuple(i for _, i in sorted(ids.pop(path))))
        for path in sorted(about)
    }


def find_by_key(catalogue: Catalogue, key: str) -> CatalogueEntry:
    """Find the document that a button's id stands for. Raises: DocumentGoneError."""
    for entry in catalogue.values():
        if document_key(entry.path) == key:
            return entry
    raise DocumentGoneError


def find_document(catalogue: Catalogue, name: str) -> CatalogueEntry:
    """Find a document by path, or else by title. Raises: NoDocumentError."""
    if entry := catalogue.get(name):
        return entry
    for entry in catalogue.values():
        if name == entry.metadata.title:
            return entry
    raise NoDocumentError(name=name)


def complete_document(catalogue: Catalogue, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the documents whose title or path has the letters typed so far."""
    wanted = typed.casefold()
    return [
        app_commands.Choice(name=_shown_name(entry), value=entry.path)
        for entry in catalogue.values()
        if wanted in f"{entry.metadata.title or ''} {entry.path}".casefold()
        and len(entry.path) <= MAX_CHOICE_CHARS
    ][:MAX_CHOICES]


def _shown_name(entry: CatalogueEntry) -> str:
    return (entry.metadata.title or entry.path)[:MAX_CHOICE_CHARS]
