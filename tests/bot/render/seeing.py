"""What Discord is sent of a container, and whether it would take it."""

from collections.abc import Sequence

import discord
from hypothesis import strategies as st

from bot.render.fitting import Container

BUTTONS = 5
"""Components of the row that is added to a message."""


def texts_of(container: Container) -> list[str]:
    """The texts of a container, in order."""
    shown = discord.ui.TextDisplay
    return [item.content for item in container.children if isinstance(item, shown)]


def quotes_of(containers: Sequence[Container]) -> list[str]:
    """The texts that are quotes, over all messages."""
    texts = [text for container in containers for text in texts_of(container)]
    return [text for text in texts if text.startswith("> ")]


def fits(container: Container) -> bool:
    """Whether a message has room for it and for its buttons, something in reserve."""
    view = discord.ui.LayoutView(timeout=None).add_item(container)
    assert all(texts_of(container)), "Discord refuses empty texts"
    return view.content_length() <= 3800 and view.total_children_count + BUTTONS <= 38


def texts_up_to(max_size: int, alphabet: str) -> st.SearchStrategy[str]:
    """Texts as long as that more often than by themselves: a few characters, repeated."""
    few = st.text(alphabet, min_size=1, max_size=9).filter(str.strip)
    sizes = st.integers(1, max_size) | st.just(max_size)
    return st.builds(lambda part, size: (part * size)[:size].strip() or "x", few, sizes)
