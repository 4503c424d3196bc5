"""What Discord keeps: people, guilds, channels, messages. Data, and how to wait for its changes."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from typing import Any, TypeVar

Payload = dict[str, Any]
"""A JSON object as Discord's API documents it."""

Found = TypeVar("Found")

DISCORD_EPOCH_MS = 1420070400000


class ChannelType(IntEnum):
    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15

    @property
    def is_thread(self) -> bool:
        return self in (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD)


class Flag(IntFlag):
    """Of a message."""

    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    IS_COMPONENTS_V2 = 1 << 15


class Signal:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def changed(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, find: Callable[[], Found | None], timeout_s: float) -> Found:
        """What `find` finds, now or after a change. Raises: TimeoutError."""
        async with asyncio.timeout(timeout_s):
            while (found := find()) is None:
                await self._changed.wait()
            return found


class Snowflakes:
    """New ids, each greater than the one before, that tell their time as Discord's do."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        now = (time.time_ns() // 1_000_000 - DISCORD_EPOCH_MS) << 22
        self._last = max(now, self._last + 1)
        return self._last


def now() -> str:
    """This moment as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: int


@dataclass(eq=False)
class Member:
    user: User
    role_ids: list[int] = field(default_factory=list)
    joined_at: str = field(default_factory=now)


@dataclass
class Overwrite:
    """What a channel allows or denies to a role (kind 0) or a member (kind 1)."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(eq=False)
class Guild:
    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, "Channel"] = field(default_factory=dict)
    """Threads too."""


@dataclass(eq=False)
class Channel:
    id: int
    type: ChannelType
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    owner_id: int = 0
    recipient: User | None = None
    overwrites: list[Overwrite] = field(default_factory=list)
    member_ids: list[int] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    created_at: str = field(default_factory=now)
    messages: dict[int, "Message"] = field(default_factory=dict)
    """What everyone here can see, oldest first."""
    signal: Signal = field(default_factory=Signal)
    """Wakes at every change here, private ones too."""

    @property
    def history(self) -> list["Message"]:
        return list(self.messages.values())

    async def next_message(
        self,
        after: "Message | None" = None,
        timeout_s: float = 5.0,
        until: Callable[["Message"], bool] = lambda message: message.author.bot,
    ) -> "Message":
        """The first message later than `after` that is as it should be: a bot's, by default."""
        least = after.id if after else 0
        wanted = lambda: next((m for m in self.history if m.id > least and until(m)), None)  # noqa: E731
        return await self.signal.wait_for(wanted, timeout_s)


@dataclass(eq=False)
class Attachment:
    id: int
    filename: str
    content: bytes
    content_type: str
    url: str


@dataclass(frozen=True)
class Button:
    """A button as a person sees it. One that opens a page has a URL and no custom id."""

    label: str
    custom_id: str | None
    url: str | None
    disabled: bool


@dataclass(eq=False)
class Message:
    """A message as it is now; `edits` has what it was before."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    type: int = 0
    flags: int = 0
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    """Who is notified."""
    nonce: str | int | None = None
    reply_to: "Message | None" = None
    reactions: list[str] = field(default_factory=list)
    interaction: Payload | None = None
    """`interaction_metadata`, if a person's act brought this message."""
    webhook_id: int | None = None
    thread: Channel | None = None
    sent_at: str = field(default_factory=now)
    edited_at: str | None = None
    changed_s: float = field(default_factory=time.monotonic)
    """When it was sent or last edited, on the monotonic clock."""
    edits: list[Payload] = field(default_factory=list)
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & Flag.EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Deferred: "… is thinking"."""
        return bool(self.flags & Flag.LOADING)

    @property
    def is_v2(self) -> bool:
        return bool(self.flags & Flag.IS_COMPONENTS_V2)

    @property
    def texts(self) -> list[str]:
        """Every text a reader sees, from top to bottom."""
        embeds = [e[k] for e in self.embeds for k in ("title", "description") if e.get(k)]
        displays = [c["content"] for c in all_components(self.components) if c["type"] == 10]
        return [*([self.content] if self.content else []), *embeds, *displays]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[Button]:
        return [_button(c) for c in all_components(self.components) if c["type"] == 2]


def _button(component: Payload) -> Button:
    label = component.get("label") or (component.get("emoji") or {}).get("name", "")
    url, custom_id = component.get("url"), component.get("custom_id")
    return Button(label, custom_id, url, component.get("disabled", False))


def all_components(components: list[Payload]) -> list[Payload]:
    """The components and all that they hold, from top to bottom."""
    found = []
    for component in components:
        inner = [*component.get("components", [])]
        inner += [component[k] for k in ("accessory", "component") if component.get(k)]
        found += [component, *all_components(inner)]
    return found


@dataclass(eq=False)
class Interaction:
    """An act of a person that the bot has to answer, and what it answered."""

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: Payload
    started_s: float = field(default_factory=time.monotonic)
    acknowledged: int | None = None
    """The type of the callback that came."""
    acknowledged_s: float | None = None
    expired: bool = False
    """Set it to let the token die before its time."""
    source: Message | None = None
    """What the button pressed, or the modal's button, stands on."""
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Payload | None = None
    choices: list[Payload] | None = None

    @property
    def messages(self) -> list[Message]:
        """What came of it: the answer and what followed, without what was deleted since."""
        every = [self.original, *self.followups]
        return [m for m in every if m is not None and not m.deleted]


@dataclass(eq=False)
class Application:
    """The bot as its owner set it up, and how patient Discord is with it."""

    user: User
    token: str = "bG9vcGJhY2s.bG9vcA.not-a-secret-of-anyone"  # noqa: S105
    approved_intents: int = (1 << 25) - 1
    is_public: bool = False
    shards: int = 1
    callback_window_s: float = 3.0
    token_life_s: float = 900.0
    attachment_size_limit: int = 10 * 1024 * 1024
    heartbeat_interval_s: float = 41.25
    acks_heartbeats: bool = True

    @property
    def id(self) -> int:
        return self.user.id
