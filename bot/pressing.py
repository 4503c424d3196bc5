"""A button that knows what its own id says, and nothing else: it needs no memory of its message.
And what most of them do: turn a page.
"""

from collections.abc import Awaitable, Callable
from re import Match
from typing import Any, Self

import discord
from discord import ui

from bot.services import services_of
from bot.telling import telling_failures

Used = discord.Interaction[discord.Client]


class IdButton(ui.DynamicItem[ui.Button[Any]], template="-"):
    """Base of the buttons that are found by their ids (`bot.render.buttons`)."""

    def __init__(self, item: ui.Button[Any], parts: dict[str, str]) -> None:
        super().__init__(item)
        self.parts = parts

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _: Used, item: ui.Button[Any], match: Match[str]
    ) -> Self:
        """As discord.py asks for it: no I/O here."""
        return cls(item, match.groupdict())


async def turn_page(interaction: Used, make_view: Callable[[], Awaitable[ui.LayoutView]]) -> None:
    """Put another page in the place of the one whose button was pressed.

    `make_view`: is called once the press is acknowledged; what it raises is told, and the page
    stays.
    """
    async with telling_failures(interaction) as reply:
        await reply.keep_message()
        async with services_of(interaction).desk.queue.admit(is_question=False):
            await reply.replace(await make_view())
