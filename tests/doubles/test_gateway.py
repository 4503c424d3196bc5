"""What befalls a connection, and what the real discord.py makes of it."""

import asyncio
from collections.abc import Callable

import aiohttp
import discord
import pytest

from tests.doubles.discord.objects import Channel
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import Loopback
from tests.doubles.discord.sessions import Close, Op
from tests.doubles.discord.world import MESSAGE_CONTENT
from tests.doubles.parrot import Parrot, at_work

pytestmark = pytest.mark.asyncio


async def test_the_bot_comes_to_know_itself_and_its_guilds(
    server: Loopback, channel: Channel
) -> None:
    async with at_work(server, Parrot()) as bot:
        assert bot.user is not None
        assert bot.user.id == server.application.id
        assert [guild.name for guild in bot.guilds] == ["Readers"]
        assert bot.get_channel(channel.id) is not None
        assert [command["name"] for command in server.world.commands.of(None)] == [
            "say",
            "read",
            "Say it again",
        ]


DROPS: dict[str, Callable[[Loopback], None]] = {
    "closed with 4000": lambda server: server.gateway.close_all(4000),
    "closed with 1000": lambda server: server.gateway.close_all(1000),
    "cut": lambda server: server.gateway.cut_all(),
    "asked to reconnect": lambda server: server.gateway.ask_to_reconnect(),
    "invalid but resumable": lambda server: server.gateway.invalidate(resumable=True),
}


@pytest.mark.parametrize("drop", DROPS)
async def test_what_happens_while_the_bot_is_away_is_told_when_it_is_back(
    server: Loopback, channel: Channel, ann: Person, drop: str
) -> None:
    async with at_work(server, Parrot()):
        DROPS[drop](server)
        use = await ann.slash(channel, "say", text="still there?")

        assert (await use.reply()).text == "still there?"
        assert (server.gateway.identified, server.gateway.resumed) == (1, 1)


async def test_a_bot_whose_heartbeats_are_not_acknowledged_comes_back(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    server.application.heartbeat_interval_s = 0.2
    async with at_work(server, Parrot(heartbeat_timeout=0.5)):
        server.application.acks_heartbeats = False
        async with asyncio.timeout(5):
            while not server.gateway.resumed:
                await asyncio.sleep(0.05)
        server.application.acks_heartbeats = True
        use = await ann.slash(channel, "say", text="back?")

        assert (await use.reply()).text == "back?"


@pytest.mark.usefixtures("server")
async def test_a_wrong_token_is_no_login() -> None:
    with pytest.raises(discord.LoginFailure):
        async with Parrot() as bot:
            await bot.start("wrong")


async def test_an_intent_that_was_not_approved_is_refused(server: Loopback) -> None:
    server.application.approved_intents &= ~MESSAGE_CONTENT

    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with Parrot() as bot:
            await bot.start(server.token)


async def test_a_guild_that_throws_the_bot_out_is_gone(server: Loopback) -> None:
    guild = server.add_guild("Strangers")
    async with at_work(server, Parrot()) as bot:
        left = asyncio.create_task(bot.wait_for("guild_remove", timeout=2))
        await asyncio.sleep(0)
        server.world.remove_guild(guild.guild)

        assert (await left).name == "Strangers"


class Wire:
    """A socket without discord.py, in plain text."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, op: int, data: object) -> None:
        await self._socket.send_json({"op": op, "d": data})

    async def next(self, op: Op) -> dict[str, object]:
        """The next frame of this kind."""
        async with asyncio.timeout(2):
            while (frame := await self._socket.receive_json())["op"] != op:
                pass
        return dict(frame)

    async def closed_with(self) -> int | None:
        async with asyncio.timeout(2):
            async for _ in self._socket:
                pass
        return self._socket.close_code


def identity(server: Loopback, **changed: object) -> dict[str, object]:
    return {"token": server.token, "intents": 1, "properties": {}, **changed}


async def test_without_compression_frames_are_plain_text(server: Loopback) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as socket:
        wire = Wire(socket)
        await wire.next(Op.HELLO)
        await wire.send(Op.HEARTBEAT, None)
        await wire.next(Op.HEARTBEAT_ACK)
        await wire.send(Op.IDENTIFY, identity(server, shard=[0, 1]))

        ready = await wire.next(Op.DISPATCH)
        assert (ready["t"], ready["s"]) == ("READY", 1)


async def test_a_session_that_is_not_known_is_invalid(server: Loopback) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as socket:
        wire = Wire(socket)
        await wire.send(Op.RESUME, {"token": server.token, "session_id": "none", "seq": 1})

        assert (await wire.next(Op.INVALID_SESSION))["d"] is False


MISTAKES: dict[Close, Callable[[Loopback], list[tuple[int, object]]]] = {
    Close.UNKNOWN_OPCODE: lambda _: [(99, None)],
    Close.NOT_AUTHENTICATED: lambda _: [(Op.REQUEST_GUILD_MEMBERS, {})],
    Close.AUTHENTICATION_FAILED: lambda server: [(Op.IDENTIFY, identity(server, token=None))],
    Close.ALREADY_AUTHENTICATED: lambda server: [(Op.IDENTIFY, identity(server))] * 2,
    Close.INVALID_SHARD: lambda server: [(Op.IDENTIFY, identity(server, shard=[2, 2]))],
    Close.INVALID_INTENTS: lambda server: [(Op.IDENTIFY, identity(server, intents=1 << 40))],
    Close.DISALLOWED_INTENTS: lambda server: [(Op.IDENTIFY, identity(server, intents=1 << 30))],
}


@pytest.mark.parametrize("code", MISTAKES, ids=lambda code: code.name)
async def test_a_mistake_closes_the_connection_with_its_code(server: Loopback, code: Close) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(server.gateway_url) as socket:
        wire = Wire(socket)
        for op, data in MISTAKES[code](server):
            await wire.send(op, data)

        assert await wire.closed_with() == code
