"""How things stand, how to ask, and what is kept about oneself: `/status`, `/help`, `/forget`."""

import asyncio

import discord
import numpy as np
from discord import app_commands
from discord.ext import commands

from bot.pressing import Used
from bot.render.buttons import lay_out
from bot.render.listing.help import COMMANDS, render_help
from bot.render.listing.status import Status, render_status
from bot.sending import FAILED_CALL
from bot.services import Services, services_of
from bot.telling import phrases_for, telling_failures
from bot.translator import text


class StatusCog(commands.Cog, name="Status"):
    """Tells about the bot itself, to who asks alone."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name=text("status"), description=text("status_description"))
    async def status(self, interaction: Used) -> None:
        """Show what the bot answers from, and how fast."""
        async with telling_failures(interaction) as reply:
            await reply.open()
            dossier, latencies = self._services.dossier, self._services.desk.latencies
            entries = dossier.catalogue.values()
            p50, p95 = np.percentile(latencies, [50, 95]) if latencies else (None, None)
            status = Status(
                documents=len(entries),
                passages=sum(len(entry.passage_ids) for entry in entries),
                model=dossier.model,
                fingerprint=dossier.fingerprint,
                ingested=await dossier.synced_at(),
                p50_s=p50,
                p95_s=p95,
            )
            await reply.answer([lay_out(render_status(status, phrases_for(interaction)))], "")

    @app_commands.command(name=text("help"), description=text("help_description"))
    async def help(self, interaction: Used) -> None:
        """Say how to ask, and what an answer promises."""
        async with telling_failures(interaction) as reply:
            await reply.open()
            mentions = await _mentions(interaction)
            await reply.answer([lay_out(render_help(mentions, phrases_for(interaction)))], "")

    @app_commands.command(name=text("forget"), description=text("forget_description"))
    async def forget(self, interaction: Used) -> None:
        """Delete what is kept about who asks for it."""
        async with telling_failures(interaction) as reply:
            await reply.open()
            person, phrases = interaction.user.id, phrases_for(interaction)
            desk, feedback = self._services.desk, self._services.feedback
            async with desk.queue.admit(is_question=False):
                # In turn and not too often: the whole file is written anew.
                async with desk.admit(person, interaction.guild_id):
                    gone = await asyncio.to_thread(feedback.forget, person)
                key = "forgotten" if gone.answers or gone.votes else "forgotten_nothing"
                await reply.tell(phrases(key, answers=gone.answers, votes=gone.votes))


async def _mentions(interaction: Used) -> dict[str, str]:
    """The commands as Discord lets one click them; it takes their ids, which are asked for."""
    here, servers = interaction.guild_id, services_of(interaction).settings.discord_guilds
    scope = discord.Object(here) if here is not None and here in servers else None
    try:
        known = await interaction.client.tree.fetch_commands(guild=scope)  # type: ignore[attr-defined]
    except FAILED_CALL:
        return {}  # then they are named, and can't be clicked
    return {command.name: command.mention for command in known if command.name in COMMANDS}
