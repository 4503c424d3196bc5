"""`/setup`: where on a server the bot answers, and where it does so unasked."""

import asyncio
from collections.abc import Iterable

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NotManagerError
from bot.phrases import Phrases
from bot.pressing import Used
from bot.servers import ChannelRole, ServerSettings
from bot.services import Services
from bot.telling import phrases_for, telling_failures
from bot.translator import text

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
        async with telling_failures(interaction):
            check_manager(interaction)
            await self._answer(interaction)

    @app_commands.command(name=text("allow"), description=text("allow_description"))
    @app_commands.rename(channel=text("channel"))
    @app_commands.describe(channel=text("channel_description"))
    async def allow(self, interaction: Used, channel: Choosable) -> None:
        """Put a channel on the list of those where the bot may answer."""
        await self._add(interaction, channel, ChannelRole.ALLOWED)

    @app_commands.command(name=text("listen"), description=text("listen_description"))
    @app_commands.rename(channel=text("channel"))
    @app_commands.describe(channel=text("channel_description"))
    async def listen(self, interaction: Used, channel: Choosable) -> None:
        """Let the bot answer every message of a channel, or every new post of a forum."""
        is_forum = isinstance(channel, discord.ForumChannel)
        role = ChannelRole.FORUM if is_forum else ChannelRole.EVERY_MESSAGE
        await self._add(interaction, channel, role)

    @app_commands.command(name=text("reset"), description=text("reset_description"))
    @app_commands.rename(channel=text("channel"))
    @app_commands.describe(channel=text("channel_description"))
    async def reset(self, interaction: Used, channel: Choosable) -> None:
        """Take a channel off every list."""
        async with telling_failures(interaction):
            check_manager(interaction)
            await asyncio.to_thread(self._servers.remove_channel, channel.id)
            await self._answer(interaction)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Take a channel that is gone off the lists, but not if that would open all the others."""
        settings = await asyncio.to_thread(self._servers.read, channel.guild.id)
        if settings.allowed != {channel.id}:
            await asyncio.to_thread(self._servers.remove_channel, channel.id)

    async def _add(self, interaction: Used, channel: Choosable, role: ChannelRole) -> None:
        async with telling_failures(interaction):
            server = check_manager(interaction)
            await asyncio.to_thread(self._servers.add, server, channel.id, role)
            await self._answer(interaction)

    async def _answer(self, interaction: Used) -> None:
        server = check_manager(interaction)
        settings = await asyncio.to_thread(self._servers.read, server)
        shown = say_settings(settings, phrases_for(interaction))
        if (settings.every_message or settings.forums) and not self._bot.intents.message_content:
            shown += f"\n{phrases_for(interaction)('setup_unread')}"
        await interaction.response.send_message(shown, ephemeral=True)


def check_manager(interaction: Used) -> int:
    """Give the server's id. Raises: NotManagerError, unless the person has Manage Server."""
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise NotManagerError
    return interaction.guild_id


def say_settings(settings: ServerSettings, phrases: Phrases) -> str:
    """Write a server's settings out; channels as Discord links them."""
    allowed = settings.allowed | settings.every_message | settings.forums
    lines = [
        f"**{phrases('setup_title')}**",
        phrases("setup_allowed", channels=_mention(allowed, phrases))
        if settings.allowed
        else phrases("setup_allowed_all"),
        phrases("setup_every_message", channels=_mention(settings.every_message, phrases)),
        phrases("setup_forums", channels=_mention(settings.forums, phrases)),
    ]
    return "\n".join(lines)


def _mention(channels: Iterable[int], phrases: Phrases) -> str:
    return ", ".join(f"<#{channel}>" for channel in sorted(channels)) or phrases("setup_none")
