"""How much one Discord message holds, and where it is cut when there is more. Pure."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import discord

MAX_CHARS = 3800
"""Of the 4,000 that Discord allows over all texts of a message."""
MAX_COMPONENTS = 33
"""Of Discord's 40, less a row of four buttons and two in reserve."""

BLUE, AMBER, GREY = 0x3B7DD8, 0xE8A93A, 0x8A8F98
"""Accents: all is well; something to mind; nothing found."""

Container: TypeAlias = discord.ui.Container[discord.ui.LayoutView]
GAP = ""
"""Stands for some room between two texts."""

Piece = tuple[str, ...]
"""Texts, each shown by itself, that are never parted: a quote and its source."""
Block = tuple[Piece, ...]
"""Pieces that stay in one message if they fit into one: a claim and its quotes."""


def contain(blocks: Sequence[Block], colour: int) -> Container:
    """Put blocks into one container, a line between them."""
    container: Container = discord.ui.Container(accent_colour=colour)
    for nth, block in enumerate(blocks):
        if nth:
            container.add_item(discord.ui.Separator())
        for text in _texts(block):
            container.add_item(_item(text))
    return container


def pack(blocks: Iterable[Block]) -> list[list[Block]]:
    """Share blocks out over as few messages as hold them in order.

    A block too large for any message is cut between its pieces; a piece must fit by itself.
    """
    messages: list[list[Block]] = [[]]
    for block in blocks:
        for part in [block] if _fits([block]) else [(piece,) for piece in block]:
            if messages[-1] and not _fits([*messages[-1], part]):
                messages.append([])
            messages[-1].append(part)
    return messages


def _item(text: str) -> discord.ui.Item[discord.ui.LayoutView]:
    return discord.ui.Separator(visible=False) if text == GAP else discord.ui.TextDisplay(text)


def _fits(blocks: Sequence[Block]) -> bool:
    texts = [text for block in blocks for text in _texts(block)]
    components = 1 + len(texts) + len(blocks) - 1
    return sum(map(len, texts)) <= MAX_CHARS and components <= MAX_COMPONENTS


def _texts(block: Block) -> list[str]:
    return [text for piece in block for text in piece]
