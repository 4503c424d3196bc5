"""One request as the routes see it, and what most of them look up first."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.doubles.discord import refusals
from tests.doubles.discord.objects import Attachment, Channel, Message
from tests.doubles.discord.permissions import Permission, in_channel
from tests.doubles.discord.world import World


class File(NamedTuple):
    """A file as it is uploaded."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass
class Call:
    """A request that has found its route; `ids` are the changing parts of the path."""

    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    files: list[File] = field(default_factory=list)

    def number(self, name: str) -> int:
        """An id of the path; 0, which nothing has, if it is no number."""
        text = self.ids[name]
        return int(text) if text.isdecimal() else 0


Reply = tuple[int, Any]
"""Status and body; no body: None."""

Handler = Callable[[World, Call], Reply]


@dataclass(frozen=True)
class Route:
    """A method and a path with `{names}`; `open` ones need no authorization but what is in it."""

    method: str
    template: str
    handler: Handler
    open: bool = False

    def match(self, method: str, path: str) -> dict[str, str] | None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return None if found is None else found.groupdict()


def channel_of(world: World, call: Call) -> Channel:
    """The channel of the path, if the bot may see it."""
    channel = world.channels.get(call.number("channel"))
    if channel is None:
        raise refusals.unknown_channel()
    if not in_channel(channel, world.me):
        raise refusals.missing_access()
    return channel


def message_of(world: World, call: Call) -> Message:
    """The message of the path. Ephemeral ones are in no channel."""
    message = channel_of(world, call).messages.get(call.number("message"))
    if message is None:
        raise refusals.unknown_message()
    return message


def need(world: World, channel: Channel, permission: Permission) -> None:
    if not in_channel(channel, world.me) & permission:
        raise refusals.missing_permissions()


def uploaded(world: World, call: Call, channel: Channel) -> list[Attachment]:
    return [world.upload(channel, f.name, f.content, f.content_type) for f in call.files]
