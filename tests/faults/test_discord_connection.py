"""How the bot comes, stays and goes: tokens, intents, a gateway that drops, signals."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from bot.client import DossierBot, run_bot
from bot.errors import DiscordUnreachableError, TokenRefusedError
from bot.live import LiveDossier
from bot.settings import BotSettings
from ingest.logs import TextFormatter
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.server import Loopback
from tests.doubles.discord.sessions import Close
from tests.doubles.discord.world import MESSAGE_CONTENT
from tests.faults.stage import (
    READY_S,
    Gate,
    Stage,
    at_work,
    bot_of,
    is_answer,
    play,
    quick,
    ready,
)

COMMANDS = ["Ask the dossier about this", "ask", "dossier", "gaps", "help", "reingest", "search"]


MakeBot = Callable[[bool], DossierBot]


@pytest.fixture
def make_bot(settings: BotSettings, shared_dossier: LiveDossier) -> Iterator[MakeBot]:
    with bot_of(settings, shared_dossier) as first:
        yield lambda reads: quick(DossierBot(first.services, reads_messages=reads))


async def test_the_bot_comes_and_registers_its_commands(stage: Stage) -> None:
    assert stage.bot.is_ready()
    names = {command["name"] for command in stage.discord.world.commands.of(None)}
    assert names >= set(COMMANDS)
    assert stage.discord.gateway.identified == 1


async def test_commands_are_registered_again_only_after_a_change(
    discord_server: Loopback, make_bot: MakeBot
) -> None:
    for _ in range(2):
        async with at_work(discord_server, make_bot(True)):
            pass

    assert discord_server.world.commands.writes == 1


async def test_a_server_that_the_bot_has_left_is_forgotten_once_it_is_not_named_any_more(
    discord_server: Loopback,
    settings: BotSettings,
    shared_dossier: LiveDossier,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its commands went with the bot; otherwise each start would warn that they are still there."""
    press = discord_server.add_guild("Press").guild
    named = settings.model_copy(update={"discord_guilds": (press.id,)})
    with bot_of(named, shared_dossier) as bot:
        async with at_work(discord_server, bot):
            pass
    discord_server.world.remove_guild(press)

    with bot_of(settings, shared_dossier) as bot:
        async with at_work(discord_server, bot):
            kept = bot.services.synced.servers(discord_server.application.id)

    assert kept == {None}
    assert "could not be registered" not in caplog.text


async def test_a_bot_that_was_closed_deletes_nothing_later(
    discord_server: Loopback, make_bot: MakeBot
) -> None:
    """What is too old is looked for by a loop, which another bot has of its own."""
    async with at_work(discord_server, make_bot(True)):
        pass
    await asyncio.sleep(0)

    coroutines = [task.get_coro() for task in asyncio.all_tasks()]
    assert "Loop._loop" not in {getattr(each, "__qualname__", "") for each in coroutines}


async def test_a_token_that_discord_refuses(discord_server: Loopback, make_bot: MakeBot) -> None:
    with pytest.raises(TokenRefusedError, match="DISCORD_TOKEN"):
        await run_bot("no.such.token", make_bot)

    assert discord_server.gateway.identified == 0


async def test_a_token_that_is_reset_while_the_bot_falls_back(
    discord_server: Loopback, make_bot: MakeBot
) -> None:
    """The second attempt fails in its own way, and is told as such."""
    discord_server.application.approved_intents &= ~MESSAGE_CONTENT

    def make(reads_messages: bool) -> DossierBot:
        if not reads_messages:
            discord_server.application.token += "-new"
        return make_bot(reads_messages)

    with pytest.raises(TokenRefusedError):
        await run_bot(discord_server.token, make)


async def test_a_token_that_is_reset_while_the_bot_runs(
    discord_server: Loopback, make_bot: MakeBot
) -> None:
    bot = make_bot(True)
    running = asyncio.create_task(run_bot(discord_server.token, lambda _: bot))
    await ready(bot, running)
    discord_server.gateway.close_all(Close.AUTHENTICATION_FAILED)

    with pytest.raises(TokenRefusedError):
        await running


async def test_discord_that_is_out_of_order(discord_server: Loopback, make_bot: MakeBot) -> None:
    discord_server.faults.next(9, Fault.UNAVAILABLE)

    with pytest.raises(DiscordUnreachableError, match="503"):
        await run_bot(discord_server.token, make_bot)


async def test_without_the_right_to_read_messages_the_bot_says_so_and_answers_commands(
    discord_server: Loopback,
    make_bot: MakeBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord_server.application.approved_intents &= ~MESSAGE_CONTENT
    made: list[DossierBot] = []

    def make(reads_messages: bool) -> DossierBot:
        made.append(make_bot(reads_messages))
        return made[-1]

    running = asyncio.create_task(run_bot(discord_server.token, make))
    await discord_server.gateway.wait_for_bot(timeout_s=10)
    await ready(made[-1], running)
    stage = play(discord_server, made[-1])
    answer = await (await stage.asks(stage.ann)).reply()
    mentioned = await stage.mentions(stage.bob)
    second = await stage.channel.next_message(mentioned, until=is_answer)
    os.kill(os.getpid(), signal.SIGTERM)
    await running

    assert [bot.intents.message_content for bot in made] == [True, False]
    assert "Message Content Intent" in caplog.text
    assert stage.answers() == [answer, second]


@pytest.mark.parametrize(
    ("method", "route"),
    [("GET", "/users/@me"), ("PUT", "/applications/*/commands"), ("GET", "/gateway/bot")],
    ids=["login", "commands", "gateway"],
)
async def test_a_bot_that_is_told_to_leave_while_it_connects_leaves_quietly(
    discord_server: Loopback,
    make_bot: MakeBot,
    caplog: pytest.LogCaptureFixture,
    method: str,
    route: str,
) -> None:
    discord_server.faults.next(1, Fault.SLOW, method, route, seconds=0.2)
    running = asyncio.create_task(run_bot(discord_server.token, make_bot))
    async with asyncio.timeout(READY_S):
        while not discord_server.faults.struck:
            await asyncio.sleep(0.01)

    os.kill(os.getpid(), signal.SIGTERM)
    await running

    assert discord_server.gateway.sessions == {}
    assert [each.message for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_sigterm_lets_a_running_answer_finish(
    discord_server: Loopback,
    make_bot: MakeBot,
    shared_dossier: LiveDossier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, bot = Gate(shared_dossier, monkeypatch), make_bot(True)
    running = asyncio.create_task(run_bot(discord_server.token, lambda _: bot))
    await ready(bot, running)
    stage = play(discord_server, bot)
    use = await stage.asks(stage.ann)
    await gate.reached()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.05)
    still_there = not running.done()
    gate.open()
    answer = await use.reply(until=is_answer)
    await running

    assert still_there
    assert stage.answers() == [answer]
    assert discord_server.gateway.sessions == {}


@pytest.mark.parametrize(
    "drop",
    [
        Gateway.cut_all,
        Gateway.close_all,
        Gateway.ask_to_reconnect,
        lambda gateway: gateway.invalidate(resumable=True),
    ],
    ids=["cut", "closed", "op 7", "invalid but resumable"],
)
async def test_an_answer_outlives_its_gateway_connection(
    stage: Stage, gate: Gate, drop: Callable[[Gateway], None]
) -> None:
    use = await stage.asks(stage.ann)
    await gate.reached()
    drop(stage.discord.gateway)
    missed = await stage.asks(stage.bob)
    gate.open()
    answers = [await each.reply(until=is_answer, timeout_s=15) for each in (use, missed)]

    assert stage.answers() == answers
    assert stage.discord.gateway.identified == 1


async def test_after_an_invalid_session_the_bot_begins_another(stage: Stage, gate: Gate) -> None:
    use = await stage.asks(stage.ann)
    await gate.reached()
    stage.discord.gateway.invalidate()
    gate.open()
    answer = await use.reply(until=is_answer)
    async with asyncio.timeout(15):
        while stage.discord.gateway.identified < 2:
            await asyncio.sleep(0.05)
    later = await (await stage.asks(stage.bob)).reply(until=is_answer)

    assert stage.answers() == [answer, later]


async def test_no_token_is_ever_logged(
    discord_server: Loopback,
    make_bot: MakeBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither the bot's nor an interaction's, whatever is logged at the finest level."""
    caplog.set_level(logging.DEBUG)
    async with at_work(discord_server, make_bot(True)) as bot:
        stage = play(discord_server, bot)
        discord_server.faults.next(1, Fault.CUT_AFTER, "PATCH")
        use = await stage.asks(stage.ann)
        await use.reply(until=is_answer)
    with suppress(TokenRefusedError):
        await run_bot(f"{discord_server.token}-old", make_bot)

    lines = "\n".join(TextFormatter().format(record) for record in caplog.records)
    assert "WebSocket Event" in lines
    assert discord_server.token not in lines
    assert use.interaction.token not in lines
