"""How an answer gets to Discord though calls fail: again where that is harmless, by another way
where the first is gone, and never in public what was asked in private.

What Discord and discord.py do was tried over a socket: a cut connection is not retried by
discord.py and shows as `aiohttp.ClientError`; a callback that got through although its reply was
lost fails with 40060 when repeated; an interaction that is too old fails with one of `GONE`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import aiohttp
import discord
from discord.ui import LayoutView
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

T = TypeVar("T")

log = logging.getLogger(__name__)

GONE = frozenset({10008, 10015, 10062, 50027})
"""Unknown message, unknown webhook, unknown interaction, invalid webhook token."""
ALREADY_ACKNOWLEDGED = 40060
ATTEMPTS = 5
FIRST_PAUSE_S = 0.25
NOTE_S = 30.0
"""How long a note stands in a channel when the person takes no direct messages."""


@dataclass(frozen=True)
class Placed:
    """Where an answer stands."""

    channel: int
    message: int


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


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call that may safely be made twice, again after a cut connection or a server error.

    Raises: what the last attempt raised.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        wait=wait_exponential(FIRST_PAUSE_S, exp_base=3),
        stop=stop_after_attempt(ATTEMPTS),
        reraise=True,
    )

    async def attempt() -> T:  # tenacity awaits only what is declared to be awaited
        return await call()

    return await attempts(attempt)


async def send_once(
    channel: discord.abc.Messageable, nonce: str, content: str | None = None, **what: object
) -> discord.Message:
    """Send a message that is there once however often the call is made.

    `nonce`: at most 25 characters; Discord gives back the message that has it already, for a few
    minutes.
    """
    send: Callable[..., Awaitable[discord.Message]] = channel.send
    return await insist(lambda: send(content, nonce=nonce, **what))


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
            await insist(lambda: defer(thinking=True, ephemeral=self._private))
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                self._lose(error)
        except aiohttp.ClientError as error:
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
        if not self._is_open:
            send = interaction.response.send_message
            shown = await self._try(lambda: send(text, ephemeral=True))
        elif self._private:
            edit = interaction.edit_original_response
            shown = await self._try(lambda: edit(content=text))
        else:
            # What was deferred for all to see would show it to all.
            await self._try(interaction.delete_original_response)
            shown = await self._try(lambda: interaction.followup.send(text, ephemeral=True))
        if not shown:
            await send_privately(interaction.user, text, nonce=str(interaction.id))

    async def _show(self, view: LayoutView, part: int) -> Placed | None:
        if self._is_gone:
            return None
        interaction = self._interaction

        async def show() -> discord.Message:
            if part:
                return await interaction.followup.send(
                    view=view, ephemeral=self._private, wait=True
                )
            return await interaction.edit_original_response(content=None, view=view)

        try:
            message = await insist(show)
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise
            self._lose(error)
            return None
        except aiohttp.ClientError as error:
            self._lose(error)
            return None
        return Placed(message.channel.id, message.id)

    async def _fall_back(self, view: LayoutView, part: int) -> Placed | None:
        interaction, nonce = self._interaction, f"{self._interaction.id}-{part}"
        if self._private or interaction.channel_id is None:
            return await send_privately(interaction.user, view=view, nonce=nonce)
        channel = interaction.client.get_partial_messageable(
            interaction.channel_id, guild_id=interaction.guild_id
        )
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

    def __init__(self, message: discord.Message, person: discord.abc.User | None = None) -> None:
        """`person`: who asked, where it isn't the message's author."""
        self._message = message
        self._person = person or message.author
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
            shown = self._shown or await self._send(push)
            await insist(lambda: shown.edit(content=None, view=messages[0]))
            for part, view in enumerate(messages[1:], start=1):
                shown = await send_once(
                    self._message.channel, f"{self._message.id}-{part}", view=view
                )
        except (discord.HTTPException, aiohttp.ClientError) as error:
            log.warning("An answer could not be sent to its channel: %s", error)
            return await self._fall_back(messages)
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

    async def _send(self, text: str) -> discord.Message:
        reference = self._message.to_reference(fail_if_not_exists=False)
        return await send_once(
            self._message.channel, str(self._message.id), text, reference=reference
        )

    async def _fall_back(self, messages: Sequence[LayoutView]) -> Placed | None:
        placed = None
        for part, view in enumerate(messages):
            nonce = f"{self._message.id}-dm{part}"
            placed = await send_privately(self._person, view=view, nonce=nonce)
        return placed


async def send_privately(
    person: discord.abc.User, content: str | None = None, *, nonce: str, **what: object
) -> Placed | None:
    """Send a direct message. Returns: where it stands; None if the person takes none."""
    if not isinstance(person, discord.User | discord.Member):
        return None
    try:
        message = await send_once(person, nonce, content, **what)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.info("A direct message could not be sent: %s", error)
        return None
    return Placed(message.channel.id, message.id)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.status >= 500
    return isinstance(error, aiohttp.ClientError | asyncio.TimeoutError)
