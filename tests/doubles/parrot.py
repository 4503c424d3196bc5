"""A small bot on the real discord.py, that says back what it is told."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord
from discord import app_commands, ui

from tests.doubles.discord.server import Loopback

Use = discord.Interaction[discord.Client]


class Answer(ui.LayoutView):
    """A text in a box, with buttons below."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        box = ui.Container[Answer](accent_color=0x336699)
        box.add_item(ui.TextDisplay(text)).add_item(ui.Separator())
        self.add_item(box)
        self.add_item(Buttons())


class Buttons(ui.ActionRow[Answer]):
    @ui.button(label="Passages", custom_id="passages")
    async def passages(self, use: Use, _: ui.Button[Answer]) -> None:
        await use.response.send_message("the passages", ephemeral=True)

    @ui.button(label="Follow up", custom_id="follow-up")
    async def follow_up(self, use: Use, _: ui.Button[Answer]) -> None:
        await use.response.send_modal(FollowUp())

    @ui.button(emoji="👍", custom_id="helpful")
    async def helpful(self, use: Use, _: ui.Button[Answer]) -> None:
        await use.response.edit_message(view=Answer("thank you"))


class FollowUp(ui.Modal, title="Follow up"):
    question: ui.Label["FollowUp"] = ui.Label(text="Question", component=ui.TextInput())

    async def on_submit(self, use: Use) -> None:
        await use.response.defer()
        assert use.message is not None
        assert isinstance(self.question.component, ui.TextInput)
        thread = await use.message.create_thread(name="Follow-up")
        await thread.send(f"You asked: {self.question.component.value}")


class Parrot(discord.AutoShardedClient):
    """Registers /say, /read and a message menu; answers mentions, direct messages and forums."""

    def __init__(self, *, content: bool = True, heartbeat_timeout: float = 60.0) -> None:
        intents = discord.Intents(guilds=True, messages=True, message_content=content)
        super().__init__(
            intents=intents, guild_ready_timeout=0.05, heartbeat_timeout=heartbeat_timeout
        )
        self.connected = asyncio.Event()
        self.heard: list[str] = []
        self.errors: list[BaseException] = []
        self.tree = app_commands.CommandTree(self)
        self.tree.error(self._note)
        self.tree.command(name="say", description="Says it back")(self.say)
        self.tree.command(name="read", description="Says what a file holds")(self.read)
        self.tree.context_menu(name="Say it again")(self.again)

    async def _note(self, _: Use, error: app_commands.AppCommandError) -> None:
        self.errors.append(getattr(error, "original", error))

    async def say(self, use: Use, text: str, private: bool = False) -> None:
        await use.response.defer(ephemeral=private, thinking=True)
        await use.edit_original_response(content=None, view=Answer(text))

    async def read(self, use: Use, file: discord.Attachment) -> None:
        await use.response.send_message((await file.read()).decode())

    async def again(self, use: Use, message: discord.Message) -> None:
        await use.response.send_message(message.content)

    async def complete(self, _: Use, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=f"{typed}!")]

    async def setup_hook(self) -> None:
        say = self.tree.get_command("say")
        assert isinstance(say, app_commands.Command)
        say.autocomplete("text")(self.complete)
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.connected.set()

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message.content)
        if self.user in message.mentions and message.author != self.user:
            await message.reply(message.content, mention_author=False)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        if isinstance(thread.parent, discord.ForumChannel):
            await thread.send(f"about {thread.name}")


@asynccontextmanager
async def at_work(server: Loopback, bot: Parrot) -> AsyncIterator[Parrot]:
    """The bot, connected until the block ends."""
    running = asyncio.create_task(bot.start(server.token))
    ready = asyncio.create_task(bot.connected.wait())
    try:
        await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        await running


if __name__ == "__main__":
    Parrot().run(sys.argv[1])
