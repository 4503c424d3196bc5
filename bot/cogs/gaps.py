"""`/gaps`: what people asked and the dossier did not say. For editors alone."""

import asyncio

from discord import app_commands, ui
from discord.ext import commands

from bot.editors import check_editor
from bot.gaps import Gap, find_gaps, texts_to_embed
from bot.pressing import IdButton, Used, turn_page
from bot.render.buttons import GAPS, gaps_row, lay_out
from bot.render.listing.gaps import GAPS_A_PAGE, render_gaps
from bot.render.paging import on_page, turn_to
from bot.services import Services, services_of
from bot.telling import phrases_for, telling_failures
from bot.translator import text


class Gaps(commands.Cog):
    """Shows editors what the dossier lacks."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._services = services

    async def cog_load(self) -> None:
        """As discord.py calls it."""
        self._bot.add_dynamic_items(GapsButton)

    @app_commands.command(name=text("gaps"), description=text("gaps_description"))
    @app_commands.guild_only()
    async def gaps(self, interaction: Used) -> None:
        """Show what was asked and not answered, most asked first."""
        async with telling_failures(interaction) as reply:
            check_editor(interaction, self._services.settings)
            await reply.open()
            async with self._services.desk.queue.admit(is_question=False):
                await reply.answer([await _page(interaction, 1)], "")


class GapsButton(IdButton, template=GAPS):
    """Turns a page of the gaps."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        await turn_page(interaction, lambda: self._make_page(interaction))

    async def _make_page(self, interaction: Used) -> ui.LayoutView:
        """Raises: as `check_editor` and `_page`."""
        check_editor(interaction, services_of(interaction).settings)
        return await _page(interaction, int(self.parts["page"]))


async def _page(interaction: Used, number: int) -> ui.LayoutView:
    """Raises: as `Desk.admit`; DataFolderError."""
    phrases, gaps = phrases_for(interaction), await _find_gaps(interaction)
    page = turn_to(number, len(gaps), GAPS_A_PAGE)
    container = render_gaps(on_page(gaps, page, GAPS_A_PAGE), page, phrases)
    return lay_out(container, gaps_row(page, phrases))


async def _find_gaps(interaction: Used) -> list[Gap]:
    services = services_of(interaction)
    async with services.desk.admit(interaction.user.id, interaction.guild_id):
        records = await asyncio.to_thread(services.records.unanswered, interaction.guild_id)
        vectors = await services.dossier.embed(texts_to_embed(records))
        ids = [record.id for record in records]
        reasons = await asyncio.to_thread(services.feedback.reasons, ids)
        return await asyncio.to_thread(find_gaps, records, vectors, reasons)
