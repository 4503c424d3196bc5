"""The way back to who used a command, a button or a form.

A call whose connection is cut may have got through or not. An answer that all can see is looked for
before it is shown another way; of a private one there is no telling, so it may come twice.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

import discord
from discord.ui import LayoutView, Modal, TextDisplay

from bot.codes import GONE, code_of
from bot.render.buttons import lay_out
from bot.render.shortening import fit
from bot.sending import (
    FAILED_CALL,
    Placed,
    acknowledge,
    insist,
    is_unsure,
    send_once,
    send_privately,
)

log = logging.getLogger(__name__)

MAX_LOOKED_BACK = 100
"""Messages among which an answer is looked for; Discord gives no more at once."""


class InteractionReply:
    """As `Reply`: by the interaction; by the channel or a direct message once that is gone.

    Every callback of the interaction is made here: discord.py doesn't know of one whose reply was
    lost.
    """

    def __init__(self, interaction: discord.Interaction, *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._is_acknowledged = interaction.response.is_done()
        self._is_open = False
        self._is_in_place = False
        self._is_filled = False
        self._is_gone = False
        self._notes = count()

    @property
    def private(self) -> bool:
        """As `Reply`."""
        return self._private

    @property
    def is_owed(self) -> bool:
        """As `Reply`: Discord says "did not respond" of one that stays silent."""
        return True

    async def open(self) -> None:
        """As `Reply`: defers, within the three seconds that Discord gives."""
        if self._is_open:
            return
        self._is_open = True
        defer = self._interaction.response.defer
        try:
            await self._acknowledge(lambda: defer(thinking=True, ephemeral=self._private))
        except FAILED_CALL as error:
            self._lose(error)

    async def open_form(self, form: Modal) -> None:
        """Acknowledge by a form. Raises: one of FAILED_CALL."""
        await self._acknowledge(lambda: self._interaction.response.send_modal(form))

    async def keep_message(self) -> None:
        """Acknowledge a press; the message of the button stays as it is, until it is replaced.

        Raises: one of FAILED_CALL.
        """
        await self._acknowledge(self._interaction.response.defer)

    async def replace(self, view: LayoutView) -> None:
        """Replace the message of the button. Raises: one of FAILED_CALL."""
        await insist(lambda: self._interaction.edit_original_response(view=view))

    async def take_place(self, text: str) -> None:
        """As `open`, but in the place of the message whose button was pressed.

        Raises: one of FAILED_CALL.
        """
        await self.keep_message()
        self._is_open = self._is_in_place = True
        await self.say_progress(text)

    async def say_progress(self, text: str) -> None:
        """As `Reply`."""
        if not self._is_gone:
            await self._try(lambda: self._write(fit(text)))

    async def show_so_far(self, view: LayoutView, push: str) -> None:  # noqa: ARG002 - as `answer`
        """As `Reply`."""
        edit = self._interaction.edit_original_response
        if not self._is_gone and await self._try(lambda: edit(content=None, view=view)):
            self._is_in_place = True

    async def answer(self, messages: Sequence[LayoutView], push: str) -> Placed | None:  # noqa: ARG002 - a command's answer notifies nobody
        """As `Reply`: one edit a message; in the channel if the interaction is gone."""
        placed = None
        for part, view in enumerate(messages):
            placed = await self._show(view, part) or await self._fall_back(view, part)
        return placed

    async def tell(self, text: str) -> None:
        """As `Reply`."""
        if self._is_gone or not await self._try(lambda: self._whisper(fit(text))):
            nonce = f"{self._interaction.id}-n{next(self._notes)}"
            await send_privately(self._interaction.user, text, nonce=nonce)

    async def refuse(self, text: str) -> None:
        """As `Reply`."""
        promised = self._is_open and not self._private and not self._is_filled
        delete = self._interaction.delete_original_response
        if promised and not self._is_gone and not await self._try(lambda: insist(delete)):
            self._is_gone = True  # what is said next would stand in its place, for all to see
        await self.tell(text)

    async def _acknowledge(self, call: Callable[[], Awaitable[object]]) -> bool:
        """As `acknowledge`."""
        is_ours = await acknowledge(call)
        self._is_acknowledged = True
        return is_ours

    async def _whisper(self, text: str) -> None:
        send = self._interaction.response.send_message
        is_said = not self._is_acknowledged and await self._acknowledge(
            lambda: send(text, ephemeral=True)
        )
        if is_said:
            return
        if self._is_open and self._private and not self._is_filled:
            await self._write(text)
            self._is_filled = True
        else:
            follow_up = self._interaction.followup.send
            await insist(lambda: follow_up(text, ephemeral=True))

    async def _write(self, text: str) -> None:
        edit = self._interaction.edit_original_response
        if self._is_in_place:  # a message that has been laid out takes no plain text any more
            await insist(lambda: edit(view=lay_out(TextDisplay[LayoutView](text))))
        else:
            await insist(lambda: edit(content=text))

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
            except FAILED_CALL as error:
                was_cut = was_cut or is_unsure(error)
                raise

        try:
            return await insist(show)
        except FAILED_CALL as error:
            if code_of(error) not in GONE and not is_unsure(error):
                raise
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
            self._is_filled = True
        return Placed(message.channel.id, message.id, is_private=self._private)

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
        except FAILED_CALL as error:
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
        person, asked = self._interaction.user, self._interaction.id
        if not self._private and (channel := self._channel()) is not None:
            try:
                message = await send_once(channel, f"{asked}-{part}", view=view)
            except FAILED_CALL as error:
                log.warning("An answer could not be sent to its channel: %s", error)
            else:
                return Placed(message.channel.id, message.id)
        return await send_privately(person, view=view, nonce=f"{asked}-d{part}")

    async def _try(self, call: Callable[[], Awaitable[object]]) -> bool:
        """Make a call. Returns: whether it got through; the interaction may be gone if not."""
        try:
            await call()
        except FAILED_CALL as error:
            if code_of(error) in GONE:
                self._lose(error)
            return False
        return True

    def _lose(self, error: BaseException) -> None:
        log.info("Interaction %s is gone: %s", self._interaction.id, error)
        self._is_gone = True
