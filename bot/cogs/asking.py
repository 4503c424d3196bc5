"""Asking: `/ask`, a message's menu, mentions, replies, direct messages, threads and forum posts."""

import asyncio
import logging
from functools import partial

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.addressing import Address, address_of, is_called, may_answer, replied_message
from bot.conversation import Topic, is_question, replay
from bot.delivery import InteractionReply, MessageReply, Reply
from bot.desk import Inquiry
from bot.errors import NoTextError, WrongChannelError
from bot.phrases import detect_question_language, phrases_in
from bot.pressing import Used
from bot.servers import ServerSettings
from bot.services import Services
from bot.telling import tell, told
from bot.threads import is_unanswered, read_shown_question, read_topic, read_words, strip_mention
from bot.translator import language_of, text

log = logging.getLogger(__name__)


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
    @app_commands.rename(question=text("question"), private=text("private"))
    @app_commands.describe(
        question=text("question_description"), private=text("private_description")
    )
    async def ask(self, interaction: Used, question: str, private: bool = False) -> None:
        """Answer a question, for all to see or for the asker alone."""
        async with told(interaction, private=private) as reply:
            await self._serve_command(interaction, reply, question)

    async def _ask_about(self, interaction: Used, message: discord.Message) -> None:
        async with told(interaction, private=False) as reply:
            question = strip_mention(message.content, self._me) or read_shown_question(message)
            if not question:
                raise NoTextError
            await self._serve_command(interaction, reply, question)

    async def _serve_command(
        self, interaction: Used, reply: InteractionReply, question: str
    ) -> None:
        """Raises: WrongChannelError."""
        settings = await self._settings(interaction.guild_id)
        channel = interaction.channel
        if isinstance(channel, discord.abc.Messageable) and not may_answer(channel, settings):
            raise _wrong_channel(settings)
        inquiry = Inquiry(
            text=question,
            person=interaction.user.id,
            server=interaction.guild_id,
            channel=interaction.channel_id or 0,
            locale=language_of(interaction.locale),
            is_unseen=True,
        )
        await self._services.desk.serve(inquiry, reply)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is a question to the bot."""
        try:
            await self._read(message)
        except Exception as error:
            if not is_called(message, self._me):
                raise
            await self._tell(message, error)

    async def _read(self, message: discord.Message) -> None:
        settings = await self._settings(message.guild.id if message.guild else None)
        address = address_of(message, self._me, settings)
        if address is None:
            return
        if not may_answer(message.channel, settings):
            if is_called(message, self._me):
                raise _wrong_channel(settings)
            return
        if address is Address.CONVERSATION and not await self._has_answered(message):
            return
        question = read_words(message, self._me)
        if question:
            await self._serve_message(message, address, question)
        elif is_called(message, self._me) or message.guild is None:
            await self._answer_nothing(message)

    async def _serve_message(
        self, message: discord.Message, address: Address, question: str
    ) -> None:
        if not is_question(question):
            return
        inquiry = Inquiry(
            text=question,
            person=message.author.id,
            server=message.guild.id if message.guild else None,
            channel=message.channel.id,
            locale=_locale_of(message),
            topic=await self._topic_of(message),
            is_direct=address is Address.DIRECT,
        )
        reply = MessageReply(message, is_asked=inquiry.is_direct)
        is_wanted = partial(is_unanswered, message, self._me)
        await self._services.desk.serve(inquiry, reply, is_wanted)

    async def _topic_of(self, message: discord.Message) -> Topic | None:
        """What the conversation was about: by the answer replied to, or by the whole thread."""
        replied = replied_message(message)
        if replied is not None and replied.author.id == self._me:
            record = await asyncio.to_thread(self._services.records.find_by_message, replied.id)
            asked = record.stand_alone if record else read_shown_question(replied)
            if asked:
                return replay([asked])
        if isinstance(message.channel, discord.Thread | discord.DMChannel):
            try:
                return await read_topic(message.channel, message, self._me)
            except (discord.HTTPException, aiohttp.ClientError) as error:
                log.info("A thread could not be read back: %s", error)
        return None

    async def _answer_nothing(self, message: discord.Message) -> None:
        """A call without a question: about the message replied to, or how to ask."""
        replied = replied_message(message)
        if replied is not None and replied.author.id != self._me and replied.content:
            await self._serve_message(message, Address.DIRECT, replied.content)
            return
        reply: Reply = MessageReply(message)
        await reply.say_progress(phrases_in(_locale_of(message))("help_mentioned"))

    async def _has_answered(self, message: discord.Message) -> bool:
        records = self._services.records
        last = await asyncio.to_thread(records.last_asker, message.channel.id)
        return last is not None and last == records.hash_person(message.author.id)

    async def _settings(self, server: int | None) -> ServerSettings:
        if server is None:
            return ServerSettings()
        return await asyncio.to_thread(self._services.servers.read, server)

    async def _tell(self, message: discord.Message, error: Exception) -> None:
        phrases = phrases_in(_locale_of(message))
        await tell(MessageReply(message), error, phrases, str(message.id))

    @property
    def _me(self) -> int:
        assert self._bot.user is not None  # noqa: S101 - logged in before anything arrives
        return self._bot.user.id


def _locale_of(message: discord.Message) -> str:
    """Discord doesn't tell the language of who writes a message: the message does."""
    return detect_question_language(message.content)


def _wrong_channel(settings: ServerSettings) -> WrongChannelError:
    channels = sorted(settings.allowed | settings.every_message)
    return WrongChannelError(channels=", ".join(f"<#{channel}>" for channel in channels))
