"""How an answer gets to Discord though calls fail: again where that is harmless, by another way
where the first is gone, and never in public what was asked in private.

A call whose connection is cut may have got through or not. An answer that all can see is looked for
before it is shown another way; of a private one there is no telling, so it may come twice.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

import aiohttp
import discord
from discord.ui import LayoutView

from bot.errors import CannotSendError
from bot.sending import (
    ALREADY_ACKNOWLEDGED,
    GONE,
    UNKNOWN_MESSAGE,
    Placed,
    acknowledge,
    insist,
    send_once,
    send_privately,
)

log = logging.getLogger(__name__)

MAX_LOOKED_BACK = 100
"""Messages among which an answer is looked for; Discord gives no more at once."""
NOTE_S = 30.0
"""How long a note stands in a channel when the person takes no direct messages."""


class Reply(Protocol):
    """One person's question on Discord, and the way back to them."""

    @property
    def private(self) -> bool:
        """Whether only the person who asked sees the answer."""

    async def open(self) -> None:
        """Tell Discord that an answer will come."""

    async def say_progress(self, text: str) -> None:
        """Show once what is being done."""

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """Show the answer; `push` is what a notification may show of it.

        Returns: where its last message stands; None if there was no way left to show it.
        """

    async def refuse(self, text: str) -> None:
        """Tell the person alone why there is no answer."""


class InteractionReply:
    """The way back to who used a command, a button or a form."""

    def __init__(self, interaction: discord.Interaction, *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._is_open = False
        self._is_gone = False

    @property
    def private(self) -> bool:
        """As `Reply`."""
        return self._private

    async def open(self) -> None:
        """As `Reply`: defers, within the three seconds that Discord gives."""
        defer = self._interaction.response.defer
        try:
            await acknowledge(lambda: defer(thinking=True, ephemeral=self._private))
        except (discord.HTTPException, aiohttp.ClientError) as error:
            self._lose(error)
        self._is_open = True

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        if not self._is_gone:
            await self._try(lambda: self._interaction.edit_original_response(content=text))

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:  # noqa: ARG002 - a command's answer notifies nobody
        """As `Reply`: one edit a message; in the channel if the interaction is gone."""
        placed = None
        for part, view in enumerate(messages):
            placed = await self._show(view, part) or await self._fall_back(view, part)
        return placed

    async def refuse(self, text: str) -> None:
        """As `Reply`."""
        interaction = self._interaction
        if not self._is_open and not interaction.response.is_done():
            send = interaction.response.send_message
            shown = await self._try(lambda: send(text, ephemeral=True))
        elif self._is_open and self._private:
            edit = interaction.edit_original_response
            shown = await self._try(lambda: edit(content=text))
        else:
            if self._is_open:  # what was deferred for all to see would show it to all
                await self._try(interaction.delete_original_response)
            shown = await self._try(lambda: interaction.followup.send(text, ephemeral=True))
        if not shown:
            await send_privately(interaction.user, text, nonce=str(interaction.id))

    async def _show(self, view: LayoutView, part: int) -> Placed | None:
        """Show a part of the answer by the interaction; None if that is gone."""
        if self._is_gone:
            return None
        was_cut = False

        async def show() -> Placed:
            nonlocal was_cut
            if part and was_cut and (placed := await self._find_shown(part)):
                return placed
            try:
                return await self._send(view, part)
            except aiohttp.ClientError:
                was_cut = True
                raise

        try:
            return await insist(show)
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise
            self._lose(error)
        except aiohttp.ClientError as error:
            self._lose(error)
        return await self._find_shown(part) if was_cut else None

    async def _send(self, view: LayoutView, part: int) -> Placed:
        interaction = self._interaction
        if part:
            message: discord.Message = await interaction.followup.send(
                view=view, ephemeral=self._private, wait=True
            )
        else:
            message = await interaction.edit_original_response(content=None, view=view)
        return Placed(message.channel.id, message.id)

    async def _find_shown(self, part: int) -> Placed | None:
        """Find a part of the answer in the channel, if it got there."""
        if self._private or (channel := self._channel()) is None:
            return None
        asked = self._interaction.id
        try:
            shown = [
                message
                async for message in channel.history(
                    limit=MAX_LOOKED_BACK, after=discord.Object(asked)
                )
                if message.interaction_metadata
                and message.interaction_metadata.id == asked
                and message.flags.components_v2
            ]
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("Interaction %s: no looking for its answer: %s", asked, error)
            return None
        return Placed(shown[part].channel.id, shown[part].id) if len(shown) > part else None

    def _channel(self) -> discord.PartialMessageable | None:
        interaction = self._interaction
        if interaction.channel_id is None:
            return None
        return interaction.client.get_partial_messageable(
            interaction.channel_id, guild_id=interaction.guild_id
        )

    async def _fall_back(self, view: LayoutView, part: int) -> Placed | None:
        interaction, nonce = self._interaction, f"{self._interaction.id}-{part}"
        if self._private or (channel := self._channel()) is None:
            return await send_privately(interaction.user, view=view, nonce=nonce)
        try:
            message = await send_once(channel, nonce, view=view)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.warning("An answer could not be sent to its channel: %s", error)
            return await send_privately(interaction.user, view=view, nonce=nonce)
        return Placed(message.channel.id, message.id)

    def _lose(self, error: Exception) -> None:
        log.info("Interaction %s is gone: %s", self._interaction.id, error)
        self._is_gone = True

    async def _try(self, call: Callable[[], Awaitable[object]]) -> bool:
        try:
            await insist(call)
        except discord.HTTPException as error:
            if error.code == ALREADY_ACKNOWLEDGED:
                return True
            self._lose(error)
            return False
        except aiohttp.ClientError as error:
            self._lose(error)
            return False
        return True


class MessageReply:
    """The way back to who wrote a message: a reply to it, which pings nobody."""

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
        self._shown: discord.Message | None = None

    @property
    def private(self) -> bool:
        """As `Reply`: in direct messages."""
        return self._message.guild is None

    async def open(self) -> None:
        """As `Reply`: nothing is owed to Discord for a message."""

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        try:
            self._shown = await self._send(text)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.info("Progress could not be shown: %s", error)

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:
        """As `Reply`.

        A message made of components has an empty notification, but one that is edited into them
        keeps its first words there: so it is sent as text and edited at once.
        """
        try:
            shown = await self._replace(self._shown or await self._send(push), messages[0])
            for part, view in enumerate(messages[1:], start=1):
                shown = await send_once(
                    self._message.channel, f"{self._message.id}-{part}", view=view
                )
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.warning("An answer could not be sent to its channel: %s", error)
            placed = await self._fall_back(messages)
            if placed is None or not isinstance(error, discord.Forbidden):
                return placed
            channel = f"<#{self._message.channel.id}>"
            return replace(placed, failure=CannotSendError(channel=channel))
        return Placed(shown.channel.id, shown.id)

    async def refuse(self, text: str) -> None:
        """As `Reply`: by direct message; where that is closed, a note that goes away again."""
        if not self.private and await send_privately(
            self._person, text, nonce=f"{self._message.id}-no"
        ):
            return
        try:
            note = await self._send(text)
            if not self.private:
                await note.delete(delay=NOTE_S)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.warning("A refusal could not be sent: %s", error)

    async def _replace(self, shown: discord.Message, view: LayoutView) -> discord.Message:
        """Put the answer in the place of the first words, or anew if somebody deleted them."""
        try:
            return await insist(lambda: shown.edit(content=None, view=view))
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        return await send_once(self._message.channel, f"{self._message.id}-0", view=view)

    async def _send(self, text: str) -> discord.Message:
        reference = self._message.to_reference(fail_if_not_exists=False)
        return await send_once(
            self._message.channel, str(self._message.id), text, reference=reference
        )

    async def _fall_back(self, messages: Sequence[LayoutView]) -> Placed | None:
        placed = None
        for part, view in enumerate(messages if self._is_asked else ()):
            nonce = f"{self._message.id}-dm{part}"
            placed = await send_privately(self._person, view=view, nonce=nonce)
        return placed
