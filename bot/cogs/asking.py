"""Asking with a command: `/ask`, and "Ask the dossier about this" in a message's menu."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import NoTextError
from bot.inquiring import inquiry_of
from bot.pressing import Used
from bot.render.escaping import strip_marks
from bot.render.reading import read_shown_question
from bot.services import Services
from bot.telling import telling_failures
from bot.translator import name_options, text


class Asking(commands.Cog):
    """Takes questions, and hands them to the desk."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._desk = services.desk
        self._menu = app_commands.ContextMenu(name=text("ask_about"), callback=self._ask_about)

    async def cog_load(self) -> None:
        """As discord.py calls it: a menu can't be declared inside a cog."""
        self._bot.tree.add_command(self._menu)

    @app_commands.command(name=text("ask"), description=text("ask_description"))
    @name_options("question", "private")
    async def ask(self, interaction: Used, question: str, private: bool = False) -> None:
        """Answer a question, for all to see or for the asker alone."""
        async with telling_failures(interaction, private=private) as reply:
            inquiry = inquiry_of(interaction, question, is_unseen=True)
            await self._desk.serve(inquiry, reply)

    async def _ask_about(self, interaction: Used, message: discord.Message) -> None:
        async with telling_failures(interaction, private=False) as reply:
            question = strip_marks(message.content) or read_shown_question(message)
            if not question:
                raise NoTextError
            is_own = message.author.id == interaction.user.id
            inquiry = inquiry_of(interaction, question, is_unseen=True, is_own=is_own)
            await self._desk.serve(inquiry, reply)
