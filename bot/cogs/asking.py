"""Asking with a command: `/ask`, and "Ask the dossier about this" in a message's menu."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.addressing import may_answer, wrong_channel
from bot.desk import Inquiry
from bot.errors import NoTextError
from bot.pressing import Used
from bot.render.reading import read_shown_question
from bot.replies.interaction import InteractionReply
from bot.services import Services
from bot.telling import telling_failures
from bot.threads import strip_marks
from bot.translator import language_of, name_options, text


class Asking(commands.Cog):
    """Takes questions, and hands them to the desk."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._services = services
        self._menu = app_commands.ContextMenu(name=text("ask_about"), callback=self._ask_about)

    async def cog_load(self) -> None:
        """As discord.py calls it: a menu can't be declared inside a cog."""
        self._bot.tree.add_command(self._menu)

    @app_commands.command(name=text("ask"), description=text("ask_description"))
    @name_options("question", "private")
    async def ask(self, interaction: Used, question: str, private: bool = False) -> None:
        """Answer a question, for all to see or for the asker alone."""
        async with telling_failures(interaction, private=private) as reply:
            await self._serve(interaction, reply, question)

    async def _ask_about(self, interaction: Used, message: discord.Message) -> None:
        async with telling_failures(interaction, private=False) as reply:
            question = strip_marks(message.content) or read_shown_question(message)
            if not question:
                raise NoTextError
            await self._serve(interaction, reply, question)

    async def _serve(self, interaction: Used, reply: InteractionReply, question: str) -> None:
        """Raises: WrongChannelError."""
        settings = await self._services.servers.recall(interaction.guild_id)
        channel = interaction.channel
        if channel is not None and not may_answer(channel, settings):
            raise wrong_channel(settings)
        inquiry = Inquiry(
            text=question,
            person=interaction.user.id,
            server=interaction.guild_id,
            channel=interaction.channel_id or 0,
            locale=language_of(interaction.locale),
            is_unseen=True,
        )
        await self._services.desk.serve(inquiry, reply)
