"""What goes wrong on purpose, and what the real discord.py makes of it."""

import asyncio
import json
import re
from pathlib import Path

import aiohttp
import discord
import pytest

from tests.doubles.discord.faults import Fault, Faults
from tests.doubles.discord.objects import Channel
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import Loopback, loopback
from tests.doubles.parrot import Parrot, at_work

pytestmark = pytest.mark.asyncio

SEND = "/channels/*/messages"
EDIT = "/webhooks/*/*/messages/@original"
CALLBACK = "/interactions/*/callback"


async def send(bot: Parrot, channel: Channel) -> discord.Message:
    return await bot.get_partial_messageable(channel.id).send("hello")


async def test_too_many_requests_are_waited_out(server: Loopback, channel: Channel) -> None:
    server.faults.next(2, Fault.RATE_LIMITED, "POST", SEND, seconds=0.05)
    async with at_work(server, Parrot()) as bot:
        await send(bot, channel)

    assert [m.text for m in channel.history] == ["hello"]
    assert len(server.faults.struck) == 2


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY])
async def test_a_server_error_is_tried_again(
    server: Loopback, channel: Channel, fault: Fault
) -> None:
    server.faults.next(1, fault, "POST", SEND)
    async with at_work(server, Parrot()) as bot:
        await send(bot, channel)

    assert [m.text for m in channel.history] == ["hello"]


async def test_discord_being_unavailable_reaches_the_bot_at_once(
    server: Loopback, channel: Channel
) -> None:
    server.faults.next(1, Fault.UNAVAILABLE, "POST", SEND)
    async with at_work(server, Parrot()) as bot:
        with pytest.raises(discord.DiscordServerError):
            await send(bot, channel)


async def test_an_edit_is_tried_again_when_discord_is_unavailable(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    server.faults.next(1, Fault.UNAVAILABLE, "PATCH", EDIT)
    async with at_work(server, Parrot()):
        reply = await (await ann.slash(channel, "say", text="hello")).reply()

        assert reply.text == "hello"


@pytest.mark.parametrize(("fault", "done"), [(Fault.CUT_BEFORE, []), (Fault.CUT_AFTER, ["hello"])])
async def test_a_cut_connection_reaches_the_bot_whether_or_not_it_was_done(
    server: Loopback, channel: Channel, fault: Fault, done: list[str]
) -> None:
    server.faults.next(1, fault, "POST", SEND)
    async with at_work(server, Parrot()) as bot:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await send(bot, channel)

    assert [m.text for m in channel.history] == done


async def test_a_deferral_that_comes_too_late_is_refused(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    server.application.callback_window_s = 0.02
    server.faults.next(1, Fault.SLOW, "POST", CALLBACK, seconds=0.05)
    async with at_work(server, Parrot()) as bot:
        await ann.slash(channel, "say", text="hello")

        assert await error_of(bot) == (404, 10062)


async def test_a_second_callback_is_refused(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()) as bot:
        use = await ann.slash(channel, "say", text="hello")
        await use.reply()
        url = f"{server.api_url}/interactions/{use.interaction.id}/{use.interaction.token}/callback"
        async with aiohttp.ClientSession() as http:
            response = await http.post(url, json={"type": 5})

            assert (response.status, (await response.json())["code"]) == (400, 40060)
        assert bot.errors == []


async def test_an_edit_with_a_token_that_has_died_is_refused(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    server.faults.next(1, Fault.EXPIRED, "PATCH", EDIT)
    async with at_work(server, Parrot()) as bot:
        use = await ann.slash(channel, "say", text="hello")

        assert await error_of(bot) == (401, 50027)
        assert use.messages[0].loading


async def test_a_token_dies_of_age(server: Loopback, channel: Channel, ann: Person) -> None:
    server.application.token_life_s = 0.02
    server.faults.next(1, Fault.SLOW, "PATCH", EDIT, seconds=0.05)
    async with at_work(server, Parrot()) as bot:
        await ann.slash(channel, "say", text="hello")

        assert await error_of(bot) == (401, 50027)


async def error_of(bot: Parrot) -> tuple[int, int]:
    """Status and code of the first error that reaches the bot."""
    async with asyncio.timeout(2):
        while not bot.errors:
            await asyncio.sleep(0.01)
    error = bot.errors[0]
    assert isinstance(error, discord.HTTPException)
    return error.status, error.code


async def test_faults_that_strike_now_and_then_are_the_same_each_time() -> None:
    def struck() -> list[int]:
        faults = Faults()
        faults.often(0.2, [Fault.SERVER_ERROR, Fault.CUT_AFTER], seed=7)
        return [n for n in range(100) if faults.strike("GET", "/users/@me")[0]]

    assert struck() == struck()
    assert 10 <= len(struck()) <= 30


async def test_a_token_expires_only_where_there_is_one() -> None:
    faults = Faults()
    faults.next(1, Fault.EXPIRED)

    assert faults.strike("POST", "/channels/1/messages") == (None, 0.0)
    assert faults.strike("PATCH", "/webhooks/1/x/messages/@original") == (Fault.EXPIRED, 0.0)


async def test_every_exchange_is_recorded_and_no_token_with_it(tmp_path: Path) -> None:
    file = tmp_path / "traffic.jsonl"
    async with loopback(record=file) as server:
        guild = server.add_guild()
        channel, ann = guild.add_channel("general"), guild.add_member("Ann")
        server.faults.next(1, Fault.CUT_AFTER, "POST", SEND)
        async with at_work(server, Parrot()) as bot:
            use = await ann.slash(channel, "say", text="hello")
            await use.reply()
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await send(bot, channel)
        secrets = [server.token, use.interaction.token]

    text = file.read_text("utf-8")
    exchanges = [json.loads(line) for line in text.splitlines()]
    seen = [(e["method"], re.sub(r"\d{9,}", "N", e["path"]), e["status"]) for e in exchanges]
    assert seen == [
        ("GET", "/api/v10/users/@me", 200),
        ("GET", "/api/v10/oauth2/applications/@me", 200),
        ("PUT", "/api/v10/applications/N/commands", 200),
        ("GET", "/api/v10/gateway/bot", 200),
        ("POST", "/api/v10/interactions/N/<token>/callback", 200),
        ("PATCH", "/api/v10/webhooks/N/<token>/messages/@original", 200),
        ("POST", "/api/v10/channels/N/messages", None),
    ]
    assert exchanges[5]["request_body"]["components"][0]["components"][0]["content"] == "hello"
    assert exchanges[5]["response_body"]["channel_id"] == str(channel.id)
    assert [secret for secret in secrets if secret in text] == []
