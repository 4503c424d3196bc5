"""`/setup`: where on a server the bot answers. Pure."""

from collections.abc import Collection, Iterator

from bot.phrases import Phrases
from bot.render.fitting import AMBER, BLUE, Block, Container, contain
from bot.servers import ServerSettings

MAX_CHANNELS = 25
"""Of each list: a server may have 500 channels, and three lists of all are no message."""


def render_setup(settings: ServerSettings, phrases: Phrases, *, reads_messages: bool) -> Container:
    """Lay out a server's settings; channels as Discord links them.

    `reads_messages`: whether the bot can do what it is asked to where nobody mentions it.
    """
    is_unread = not reads_messages and bool(settings.every_message or settings.forums)
    title = phrases("setup_title")
    blocks: list[Block] = [((f"**{title}**", "\n".join(_say_settings(settings, phrases))),)]
    if is_unread:
        blocks.append(((phrases("setup_unread"),),))
    return contain(blocks, AMBER if is_unread else BLUE)


def _say_settings(settings: ServerSettings, phrases: Phrases) -> Iterator[str]:
    allowed = settings.allowed | settings.every_message | settings.forums
    if settings.allowed:
        yield phrases("setup_allowed", channels=_mention(allowed, phrases))
    else:
        yield phrases("setup_allowed_all")
    yield phrases("setup_every_message", channels=_mention(settings.every_message, phrases))
    yield phrases("setup_forums", channels=_mention(settings.forums, phrases))


def _mention(channels: Collection[int], phrases: Phrases) -> str:
    if not channels:
        return phrases("setup_none")
    shown = ", ".join(f"<#{channel}>" for channel in sorted(channels)[:MAX_CHANNELS])
    more = len(channels) - MAX_CHANNELS
    return f"{shown} {phrases('more', count=more)}" if more > 0 else shown
