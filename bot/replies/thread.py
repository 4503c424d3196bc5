"""The way back to who asked on by the form: in a thread, where all can go on."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import discord
from discord.ui import LayoutView

from bot.errors import CannotOpenThreadError, CannotSendError
from bot.failures import explain
from bot.phrases import Phrases
from bot.replies.interaction import InteractionReply
from bot.replies.message import MessageReply
from bot.sending import FAILED_CALL, Placed, send_once
from bot.threads import open_thread, post_asked

log = logging.getLogger(__name__)


class ThreadReply:
    """As `Reply`: the answer stands in the thread, below a line of the bot's with the question.
    Where it went, or why there is none, is told to who asked alone.
    """

    def __init__(
        self,
        interaction: discord.Interaction,
        alone: InteractionReply,
        message: discord.Message,
        question: str,
        phrases: Phrases,
    ) -> None:
        """`alone`: the private way back. `message`: the answer that the question follows."""
        self._interaction = interaction
        self._alone = alone
        self._message = message
        self._question = question
        self._phrases = phrases
        self._place: discord.abc.MessageableChannel = message.channel
        self._shown: MessageReply | None = None
        self._failure: CannotOpenThreadError | CannotSendError | None = None
        self._is_new = False

    @property
    def private(self) -> bool:
        """As `Reply`."""
        return False

    @property
    def is_owed(self) -> bool:
        """As `Reply`."""
        return self._alone.is_owed

    async def open(self) -> None:
        """As `Reply`: only now that there will be an answer, a thread is opened for it."""
        await self._alone.open()
        await self._find_place()
        name, nonce = self._interaction.user.display_name, f"{self._interaction.id}-q"
        try:
            line = await post_asked(self._place, nonce, name, self._question)
        except FAILED_CALL as error:
            log.warning("A question could not be posted: %s", error)
            if isinstance(error, discord.Forbidden):
                self._failure = CannotSendError(channel=f"<#{self._place.id}>")
        else:
            self._shown = MessageReply(line, self._interaction.user)

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        await (self._shown or self._alone).say_progress(text)

    async def show_so_far(self, view: LayoutView, push: str) -> None:
        """As `Reply`."""
        await (self._shown or self._alone).show_so_far(view, push)

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """As `Reply`; to who asked alone where it can be shown nowhere else."""
        placed = await self._shown.answer(messages, push) if self._shown else None
        if placed is None:
            return await self._answer_alone(messages, push)
        await self._alone.tell(self._say_where(placed))
        is_there = placed.channel == self._place.id
        if is_there and self._is_new and not self._interaction.client.intents.message_content:
            await self._say_unread()
        return placed

    async def tell(self, text: str) -> None:
        """As `Reply`."""
        await self._alone.tell(text)

    async def refuse(self, text: str) -> None:
        """As `Reply`."""
        if self._shown:
            await self._shown.take_back()
        await self._alone.refuse(text)

    async def _find_place(self) -> None:
        if isinstance(self._message.channel, discord.Thread):
            return
        try:
            thread = await open_thread(self._message, self._question)
        except CannotOpenThreadError as error:
            self._failure = error
        else:
            self._is_new = thread is not None and not thread.message_count
            self._place = thread or self._message.channel

    async def _answer_alone(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        placed, failure = await self._alone.answer(messages, push), self._failure
        if placed is None or not isinstance(failure, CannotSendError):
            return placed
        return replace(placed, failure=failure)

    def _say_where(self, placed: Placed) -> str:
        if placed.channel != self._place.id:
            return self._phrases("answered_by_dm")
        if self._failure:
            return explain(self._failure, self._phrases, str(self._interaction.id)).text
        return self._phrases("thread_opened", thread=f"<#{placed.channel}>")

    async def _say_unread(self) -> None:
        try:
            nonce = f"{self._interaction.id}-u"
            await send_once(self._place, nonce, self._phrases("thread_unread"))
        except FAILED_CALL as error:
            log.info("What a thread's readers should know could not be sent: %s", error)
