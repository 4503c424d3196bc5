"""`/setup`: where on a server the bot answers, and where it does so unasked."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotManagerError
from bot.pressing import Used
from bot.render.buttons import lay_out
from bot.render.listing.setup import render_setup
from bot.replies.interaction import InteractionReply
from bot.servers import ChannelRole, ServerSettings
from bot.services import Services
from bot.telling import phrases_for, telling_failures
from bot.translator import name_options, text

Choosable = discord.TextChannel | discord.ForumChannel


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class Setup(commands.GroupCog, name=text("setup"), description=text("setup_description")):
    """Changes and shows a server's settings, to those with Manage Server alone."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._servers = services.servers

    @app_commands.command(name=text("show"), description=text("show_description"))
    async def show(self, interaction: Used) -> None:
        """Show where the bot answers."""
        async with telling_failures(interaction) as reply:
            server = await _open(interaction, reply)
            await self._answer(interaction, reply, server)

    @app_commands.command(name=text("allow"), description=text("allow_description"))
    @name_options("channel")
    async def allow(self, interaction: Used, channel: Choosable) -> None:
        """Put a channel on the list of those where the bot may answer."""
        await self._add(interaction, channel, ChannelRole.ALLOWED)

    @app_commands.command(name=text("listen"), description=text("listen_description"))
    @name_options("channel")
    async def listen(self, interaction: Used, channel: Choosable) -> None:
        """Let the bot answer every message of a channel, or every new post of a forum."""
        is_forum = isinstance(channel, discord.ForumChannel)
        role = ChannelRole.FORUM if is_forum else ChannelRole.EVERY_MESSAGE
        await self._add(interaction, channel, role)

    @app_commands.command(name=text("reset"), description=text("reset_description"))
    @name_options("channel")
    async def reset(self, interaction: Used, channel: Choosable | None = None) -> None:
        """Take a channel off every list, or all channels: one that is deleted can't be chosen."""
        async with telling_failures(interaction) as reply:
            server = await _open(interaction, reply)
            if channel is None:
                await asyncio.to_thread(self._servers.replace, server, ServerSettings())
            else:
                await asyncio.to_thread(self._servers.remove_channel, channel.id)
            await self._answer(interaction, reply, server)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Take a channel that is gone off the lists, but not if that would open all the others."""
        settings = self._servers.read(channel.guild.id)
        if settings.allowed != {channel.id}:
            await asyncio.to_thread(self._servers.remove_channel, channel.id)

    async def _add(self, interaction: Used, channel: Choosable, role: ChannelRole) -> None:
        async with telling_failures(interaction) as reply:
            server = await _open(interaction, reply)
            await asyncio.to_thread(self._servers.add, server, channel.id, role)
            await self._answer(interaction, reply, server)

    async def _answer(self, interaction: Used, reply: InteractionReply, server: int) -> None:
        settings = self._servers.read(server)
        reads, phrases = self._bot.intents.message_content, phrases_for(interaction)
        container = render_setup(settings, phrases, reads_messages=reads)
        await reply.answer([lay_out(container)], "")


async def _open(interaction: Used, reply: InteractionReply) -> int:
    """Acknowledge a command before anything is read, which may take longer than Discord waits.

    Returns: the server's id. Raises: NotManagerError.
    """
    server = check_manager(interaction)
    await reply.open()
    return server


def check_manager(interaction: Used) -> int:
    """Give the server's id. Raises: NotManagerError, unless the person has Manage Server."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise NotManagerError
    return interaction.guild_id
