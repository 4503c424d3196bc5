"""Asking in words: mentions, replies, direct messages, threads, and what is said in the channels
and forums where the bot answers unasked.
"""

import asyncio
import logging
from functools import partial

import discord
from discord.ext import commands

from bot.addressing import Address, address_of, is_called, is_direct, may_answer, wrong_channel
from bot.conversation import Topic, is_greeting, is_question, replay
from bot.inquiry import Inquiry
from bot.languages import detect_question_language
from bot.phrases import phrases_in
from bot.render.reading import read_shown_question
from bot.replies.message import MessageReply
from bot.sending import FAILED_CALL
from bot.services import Services
from bot.telling import tell_failure
from bot.threads import (
    is_unanswered,
    read_topic,
    read_words,
    replied_message,
)
from ingest.logs import in_request

_TELLING_CHARS = 500
"""Of a message, which tell its language well enough."""

log = logging.getLogger(__name__)


class Listening(commands.Cog):
    """Reads messages, and hands those that ask the bot to the desk."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services) -> None:
        self._bot = bot
        self._services = services

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is a question to the bot."""
        with in_request(str(message.id)):
            try:
                await self._read(message)
            except Exception as error:
                if not is_direct(message, self._me):
                    raise
                phrases = phrases_in(_locale_of(message))
                await tell_failure(MessageReply(message), error, phrases, str(message.id))

    async def _read(self, message: discord.Message) -> None:
        """Raises: WrongChannelError, where the bot was spoken to."""
        server = message.guild.id if message.guild else None
        settings = self._services.servers.read(server)
        address = address_of(message, self._me, settings)
        if address is None:
            return
        if not may_answer(message.channel, settings):
            if address is Address.DIRECT:
                raise wrong_channel(settings)
            return
        if address is Address.CONVERSATION and not await self._has_answered(message):
            return
        if question := read_words(message):
            await self._serve(message, address, question)
        elif message.guild is None or is_called(message, self._me):
            await self._answer_nothing(message)

    async def _serve(
        self, message: discord.Message, address: Address, question: str, *, is_own: bool = True
    ) -> None:
        if not is_question(question):
            if address is Address.DIRECT and is_greeting(question):
                await self._say_how(message)
            return
        inquiry = Inquiry(
            text=question,
            person=message.author.id,
            server=message.guild.id if message.guild else None,
            channel=message.channel.id,
            locale=_locale_of(message),
            is_direct=address is Address.DIRECT,
            is_own=is_own,
        )
        await self._services.desk.serve(
            inquiry,
            MessageReply(message, is_asked=inquiry.is_direct),
            find_topic=partial(self._find_topic, message),
            is_wanted=partial(is_unanswered, message, self._me),
        )

    async def _find_topic(self, message: discord.Message) -> Topic | None:
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
            except FAILED_CALL as error:
                log.info("A thread could not be read back: %s", error)
        return None

    async def _answer_nothing(self, message: discord.Message) -> None:
        """A call without a question: about the message replied to, or how to ask."""
        replied = replied_message(message)
        if replied and replied.author.id != self._me and is_question(replied.content):
            is_own = replied.author.id == message.author.id
            await self._serve(message, Address.DIRECT, replied.content, is_own=is_own)
            return
        await self._say_how(message)

    async def _say_how(self, message: discord.Message) -> None:
        await MessageReply(message).say(phrases_in(_locale_of(message))("help_mentioned"))

    async def _has_answered(self, message: discord.Message) -> bool:
        """Whether the last answer in this thread was for the same person."""
        records = self._services.records
        last = await asyncio.to_thread(records.last_asker, message.channel.id)
        return last is not None and last == records.hash_person(message.author.id)

    @property
    def _me(self) -> int:
        assert self._bot.user is not None  # noqa: S101 - logged in before anything arrives
        return self._bot.user.id


def _locale_of(message: discord.Message) -> str:
    """Discord doesn't tell the language of who writes a message: the message does."""
    return detect_question_language(message.content[:_TELLING_CHARS])
