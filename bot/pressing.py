"""A button that knows what its own id says, and nothing else: it needs no memory of its message."""

from re import Match
from typing import Any, Self

import discord
from discord import ui

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
