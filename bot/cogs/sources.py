"""Looking into the dossier: `/sources` and `/search`."""

from collections.abc import Sequence

from discord import app_commands, ui
from discord.ext import commands

from bot.answers import check_question
from bot.catalogue import CatalogueEntry, complete_document, find_by_key, find_document
from bot.live import LiveDossier
from bot.phrases import Phrases
from bot.pressing import IdButton, Used, turn_page
from bot.ranking import RankedPassage
from bot.render.buttons import (
    DOCUMENT,
    DOCUMENTS,
    document_row,
    documents_row,
    lay_out,
)
from bot.render.listing.documents import (
    DOCUMENTS_A_PAGE,
    PASSAGES_A_PAGE,
    ListedDocument,
    render_document,
    render_documents,
)
from bot.render.listing.found import FOUND_A_PAGE, render_found
from bot.render.paging import Page, count_pages, on_page, turn_to
from bot.services import Services, services_of
from bot.telling import phrases_for, telling_failures
from bot.translator import name_options, text


class Sources(commands.Cog):
    """Shows documents and passages, to who asks alone."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._dossier = services.dossier
        self._desk = services.desk

    async def cog_load(self) -> None:
        """As discord.py calls it."""
        self._bot.add_dynamic_items(DocumentsButton, DocumentButton)

    @app_commands.command(name=text("sources"), description=text("sources_description"))
    @name_options("document")
    async def sources(self, interaction: Used, document: str | None = None) -> None:
        """List the documents, or show one with its passages."""
        async with telling_failures(interaction) as reply:
            await reply.open()
            phrases = phrases_for(interaction)
            if document is None:
                view = _documents(self._dossier, 1, phrases)
            else:
                entry = find_document(self._dossier.catalogue, document)
                view = await _document(self._dossier, entry, 1, phrases)
            await reply.answer([view], "")

    @sources.autocomplete("document")
    async def _complete(self, _: Used, typed: str) -> list[app_commands.Choice[str]]:
        return complete_document(self._dossier.catalogue, typed)

    @app_commands.command(name=text("search"), description=text("search_description"))
    @name_options(words="text")
    async def search(self, interaction: Used, words: str) -> None:
        """Show the passages that fit a text, with their scores."""
        async with telling_failures(interaction) as reply:
            query = check_question(words)
            await reply.open()
            async with self._desk.queue.admit(is_question=False):
                async with self._desk.admit(interaction.user.id, interaction.guild_id):
                    ranked = (await self._dossier.retrieve(query)).ranked
                await reply.answer(_found(query, ranked, phrases_for(interaction)), "")


class DocumentsButton(IdButton, template=DOCUMENTS):
    """Turns a page of the list of documents."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        await turn_page(interaction, lambda: self._make_page(interaction))

    async def _make_page(self, interaction: Used) -> ui.LayoutView:
        dossier, number = services_of(interaction).dossier, int(self.parts["page"])
        return _documents(dossier, number, phrases_for(interaction))


class DocumentButton(IdButton, template=DOCUMENT):
    """Turns a page of a document's passages."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        await turn_page(interaction, lambda: self._make_page(interaction))

    async def _make_page(self, interaction: Used) -> ui.LayoutView:
        """Raises: as `find_by_key` and `_document`."""
        dossier, number = services_of(interaction).dossier, int(self.parts["page"])
        entry = find_by_key(dossier.catalogue, self.parts["document"])
        return await _document(dossier, entry, number, phrases_for(interaction))


def _found(query: str, ranked: Sequence[RankedPassage], phrases: Phrases) -> list[ui.LayoutView]:
    pages = count_pages(len(ranked), FOUND_A_PAGE)
    containers = (
        render_found(query, on_page(ranked, page, FOUND_A_PAGE), page, phrases)
        for page in (Page(number, pages) for number in range(1, pages + 1))
    )
    return [lay_out(container) for container in containers]


def _documents(dossier: LiveDossier, number: int, phrases: Phrases) -> ui.LayoutView:
    entries = list(dossier.catalogue.values())
    page = turn_to(number, len(entries), DOCUMENTS_A_PAGE)
    listed = [_listed(entry) for entry in on_page(entries, page, DOCUMENTS_A_PAGE)]
    container = render_documents(listed, len(entries), page, phrases)
    return lay_out(container, documents_row(page, phrases))


async def _document(
    dossier: LiveDossier, entry: CatalogueEntry, number: int, phrases: Phrases
) -> ui.LayoutView:
    """Raises: DataFolderError."""
    page = turn_to(number, len(entry.passage_ids), PASSAGES_A_PAGE)
    passages = await dossier.passages(on_page(entry.passage_ids, page, PASSAGES_A_PAGE))
    begins = [passage.text for passage in passages]
    container = render_document(_listed(entry), begins, page, phrases)
    return lay_out(container, document_row(entry.path, page, phrases))


def _listed(entry: CatalogueEntry) -> ListedDocument:
    return ListedDocument(entry.path, entry.metadata, len(entry.passage_ids))
