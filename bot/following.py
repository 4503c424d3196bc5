"""A follow-up by the form: it is asked and answered in a thread, where all can go on."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

import aiohttp
import discord
from discord.ui import LayoutView

from bot.conversation import Topic, replay
from bot.delivery import InteractionReply, MessageReply, Reply
from bot.desk import FindTopic, Inquiry
from bot.errors import CannotOpenThreadError
from bot.failures import explain
from bot.pressing import Used
from bot.records import AnswerId
from bot.render.reading import read_shown_question
from bot.sending import Placed, send_once
from bot.services import services_of
from bot.telling import phrases_for
from bot.threads import open_thread, post_asked
from bot.translator import language_of

log = logging.getLogger(__name__)


class ThreadReply:
    """The way back to who filled in the form: the answer stands in the thread, below a line of the
    bot's with the question. Where it went, or why there is none, is told to them alone.
    """

    def __init__(
        self, interaction: Used, reply: InteractionReply, message: discord.Message, question: str
    ) -> None:
        """`reply`: the private way back. `message`: the answer that the question follows."""
        self._interaction = interaction
        self._told = reply
        self._message = message
        self._question = question
        self._phrases = phrases_for(interaction)
        self._shown: MessageReply | None = None
        self._note = ""
        self._is_new = False

    @property
    def private(self) -> bool:
        """As `Reply`."""
        return False

    async def open(self) -> None:
        """As `Reply`: only now that there will be an answer, a thread is opened for it."""
        place, name = await self._find_place(), self._interaction.user.display_name
        line = await post_asked(place, str(self._interaction.id), name, self._question)
        self._shown = MessageReply(line, self._interaction.user)

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        if self._shown:
            await self._shown.say_progress(text)

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """As `Reply`."""
        if self._shown is None:
            return None
        placed = await self._shown.answer(messages, push)
        if placed is None:
            return await self._told.answer(messages, push)
        if not placed.failure:
            await self._told.refuse(self._note)
        if self._is_new and not self._interaction.client.intents.message_content:
            await self._say_unread(placed)
        return placed

    async def refuse(self, text: str) -> None:
        """As `Reply`."""
        await self._told.refuse(text)

    async def _say_unread(self, placed: Placed) -> None:
        thread = self._interaction.client.get_partial_messageable(placed.channel)
        nonce = f"{self._interaction.id}-note"
        try:
            await send_once(thread, nonce, self._phrases("thread_unread"))
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("What a thread's readers should know could not be sent: %s", error)

    async def _find_place(self) -> discord.abc.Messageable:
        thread = self._message.channel
        if not isinstance(thread, discord.Thread):
            try:
                thread = await open_thread(self._message, self._question)
            except CannotOpenThreadError as error:
                self._note = explain(error, self._phrases, str(self._interaction.id)).text
                return self._message.channel
            self._is_new = not thread.message_count
        self._note = self._phrases("thread_opened", thread=thread.mention)
        return thread


async def follow_up(
    interaction: Used,
    reply: InteractionReply,
    answer: AnswerId,
    message: discord.Message | None,
    question: str,
) -> None:
    """Answer where the conversation goes on: in a thread if there can be one."""
    find_topic = partial(_find_topic, interaction, answer, message)
    if message is None or message.flags.ephemeral or interaction.guild is None:
        await _serve(interaction, reply, question, find_topic)
        return
    await reply.open()
    in_thread = ThreadReply(interaction, reply, message, question)
    await _serve(interaction, in_thread, question, find_topic)


async def _serve(interaction: Used, reply: Reply, question: str, find_topic: FindTopic) -> None:
    inquiry = Inquiry(
        text=question,
        person=interaction.user.id,
        server=interaction.guild_id,
        channel=interaction.channel_id or 0,
        locale=language_of(interaction.locale),
        is_unseen=isinstance(reply, InteractionReply),
    )
    await services_of(interaction).desk.serve(inquiry, reply, find_topic)


async def _find_topic(
    interaction: Used, answer: AnswerId, message: discord.Message | None
) -> Topic | None:
    """What the answer was about."""
    record = await asyncio.to_thread(services_of(interaction).records.find, answer)
    asked = record.stand_alone if record else message and read_shown_question(message)
    return replay([asked]) if asked else None
