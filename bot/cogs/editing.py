"""Changing the dossier from Discord: `/reingest`, `/dossier add` and `/dossier remove`. For editors
alone.
"""

import asyncio
from functools import partial

import discord
from discord import app_commands, ui
from discord.ext import commands
from pydantic import ValidationError

from bot.catalogue import complete_document, find_by_key, find_document
from bot.editors import check_editor
from bot.errors import UploadDateError, UploadSourceError
from bot.ingesting import ingest, logging_folder_failures
from bot.pressing import IdButton, Used
from bot.render.buttons import REMOVAL, lay_out, removal_row
from bot.render.escaping import escape
from bot.render.shortening import one_line, shorten
from bot.sending import download
from bot.services import Services, services_of
from bot.telling import phrases_for, telling_failures
from bot.translator import name_options, phrase_text, text
from bot.uploads import check_name, check_not_last, remove_document, store_document
from ingest.documents import Kind, Metadata
from ingest.errors import TooLargeDocumentError
from ingest.folder import MAX_BYTES

_MAX_VALUE_CHARS = 100


class Editing(commands.Cog):
    """Changes the dossier, for those who may."""

    dossier = app_commands.Group(
        name=text("dossier"), description=text("dossier_description"), guild_only=True
    )

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._services = services

    async def cog_load(self) -> None:
        """As discord.py calls it."""
        self._bot.add_dynamic_items(RemovalButton)

    @app_commands.command(name=text("reingest"), description=text("reingest_description"))
    @app_commands.guild_only()
    async def reingest(self, interaction: Used) -> None:
        """Bring the index up to date with the folder."""
        async with telling_failures(interaction) as reply:
            check_editor(interaction, self._services.settings)
            await reply.open()
            await ingest(interaction, reply)

    @dossier.command(name=text("add"), description=text("add_description"))
    @name_options("file", "replace", "title", "publisher", "published", "kind", "source")
    @app_commands.choices(
        kind=[app_commands.Choice(name=phrase_text(f"kind_{kind}"), value=kind) for kind in Kind]
    )
    async def add(
        self,
        interaction: Used,
        file: discord.Attachment,
        replace: bool = False,
        title: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        kind: str | None = None,
        source: str | None = None,
    ) -> None:
        """Write an attachment into the dossier, with what is said about it, and ingest it."""
        async with telling_failures(interaction) as reply:
            settings = self._services.settings
            check_editor(interaction, settings)
            check_name(file.filename)
            if file.size > MAX_BYTES:
                raise TooLargeDocumentError(
                    path=file.filename, megabytes=file.size / 1e6, limit=MAX_BYTES / 1e6
                )
            about = _read_metadata(
                title=title,
                publisher=publisher,
                published=published,
                kind=kind,
                source=source,
            )
            await reply.open()
            data = await download(file)
            folder, name = settings.dossier_dir, file.filename
            store = partial(store_document, folder, name, data, about, replace=replace)
            await ingest(interaction, reply, store)

    @dossier.command(name=text("remove"), description=text("remove_description"))
    @name_options("document")
    async def remove(self, interaction: Used, document: str) -> None:
        """Ask whether to remove a document."""
        async with telling_failures(interaction) as reply:
            settings = self._services.settings
            check_editor(interaction, settings)
            await reply.open()
            entry = find_document(self._services.dossier.catalogue, document)
            with logging_folder_failures():
                await asyncio.to_thread(check_not_last, settings.dossier_dir, entry.path)
            phrases = phrases_for(interaction)
            question = phrases(
                "removal_question", document=escape(entry.path), passages=len(entry.passage_ids)
            )
            view = lay_out(ui.TextDisplay(question), removal_row(entry.path, phrases))
            await reply.answer([view], "")

    @remove.autocomplete("document")
    async def _complete(self, _: Used, typed: str) -> list[app_commands.Choice[str]]:
        return complete_document(self._services.dossier.catalogue, typed)


class RemovalButton(IdButton, template=REMOVAL):
    """Removes a document, or keeps it."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with telling_failures(interaction) as reply:
            services, phrases = services_of(interaction), phrases_for(interaction)
            check_editor(interaction, services.settings)
            if self.parts["what"] == "keep":
                await reply.keep_message()
                await reply.replace(lay_out(ui.TextDisplay(phrases("removal_kept"))))
                return
            await reply.take_place(phrases("reingest_starting"))
            entry = find_by_key(services.dossier.catalogue, self.parts["document"])
            folder = services.settings.dossier_dir
            await ingest(interaction, reply, partial(remove_document, folder, entry.path))


def _read_metadata(**known: str | None) -> Metadata:
    """Raises: UploadDateError, UploadSourceError."""
    said = {key: (value or "").strip() or None for key, value in known.items()}
    try:
        return Metadata.model_validate(said)
    except ValidationError as error:
        key = error.errors()[0]["loc"][0]
        value = shorten(one_line(said[str(key)] or ""), _MAX_VALUE_CHARS)
        if key == "published":
            raise UploadDateError(value=value) from error
        raise UploadSourceError(value=value) from error
