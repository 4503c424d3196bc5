"""What there is, and what happens in it: every change is made here and told to the gateway."""

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.doubles.discord import payloads
from tests.doubles.discord.checks import completed
from tests.doubles.discord.commands import Commands
from tests.doubles.discord.objects import (
    Application,
    Attachment,
    Channel,
    ChannelType,
    Flag,
    Guild,
    Interaction,
    Member,
    Message,
    Overwrite,
    Payload,
    Role,
    Snowflakes,
    User,
    now,
)
from tests.doubles.discord.permissions import EVERYONE, in_channel

if TYPE_CHECKING:
    from collections.abc import Callable

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 1, 1 << 9, 1 << 12
MESSAGE_CONTENT = 1 << 15
MENTION = re.compile(r"<@!?(\d+)>")


@dataclass(frozen=True)
class Event:
    """Something that a session is told, if its intents have one of `intents` (0: whatever they).

    `hidden` is what it is told without the intent of message content, where that differs.
    """

    name: str
    guild_id: int | None
    intents: int
    data: Payload
    hidden: Payload | None = None


class World:
    """Everything a Discord holds, seen from one application."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.owner = User(self.ids.new(), "Owner")
        self.application = Application(User(self.ids.new(), "Dossier", bot=True))
        self.users = {u.id: u for u in (self.owner, self.me)}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[str, Interaction] = {}
        """By token."""
        self.attachments: dict[int, Attachment] = {}
        self.commands = Commands()
        self.tell: Callable[[Event], None] = lambda _: None
        self.url = ""
        """Where this Discord is served."""

    @property
    def me(self) -> User:
        """The bot."""
        return self.application.user

    @property
    def hides_content(self) -> bool:
        """Whether REST keeps the contents of others' messages from the bot."""
        return not self.application.approved_intents & MESSAGE_CONTENT

    def add_user(self, name: str, **traits: Any) -> User:
        user = User(self.ids.new(), name, **traits)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, **traits: Any) -> Guild:
        """A guild that the bot is in."""
        guild = Guild(self.ids.new(), name, owner_id=self.owner.id, **traits)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE)
        for user in (self.owner, self.me):
            guild.members[user.id] = Member(user)
        self.guilds[guild.id] = guild
        bot = [guild.members[self.me.id]]
        created = payloads.guild_created(guild, bot, self.me)
        self.tell(Event("GUILD_CREATE", guild.id, GUILDS, created))
        return guild

    def add_member(self, guild: Guild, user: User, role_ids: list[int]) -> Member:
        member = guild.members[user.id] = Member(user, role_ids)
        data = {**payloads.member(member), "guild_id": str(guild.id)}
        self.tell(Event("GUILD_MEMBER_ADD", guild.id, GUILD_MEMBERS, data))
        return member

    def add_role(self, guild: Guild, name: str, permissions: int) -> Role:
        role = Role(self.ids.new(), name, permissions)
        guild.roles[role.id] = role
        data = {"guild_id": str(guild.id), "role": payloads.role(role, len(guild.roles) - 1)}
        self.tell(Event("GUILD_ROLE_CREATE", guild.id, GUILDS, data))
        return role

    def change_role(self, guild: Guild, role: Role, permissions: int) -> None:
        role.permissions = permissions
        place = list(guild.roles).index(role.id)
        data = {"guild_id": str(guild.id), "role": payloads.role(role, place)}
        self.tell(Event("GUILD_ROLE_UPDATE", guild.id, GUILDS, data))

    def overwrite(self, channel: Channel, overwrite: Overwrite) -> None:
        """Put what a channel allows or denies in place of what it had for the same one."""
        others = [o for o in channel.overwrites if o.id != overwrite.id]
        channel.overwrites = [*others, overwrite]
        self.tell_channel("CHANNEL_UPDATE", channel)

    def remove_guild(self, guild: Guild) -> None:
        """The bot is thrown out."""
        del self.guilds[guild.id]
        self.channels = {n: c for n, c in self.channels.items() if c.guild is not guild}
        self.tell(Event("GUILD_DELETE", guild.id, GUILDS, {"id": str(guild.id)}))

    def add_channel(self, guild: Guild, name: str, kind: ChannelType) -> Channel:
        channel = Channel(self.ids.new(), kind, name, guild)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell_channel("CHANNEL_CREATE", channel)
        return channel

    def dm_with(self, user: User) -> Channel:
        """The direct messages of somebody with the bot."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.ids.new(), ChannelType.DM, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """A channel with its threads, or a thread."""
        assert channel.guild is not None
        for thread in [c for c in channel.guild.channels.values() if c.parent is channel]:
            self.remove_channel(thread)
        self.tell_channel("THREAD_DELETE" if channel.type.is_thread else "CHANNEL_DELETE", channel)
        del self.channels[channel.id], channel.guild.channels[channel.id]
        for message in channel.history:
            message.deleted = True

    def add_thread(
        self, parent: Channel, name: str, owner: User, kind: ChannelType, starter: Message | None
    ) -> Channel:
        """A thread; from a message it takes the id, and begins with a pointer to it."""
        assert parent.guild is not None
        thread = Channel(
            starter.id if starter else self.ids.new(), kind, name, parent.guild, parent, owner.id
        )
        thread.member_ids.append(owner.id)
        parent.guild.channels[thread.id] = self.channels[thread.id] = thread
        self.tell_channel("THREAD_CREATE", thread, newly_created=True)
        if starter:
            starter.thread = thread
            self.tell_message("MESSAGE_UPDATE", starter)
            self.send(Message(self.ids.new(), thread, owner, type=21, reply_to=starter))
        parent.signal.changed()
        return thread

    def send(self, message: Message) -> Message:
        """Put a message into its channel, for all to see."""
        message.channel.messages[message.id] = message
        message.channel.archived = False
        self.tell_message("MESSAGE_CREATE", message)
        message.channel.signal.changed()
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        if message.channel.messages.pop(message.id, None):
            self._tell_gone(message)
        message.channel.signal.changed()

    def _tell_gone(self, message: Message) -> None:
        guild = message.channel.guild
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if guild:
            data["guild_id"] = str(guild.id)
        intents = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        self.tell(Event("MESSAGE_DELETE", guild.id if guild else None, intents, data))

    def write(self, message: Message, body: Payload, files: list[Attachment]) -> None:
        """Make what a request says the message's own, leaving the rest as it is."""
        message.content = body.get("content", message.content) or ""
        message.embeds = [{"type": "rich", **e} for e in body.get("embeds", message.embeds) or []]
        message.components = completed(body.get("components", message.components) or [])
        kept_ids = {int(a["id"]) for a in body.get("attachments") or [] if "id" in a}
        kept = [a for a in message.attachments if "attachments" not in body or a.id in kept_ids]
        message.attachments = [*kept, *files]
        message.flags |= (body.get("flags") or 0) & (Flag.EPHEMERAL | Flag.IS_COMPONENTS_V2)
        message.mentions = self._mentioned(message, body.get("allowed_mentions"))

    def _mentioned(self, message: Message, allowed: Payload | None) -> list[User]:
        """Whom the texts mention, as far as they may be notified, and the author replied to."""
        named = [int(n) for n in MENTION.findall(message.text)]
        if allowed is not None and "users" not in (allowed.get("parse") or []):
            named = [n for n in named if str(n) in map(str, allowed.get("users") or [])]
        found = [self.users[n] for n in dict.fromkeys(named) if n in self.users]
        replied = message.reply_to.author if message.type == 19 and message.reply_to else None
        pings_author = allowed is None or allowed.get("replied_user", False)
        pinged = replied if pings_author and replied is not message.author else None
        return [*found, *([pinged] if pinged and pinged not in found else [])]

    def edit(self, message: Message, body: Payload, files: list[Attachment]) -> None:
        """Edit a message, or fill in one that was deferred, keeping what it was."""
        message.edits.append({"content": message.content, "components": message.components})
        self.write(message, body, files)
        message.edited_at, message.changed_s = now(), time.monotonic()
        message.flags &= ~Flag.LOADING
        if not message.ephemeral:
            self.tell_message("MESSAGE_UPDATE", message)
        message.channel.signal.changed()

    def tell_message(self, name: str, message: Message) -> None:
        """Tell the bot of a message, if it may see the channel."""
        if not in_channel(message.channel, self.me):
            return
        guild = message.channel.guild
        full, hidden = (
            payloads.message_created(message, self.me, hidden=hidden) for hidden in (False, True)
        )
        intents = GUILD_MESSAGES if guild else DIRECT_MESSAGES
        self.tell(Event(name, guild.id if guild else None, intents, full, hidden))

    def tell_channel(self, name: str, channel: Channel, **more: object) -> None:
        assert channel.guild is not None
        data = {**payloads.channel(channel, self.me), **more}
        self.tell(Event(name, channel.guild.id, GUILDS, data))

    def upload(self, channel: Channel, filename: str, content: bytes, kind: str) -> Attachment:
        """Keep a file, to be fetched at its URL."""
        number = self.ids.new()
        url = f"{self.url}/attachments/{channel.id}/{number}/{filename}"
        attachment = Attachment(number, filename, content, kind, url)
        self.attachments[number] = attachment
        return attachment
