"""A Discord of our own with people in it, and the real bot: where faults are played."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import pytest

from bot.answers import Answer, Question
from bot.client import DossierBot
from bot.database import open_database
from bot.live import LiveDossier
from bot.session import Session
from bot.settings import BotSettings
from bot.wiring import make_services
from tests.doubles.discord.objects import Channel, Message
from tests.doubles.discord.people import Community, Person, Use
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.server import Loopback

QUESTION = "Did the RIAA win in court?"
CALLBACK = "/interactions/*/callback"
ORIGINAL = "/webhooks/*/messages/@original"
SEND = "/channels/*/messages"
EDIT = "/channels/*/messages/*"
READY_S = 20.0
ANSWER_S = 20.0


@dataclass(frozen=True)
class Stage:
    """Ann and Bob are people like any other; Eve manages the server."""

    discord: Loopback
    bot: DossierBot
    guild: Community
    channel: Channel
    ann: Person
    bob: Person
    eve: Person

    def answers(self) -> list[Message]:
        """Every answer that somebody can see in the channel or in their direct messages."""
        places = [self.channel, *(person.dm for person in (self.ann, self.bob, self.eve))]
        return [message for place in places for message in place.history if is_answer(message)]

    async def asks(self, person: Person, *, private: bool = False) -> Use:
        return await person.slash(self.channel, "ask", question=QUESTION, private=private)

    async def mentions(self, person: Person) -> Message:
        return await person.says(self.channel, QUESTION, mention=True)

    async def bot_is_asked(self) -> None:
        """Until a question is being answered."""
        async with asyncio.timeout(ANSWER_S):
            while not self.bot.services.desk.queue.inside:
                await asyncio.sleep(0)

    async def struck(self, times: int) -> None:
        """Until so many calls have failed on purpose."""
        async with asyncio.timeout(ANSWER_S):
            while len(self.discord.faults.struck) < times:
                await asyncio.sleep(0.01)

    async def finished(self) -> None:
        """Until no question is being answered."""
        async with asyncio.timeout(ANSWER_S):
            while self.bot.services.desk.queue.inside:
                await asyncio.sleep(0.01)


def play(discord: Loopback, bot: DossierBot) -> Stage:
    """Put a server with one channel and three people into a Discord."""
    guild = discord.add_guild("Press")
    managers = guild.add_role("Managers", permissions=Permission.MANAGE_GUILD)
    return Stage(
        discord=discord,
        bot=bot,
        guild=guild,
        channel=guild.add_channel("questions"),
        ann=guild.add_member("Ann"),
        bob=guild.add_member("Bob"),
        eve=guild.add_member("Eve", managers),
    )


def is_answer(message: Message) -> bool:
    """Whether a message quotes the dossier."""
    return message.is_v2 and any(text.startswith("> ") for text in message.texts)


@contextmanager
def bot_of(
    settings: BotSettings, dossier: LiveDossier, *, reads_messages: bool = True
) -> Iterator[DossierBot]:
    """The bot as `python -m bot` makes it, but for what it waits for other servers."""
    with open_database(settings.data_dir) as database:
        services = make_services(settings, dossier, database)
        yield quick(DossierBot(services, reads_messages=reads_messages))


def quick(bot: DossierBot) -> DossierBot:
    """Without the two seconds in which a bot waits for more servers."""
    bot._connection.guild_ready_timeout = 0.05
    return bot


@asynccontextmanager
async def at_work(discord: Loopback, bot: DossierBot) -> AsyncIterator[DossierBot]:
    """The bot, connected until the block ends."""
    running = asyncio.create_task(bot.start(discord.token))
    try:
        await ready(bot, running)
        yield bot
    finally:
        await bot.close()
        await running


async def ready(bot: DossierBot, running: "asyncio.Task[None]") -> None:
    """Until the bot is connected, or has failed to."""
    async with asyncio.timeout(READY_S):
        while not bot.is_ready():
            if running.done():
                await running
            await asyncio.sleep(0.01)


class Gate:
    """Keeps answers waiting until it is opened."""

    def __init__(self, dossier: LiveDossier, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = asyncio.Event()
        self._asked = asyncio.Event()
        ask = dossier.ask

        async def ask_later(question: Question, session: Session) -> Answer:
            await self.passed()
            return await ask(question, session)

        monkeypatch.setattr(dossier, "ask", ask_later)

    def open(self) -> None:
        self._open.set()

    async def passed(self) -> None:
        """Wait here, as a question does."""
        self._asked.set()
        await self._open.wait()

    async def reached(self) -> None:
        """Until the first question waits here."""
        async with asyncio.timeout(ANSWER_S):
            await self._asked.wait()
