"""Changing the dossier from Discord: `/reingest`, `/dossier add`, `/dossier remove`, and `/gaps`,
which says what to add. For editors alone.
"""

import asyncio

import discord
from discord import app_commands, ui
from discord.ext import commands
from pydantic import ValidationError

from bot.cogs.sources import complete_document, find_by_key, find_document
from bot.errors import IngestLaterError, LastDocumentError, NotEditorError
from bot.failures import explain
from bot.gaps import find_gaps, texts_to_embed
from bot.live import CatalogueEntry, LiveDossier
from bot.pressing import IdButton, Used
from bot.render.buttons import GAPS, REMOVAL, gaps_row, lay_out, removal_row
from bot.render.escaping import escape
from bot.render.listing.gaps import GAPS_A_PAGE, render_gaps
from bot.render.listing.report import render_report
from bot.render.paging import on_page, turn_to
from bot.render.progress import say_ingesting
from bot.replies.interaction import InteractionReply
from bot.sending import acknowledge, download, insist
from bot.services import Services, services_of
from bot.settings import BotSettings
from bot.telling import phrases_for, telling_failures
from bot.translator import phrase_text, text
from bot.uploads import remove_document, store_document
from ingest.documents import Kind, Metadata
from ingest.errors import BusyError, DossierError, MetadataError, TooLargeDocumentError
from ingest.folder import MAX_BYTES
from ingest.update import check_report

EDIT_EVERY_S = 2.0
"""Discord allows five edits in five seconds; a person reads no faster."""


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
        self._bot.add_dynamic_items(RemovalButton, GapsButton)

    @app_commands.command(name=text("reingest"), description=text("reingest_description"))
    @app_commands.guild_only()
    async def reingest(self, interaction: Used) -> None:
        """Bring the index up to date with the folder."""
        async with telling_failures(interaction) as reply:
            check_editor(interaction, self._services.settings)
            await reply.open()
            await ingest(interaction, reply)

    @dossier.command(name=text("add"), description=text("add_description"))
    @app_commands.rename(
        file=text("file"),
        replace=text("replace"),
        title=text("title"),
        publisher=text("publisher"),
        published=text("published"),
        kind=text("kind"),
        source=text("source"),
    )
    @app_commands.describe(
        file=text("file_description"),
        replace=text("replace_description"),
        title=text("title_description"),
        publisher=text("publisher_description"),
        published=text("published_description"),
        kind=text("kind_description"),
        source=text("source_description"),
    )
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
            if file.size > MAX_BYTES:
                raise TooLargeDocumentError(
                    path=file.filename, megabytes=file.size / 1e6, limit=MAX_BYTES / 1e6
                )
            about = _read_metadata(
                file.filename,
                title=title,
                publisher=publisher,
                published=published,
                kind=kind,
                source=source,
            )
            await reply.open()
            data = await download(file)
            await asyncio.to_thread(
                store_document, settings.dossier_dir, file.filename, data, about, replace=replace
            )
            await ingest_change(interaction, reply)

    @dossier.command(name=text("remove"), description=text("remove_description"))
    @app_commands.rename(document=text("document"))
    @app_commands.describe(document=text("document_description"))
    async def remove(self, interaction: Used, document: str) -> None:
        """Ask whether to remove a document."""
        async with telling_failures(interaction) as reply:
            check_editor(interaction, self._services.settings)
            entry = find_document(self._services.dossier, document)
            check_not_last(entry, self._services.dossier)
            await reply.open()
            phrases = phrases_for(interaction)
            question = phrases(
                "removal_question", document=escape(entry.path), passages=len(entry.passage_ids)
            )
            view = lay_out(ui.TextDisplay(question), removal_row(entry.path, phrases))
            await reply.answer([view], "")

    @remove.autocomplete("document")
    async def _complete(self, _: Used, typed: str) -> list[app_commands.Choice[str]]:
        return complete_document(self._services.dossier, typed)

    @app_commands.command(name=text("gaps"), description=text("gaps_description"))
    @app_commands.guild_only()
    async def gaps(self, interaction: Used) -> None:
        """Show what was asked and not answered, most asked first."""
        async with telling_failures(interaction) as reply:
            check_editor(interaction, self._services.settings)
            await reply.open()
            await reply.answer([await _gaps(interaction, 1)], "")


class RemovalButton(IdButton, template=REMOVAL):
    """Removes a document, or keeps it."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with telling_failures(interaction) as reply:
            services = services_of(interaction)
            check_editor(interaction, services.settings)
            if self.parts["what"] == "keep":
                kept = ui.TextDisplay[ui.LayoutView](phrases_for(interaction)("removal_kept"))
                await acknowledge(lambda: interaction.response.edit_message(view=lay_out(kept)))
                return
            entry = find_by_key(services.dossier, self.parts["document"])
            check_not_last(entry, services.dossier)
            await reply.open()
            folder = services.settings.dossier_dir
            await asyncio.to_thread(remove_document, folder, entry.path)
            await ingest_change(interaction, reply)


class GapsButton(IdButton, template=GAPS):
    """Turns a page of the gaps."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        async with telling_failures(interaction):
            check_editor(interaction, services_of(interaction).settings)
            await acknowledge(interaction.response.defer)
            view = await _gaps(interaction, int(self.parts["page"]))
            await insist(lambda: interaction.edit_original_response(view=view))


def check_editor(interaction: Used, settings: BotSettings) -> None:
    """Raises: NotEditorError, unless the person has Manage Server or the editors' role here.

    With DISCORD_GUILDS, only these servers count: anyone may invite a public bot to their own.
    """
    is_ours = not settings.discord_guilds or interaction.guild_id in settings.discord_guilds
    role = settings.dossier_editor_role
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    is_editor = role is not None and any(role in (r.name, str(r.id)) for r in roles)
    if not is_ours or not (interaction.permissions.manage_guild or is_editor):
        raise NotEditorError


def check_not_last(entry: CatalogueEntry, dossier: LiveDossier) -> None:
    """Raises: LastDocumentError, if there would be nothing left to answer from."""
    if dossier.catalogue.keys() <= {entry.path}:
        raise LastDocumentError(path=entry.path)


async def ingest_change(interaction: Used, reply: InteractionReply) -> None:
    """Do as `ingest`, after the folder was changed: trying that again would be no remedy.

    Raises: IngestLaterError; and as `ingest`, but BusyError.
    """
    try:
        await ingest(interaction, reply)
    except BusyError as error:
        raise IngestLaterError from error


async def ingest(interaction: Used, reply: InteractionReply) -> None:
    """Sync the index, showing how far it is, and report.

    Raises: as `LiveDossier.update`.
    """
    services, phrases = services_of(interaction), phrases_for(interaction)
    latest = phrases("reingest_starting")

    def keep(path: str, done: float, total: int) -> None:
        nonlocal latest
        latest = say_ingesting(path, done, total, phrases)

    working = asyncio.create_task(services.dossier.update(keep))
    shown = ""
    while not (await asyncio.wait({working}, timeout=EDIT_EVERY_S))[0]:
        if latest != shown:
            shown = latest
            await reply.say_progress(shown)
    report = await working
    note = None
    try:
        check_report(report, services.settings.dossier_dir)
    except DossierError as error:
        note = ui.TextDisplay[ui.LayoutView](explain(error, phrases, str(interaction.id)).text)
    await reply.answer([lay_out(render_report(report, phrases), note)], "")


def _read_metadata(path: str, **known: str | None) -> Metadata:
    """Raises: MetadataError."""
    try:
        return Metadata.model_validate({key: value or None for key, value in known.items()})
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}"
        keys = ", ".join(Metadata.model_fields)
        raise MetadataError(path=path, reason=reason, where="/dossier add", keys=keys) from error


async def _gaps(interaction: Used, number: int) -> ui.LayoutView:
    services, phrases = services_of(interaction), phrases_for(interaction)
    records = await asyncio.to_thread(services.records.unanswered, interaction.guild_id)
    vectors = await services.dossier.embed(texts_to_embed(records))
    gaps = await asyncio.to_thread(find_gaps, records, vectors)
    page = turn_to(number, len(gaps), GAPS_A_PAGE)
    container = render_gaps(on_page(gaps, page, GAPS_A_PAGE), page, phrases)
    return lay_out(container, gaps_row(page, phrases))
