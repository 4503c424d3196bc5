"""Checking what somebody says: "Check this" in a message's menu, and `/check`.

Only who checks sees what came of it. Nothing of it is kept: "Show to all" shows the message that it
stands under, and needs nothing else, so that it outlives a restart.
"""

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.addressing import may_answer, wrong_channel
from bot.desk import PATIENCE_S
from bot.errors import AnswerGoneError
from bot.llm.model import Limits
from bot.phrases import Phrases
from bot.pressing import IdButton, Used
from bot.records import AnswerId, new_answer_id
from bot.render.buttons import SHOW_ALL, lay_out, lay_out_unfinished, show_all_row, stop_row
from bot.render.check_message import render_check
from bot.replies.reply import Reply
from bot.services import Services, services_of
from bot.statements.checker import Message, read_message
from bot.statements.checks import Check
from bot.telling import phrases_for, telling_failures
from bot.translator import name_options, text


class Checking(commands.Cog):
    """Checks messages, for who asks alone."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._dossier = services.dossier
        self._desk = services.desk
        self._menu = app_commands.ContextMenu(name=text("check_this"), callback=self._check_this)

    async def cog_load(self) -> None:
        """As discord.py calls it: a menu can't be declared inside a cog."""
        self._bot.tree.add_command(self._menu)
        self._bot.add_dynamic_items(ShowAllButton)

    @app_commands.command(name=text("check"), description=text("check_description"))
    @name_options("statement")
    async def check(self, interaction: Used, statement: str) -> None:
        """Check what is typed in."""
        await self._serve(interaction, statement)

    async def _check_this(self, interaction: Used, message: discord.Message) -> None:
        await self._serve(interaction, message.content)

    async def _serve(self, interaction: Used, words: str) -> None:
        async with telling_failures(interaction) as reply:
            await reply.open()
            message = await asyncio.to_thread(read_message, words)
            async with self._desk.queue.admit(is_question=False):
                check = await self._check(message, interaction, reply)
                await reply.answer(_lay_out(check, phrases_for(interaction), interaction), "")

    async def _check(self, message: Message, interaction: Used, reply: Reply) -> Check:
        """Check a message in its turn; it can be stopped, also by the bot that leaves."""
        request, who = new_answer_id(), (interaction.user.id, interaction.guild_id)
        with self._desk.running.run(request, interaction.user.id) as stopped:
            limits = Limits(stopped.is_set, self._desk.allowance_of(*who))

            async def work() -> Check:
                async with self._desk.admit(*who):
                    return await self._dossier.check(message, limits)

            working = asyncio.create_task(work())
            done, _ = await asyncio.wait({working}, timeout=PATIENCE_S)
            if not done:
                await self._say_progress(request, reply, phrases_for(interaction))
            return await working

    async def _say_progress(self, request: AnswerId, reply: Reply, phrases: Phrases) -> None:
        """Say what takes so long; what a model has no part in ends by itself."""
        text = phrases("progress_checking")
        if self._dossier.writer is None:
            await reply.say_progress(text)
        else:
            view = lay_out_unfinished(None, text, stop_row(request, phrases))
            await reply.show_so_far(view, text)


class ShowAllButton(IdButton, template=SHOW_ALL):
    """Shows the message that it stands under to everyone in the channel."""

    async def callback(self, interaction: Used) -> None:
        """As discord.py calls it."""
        services = services_of(interaction)
        async with telling_failures(interaction, private=False) as reply:
            settings, channel = services.servers.read(interaction.guild_id), interaction.channel
            if channel is not None and not may_answer(channel, settings):
                raise wrong_channel(settings)
            shown = _shown_in(interaction.message)
            await reply.open()
            said = phrases_for(interaction)("check_shown_by", person=interaction.user.mention)
            async with services.desk.queue.admit(is_question=False):
                await reply.answer([lay_out(*shown, ui.TextDisplay(f"-# {said}"))], "")


def _lay_out(check: Check, phrases: Phrases, interaction: Used) -> list[ui.LayoutView]:
    """One view a message, a button on each: it can show nothing but its own."""
    is_shared = interaction.guild_id is not None
    return [
        lay_out(container, show_all_row(phrases) if is_shared else None)
        for container in render_check(check, phrases.language)
    ]


def _shown_in(message: discord.Message | None) -> Sequence[ui.Item[ui.LayoutView]]:
    """What a message shows, without its buttons. Raises: AnswerGoneError."""
    if message is None:
        raise AnswerGoneError
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    return [item for item in view.children if not isinstance(item, ui.ActionRow)]
