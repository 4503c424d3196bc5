"""People who use the bot, in a guild or by direct message, and see what it answers."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.doubles.discord import acts, payloads
from tests.doubles.discord.calls import File
from tests.doubles.discord.objects import (
    Channel,
    ChannelType,
    Guild,
    Interaction,
    Message,
    Overwrite,
    Payload,
    Role,
    User,
)
from tests.doubles.discord.permissions import Permission, in_channel, speaking
from tests.doubles.discord.world import World

TIMEOUT_S = 5.0


@dataclass(frozen=True)
class Modal:
    """A modal that somebody has before them."""

    payload: Payload
    interaction: Interaction

    @property
    def title(self) -> str:
        return str(self.payload["title"])


@dataclass(frozen=True)
class Use:
    """One use of the bot, and what comes of it."""

    interaction: Interaction

    @property
    def messages(self) -> list[Message]:
        """Its answer and what followed, as they are now."""
        return self.interaction.messages

    @property
    def acknowledged_after_s(self) -> float | None:
        interaction = self.interaction
        acknowledged_s = interaction.acknowledged_s
        return None if acknowledged_s is None else acknowledged_s - interaction.started_s

    async def reply(
        self,
        timeout_s: float = TIMEOUT_S,
        until: Callable[[Message], bool] = lambda message: not message.loading,
    ) -> Message:
        """The first message that is as it should be: more than a deferral, by default."""
        wanted = lambda: next((m for m in self.messages if until(m)), None)  # noqa: E731
        return await self.interaction.channel.signal.wait_for(wanted, timeout_s)

    async def followup(self, number: int = 1, timeout_s: float = TIMEOUT_S) -> Message:
        """The n-th message after the answer."""
        wanted = lambda: next(iter(self.messages[number : number + 1]), None)  # noqa: E731
        return await self.interaction.channel.signal.wait_for(wanted, timeout_s)

    async def modal(self, timeout_s: float = TIMEOUT_S) -> Modal:
        wanted = lambda: self.interaction.modal  # noqa: E731
        payload = await self.interaction.channel.signal.wait_for(wanted, timeout_s)
        return Modal(payload, self.interaction)

    async def acknowledged(self, timeout_s: float = TIMEOUT_S) -> int:
        """The type of the callback that came."""
        wanted = lambda: self.interaction.acknowledged  # noqa: E731
        return await self.interaction.channel.signal.wait_for(wanted, timeout_s)

    def expire(self) -> None:
        """Let the token die now."""
        self.interaction.expired = True


@dataclass(frozen=True)
class Person:
    """Somebody at a client of Discord's."""

    world: World
    user: User

    @property
    def dm(self) -> Channel:
        """Their direct messages with the bot."""
        return self.world.dm_with(self.user)

    async def slash(self, channel: Channel, name: str, /, **values: object) -> Use:
        """Use a slash command; "dossier add" is its subcommand."""
        first, *words = name.split()
        command = acts.find_command(self.world, self.user, channel, first)
        data = acts.chosen(self.world, channel, command, words, values)
        return self._use(channel, 2, data)

    async def completes(
        self, channel: Channel, name: str, /, timeout_s: float = TIMEOUT_S, **values: object
    ) -> list[Payload]:
        """What the bot offers while the last of these options is being typed."""
        first, *words = name.split()
        command = acts.find_command(self.world, self.user, channel, first)
        data = acts.chosen(self.world, channel, command, words, values, focused=[*values][-1])
        use = self._use(channel, 4, data)
        return await channel.signal.wait_for(lambda: use.interaction.choices, timeout_s)

    async def context(self, message: Message, name: str) -> Use:
        """Use a command from a message's menu."""
        command = acts.find_command(self.world, self.user, message.channel, name, kind=3)
        shown = payloads.message(message, self.world.me)
        data = {"id": command["id"], "name": name, "type": 3, "target_id": str(message.id)}
        data["resolved"] = {"messages": {str(message.id): shown}}
        return self._use(message.channel, 2, data)

    async def presses(self, message: Message, what: str) -> Use:
        """Press a button, by its label, emoji or custom id."""
        return self._use(message.channel, 3, acts.pressed(message, what), message)

    async def selects(self, message: Message, custom_id: str, *values: str) -> Use:
        data = acts.selected(message, custom_id, list(values))
        return self._use(message.channel, 3, data, message)

    async def submits(self, modal: Modal, values: dict[str, str]) -> Use:
        """Fill in a modal, by labels or custom ids, and send it."""
        cause = modal.interaction
        data = acts.submitted(modal.payload, values)
        return self._use(cause.channel, 5, data, cause.source)

    def _use(
        self, channel: Channel, kind: int, data: Payload, source: Message | None = None
    ) -> Use:
        return Use(acts.interact(self.world, self.user, channel, kind, data, source))

    async def says(
        self,
        channel: Channel,
        text: str,
        *,
        mention: bool = False,
        reply_to: Message | None = None,
        files: tuple[File, ...] = (),
    ) -> Message:
        """Send a message; "@bot" in it, or `mention` before it, mentions the bot."""
        if not in_channel(channel, self.user) & speaking(channel):
            raise PermissionError(f"{self.user.name} may not send here")
        bot = f"<@{self.world.me.id}>"
        named = text.replace("@bot", bot)
        content = f"{bot} {named}" if mention and bot not in named else named
        kind = 19 if reply_to else 0
        message = Message(self.world.ids.new(), channel, self.user, type=kind, reply_to=reply_to)
        self._fill(message, content, files)
        return self.world.send(message)

    def _fill(self, message: Message, content: str, files: tuple[File, ...]) -> None:
        sent = [self.world.upload(message.channel, *file) for file in files]
        self.world.write(message, {"content": content}, sent)

    async def posts(self, forum: Channel, title: str, text: str) -> Channel:
        """Begin a post in a forum, or a thread of its own in a channel."""
        kind = ChannelType.PUBLIC_THREAD
        thread = self.world.add_thread(forum, title, self.user, kind, None)
        number = thread.id if forum.type is ChannelType.FORUM else self.world.ids.new()
        message = Message(number, thread, self.user)
        self._fill(message, text, ())
        self.world.send(message)
        return thread

    async def edits(self, message: Message, text: str) -> None:
        self.world.edit(message, {"content": text}, [])

    async def deletes(self, message: Message) -> None:
        self.world.delete(message)


@dataclass(frozen=True)
class Community:
    """A guild, its people and its channels."""

    world: World
    guild: Guild

    def add_member(
        self, name: str, *roles: Role, locale: str = "en-US", bot: bool = False
    ) -> Person:
        user = self.world.add_user(name, locale=locale, bot=bot)
        self.world.add_member(self.guild, user, [role.id for role in roles])
        return Person(self.world, user)

    def add_role(self, name: str, permissions: int = 0) -> Role:
        return self.world.add_role(self.guild, name, permissions)

    def add_channel(self, name: str) -> Channel:
        return self.world.add_channel(self.guild, name, ChannelType.TEXT)

    def add_forum(self, name: str) -> Channel:
        return self.world.add_channel(self.guild, name, ChannelType.FORUM)

    def forbid(self, channel: Channel, permission: Permission, who: User | None = None) -> None:
        """Deny something in a channel to somebody: the bot, if nobody is named."""
        user = who or self.world.me
        kept = [o for o in channel.overwrites if o.id == user.id]
        denied = (kept[0].deny if kept else 0) | permission
        self.world.overwrite(channel, Overwrite(user.id, 1, deny=denied))
