"""`python -m bot --check`, and `python -m bot` without a token."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.checking import check
from bot.settings import BotSettings
from tests.conftest import ROOT, Run
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.server import Loopback
from tests.doubles.discord.world import MESSAGE_CONTENT
from tests.doubles.llm.replies import failing
from tests.doubles.llm.server import LlmServer


def settings_with(token: str, data: Path) -> BotSettings:
    return BotSettings(data_dir=data, discord_token=SecretStr(token))


@pytest.fixture
def settings(seed_data: Path, discord_server: Loopback) -> BotSettings:
    return settings_with(discord_server.token, seed_data)


async def findings(settings: BotSettings) -> tuple[list[str], list[str]]:
    """What is well, and what isn't."""
    found = [finding async for finding in check(settings)]
    return [f.text for f in found if not f.is_problem], [f.text for f in found if f.is_problem]


async def test_all_is_well(discord_server: Loopback, settings: BotSettings) -> None:
    discord_server.add_guild("Press")

    well, problems = await findings(settings)

    assert problems == []
    assert "The token is that of Dossier." in well
    assert "It may read messages." in well
    assert "Press: it has all permissions that it needs." in well
    (link,) = [text for text in well if text.startswith("Invite it with https://discord.com/")]
    assert f"client_id={discord_server.application.id}" in link
    assert "scope=bot+applications.commands" in link


async def test_the_language_model_is_tried(settings: BotSettings, llm_server: LlmServer) -> None:
    llm_server.play("ok", failing(401))
    written = settings.model_copy(
        update={
            "llm_base_url": llm_server.url,
            "llm_model": "parrot",
            "prompts_dir": ROOT / "prompts",
        }
    )

    well, problems = await findings(written)
    _, refused = await findings(written)

    assert "The language model parrot answers." in well
    assert problems == []
    (problem,) = refused
    assert "LLM_API_KEY" in problem


async def test_a_token_that_discord_refuses(settings: BotSettings) -> None:
    _, problems = await findings(settings_with("wrong", settings.data_dir))

    (problem,) = problems
    assert "DISCORD_TOKEN" in problem
    assert "wrong" not in problem


async def test_no_right_to_read_messages(discord_server: Loopback, settings: BotSettings) -> None:
    discord_server.application.approved_intents &= ~MESSAGE_CONTENT

    _, problems = await findings(settings)

    (problem,) = problems
    assert problem.startswith("The Message Content Intent is off")


async def test_permissions_that_a_server_has_not_given(
    discord_server: Loopback, settings: BotSettings
) -> None:
    guild = discord_server.add_guild("Press").guild
    everyone = guild.roles[guild.id]
    lacking = Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES
    discord_server.world.change_role(guild, everyone, everyone.permissions & ~lacking)

    _, problems = await findings(settings)

    (problem,) = problems
    assert problem.startswith("Press: it lacks ")
    assert "Create Public Threads" in problem
    assert "Send Messages" in problem


async def test_a_bot_that_anybody_may_invite_and_no_server_named(
    discord_server: Loopback, settings: BotSettings
) -> None:
    discord_server.application.is_public = True
    press = discord_server.add_guild("Press")

    _, problems = await findings(settings)
    named = settings.model_copy(update={"discord_guilds": (press.guild.id,)})
    _, without = await findings(named)

    (problem,) = problems
    assert problem.startswith("Anyone can invite it to a server of theirs.")
    assert "DISCORD_GUILDS" in problem
    assert without == []


async def test_a_server_that_is_named_and_that_the_bot_is_not_on(
    discord_server: Loopback, settings: BotSettings
) -> None:
    press = discord_server.add_guild("Press")
    named = settings.model_copy(update={"discord_guilds": (press.guild.id, 77)})

    _, problems = await findings(named)

    assert problems == ["It is not on the server 77 of DISCORD_GUILDS."]


async def test_hundreds_of_servers_are_all_looked_at(
    discord_server: Loopback, settings: BotSettings
) -> None:
    for n in range(401):
        discord_server.add_guild(f"Server {n}")

    well, _ = await findings(settings)

    assert sum("it has all permissions" in text for text in well) == 401


async def test_the_name_of_a_server_does_not_steer_the_terminal(
    discord_server: Loopback, settings: BotSettings
) -> None:
    discord_server.add_guild("\x1b[2JPress\nok: all is well")

    well, _ = await findings(settings)

    assert "\ufffd[2JPress ok: all is well: it has all permissions that it needs." in well


async def test_discord_that_is_out_of_order(
    discord_server: Loopback, settings: BotSettings
) -> None:
    discord_server.faults.next(9, Fault.CUT_BEFORE)

    _, problems = await findings(settings)

    (problem,) = problems
    assert "Discord can't be reached" in problem


async def test_nothing_is_ingested(settings: BotSettings, tmp_path: Path) -> None:
    empty = settings.model_copy(update={"data_dir": tmp_path / "data"})

    _, problems = await findings(empty)

    (problem,) = problems
    assert "Run: python -m ingest" in problem


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_no_token(run: Run, seed_data: Path, arguments: tuple[str, ...]) -> None:
    done = run("bot", *arguments, DATA_DIR=str(seed_data))

    assert done.returncode == 1
    lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert "DISCORD_TOKEN" in lines[-1]
    assert not any("Traceback" in line for line in lines)
