"""The way back to who wrote a message."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import discord
from discord.ui import LayoutView

from bot.codes import NO_REPLY_WITHOUT_HISTORY, UNKNOWN_MESSAGE
from bot.errors import CannotSendError
from bot.render.shortening import fit
from bot.sending import FAILED_CALL, Placed, insist, send_once, send_privately

log = logging.getLogger(__name__)

NOTE_S = 30.0
"""How long a note stands in a channel when the person takes no direct messages."""


class MessageReply:
    """As `Reply`: a reply to the message, which pings nobody; else a direct message.

    A message made of components has an empty notification, but one that is edited into them keeps
    its first words there: so an answer begins as a line of text, and takes that line's place.
    """

    def __init__(
        self,
        message: discord.Message,
        person: discord.abc.User | None = None,
        *,
        is_asked: bool = True,
    ) -> None:
        """`person`: who asked, where it isn't the message's author.

        `is_asked`: whether the bot was; if not, nobody is sent privately what can't be shown.
        """
        self._message = message
        self._person = person or message.author
        self._is_asked = is_asked
        self._line: discord.Message | None = None
        self._notes = count()

    @property
    def private(self) -> bool:
        """As `Reply`: in direct messages."""
        return self._message.guild is None

    @property
    def is_owed(self) -> bool:
        """As `Reply`: of a message Discord promises nothing."""
        return False

    async def open(self) -> None:
        """As `Reply`: nothing is owed to Discord for a message."""

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        try:
            await self._put_line(text)
        except FAILED_CALL as error:
            log.info("Progress could not be shown: %s", error)

    async def show_so_far(self, view: LayoutView, push: str) -> None:
        """As `Reply`."""
        try:
            self._line = await self._show(view, 0, push)
        except FAILED_CALL as error:
            log.info("A part of an answer could not be shown: %s", error)

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """As `Reply`."""
        placed = None
        for part, view in enumerate(messages):
            try:
                shown = await self._show(view, part, push)
            except FAILED_CALL as error:
                log.warning("An answer could not be sent to its channel: %s", error)
                return await self._fall_back(messages, part, error) or placed
            placed = Placed(shown.channel.id, shown.id)
        return placed

    async def say(self, text: str) -> None:
        """Say something to all who see the message; where that fails, to its author alone."""
        try:
            await self._send(text)
        except FAILED_CALL as error:
            log.info("A message could not be replied to: %s", error)
            await self._send_privately(text)

    async def tell(self, text: str) -> None:
        """As `Reply`: by direct message; where that is closed, a note that goes away again."""
        if not self.private and await self._send_privately(text):
            return
        try:
            note = await self._send(text, f"-t{next(self._notes)}")
            if not self.private:
                await note.delete(delay=NOTE_S)
        except FAILED_CALL as error:
            log.warning("What somebody should know could not be sent: %s", error)

    async def refuse(self, text: str) -> None:
        """As `Reply`: in direct messages the refusal takes the place of what promised more."""
        if self.private and self._line:
            try:
                await self._put_line(text)
            except FAILED_CALL as error:
                log.info("A refusal could not take the place of progress: %s", error)
            else:
                return
        await self.take_back()
        await self.tell(text)

    async def _put_line(self, text: str) -> None:
        if (line := self._line) is None:
            self._line = await self._send(text)
        else:
            await insist(lambda: line.edit(content=fit(text)))

    async def take_back(self) -> None:
        """Delete the line that an answer was to take the place of."""
        line, self._line = self._line, None
        try:
            if line:
                await insist(line.delete)
        except FAILED_CALL as error:
            log.info("A line that promised an answer could not be deleted: %s", error)

    async def _show(self, view: LayoutView, part: int, push: str) -> discord.Message:
        if part:
            return await send_once(self._message.channel, f"{self._message.id}-{part}", view=view)
        if self._line is None:
            self._line = await self._send(push)
        return await self._replace(self._line, view)

    async def _replace(self, line: discord.Message, view: LayoutView) -> discord.Message:
        """Put the answer in the place of the first words, or anew if somebody deleted them."""
        try:
            return await insist(lambda: line.edit(content=None, view=view))
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        return await send_once(self._message.channel, f"{self._message.id}-0", view=view)

    async def _send(self, text: str, suffix: str = "") -> discord.Message:
        channel, nonce = self._message.channel, f"{self._message.id}{suffix}"
        reference = self._message.to_reference(fail_if_not_exists=False)
        try:
            return await send_once(channel, nonce, text, reference=reference)
        except discord.HTTPException as error:
            if error.code != NO_REPLY_WITHOUT_HISTORY:
                raise
        return await send_once(channel, nonce, text)

    async def _send_privately(self, text: str) -> Placed | None:
        nonce = f"{self._message.id}-n{next(self._notes)}"
        return await send_privately(self._person, text, nonce=nonce)

    async def _fall_back(
        self, messages: Sequence[LayoutView], first: int, error: BaseException
    ) -> Placed | None:
        """Send what is left of the answer, from part `first` on, by direct message."""
        if not first:
            await self.take_back()
        placed = None
        for part, view in enumerate(messages):
            if part >= first and self._is_asked:
                nonce = f"{self._message.id}-d{part}"
                placed = await send_privately(self._person, view=view, nonce=nonce) or placed
        if placed is None or not isinstance(error, discord.Forbidden):
            return placed
        return replace(placed, failure=CannotSendError(channel=f"<#{self._message.channel.id}>"))
