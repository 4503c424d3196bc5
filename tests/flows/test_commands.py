"""When the commands are registered, what they are called in five languages, and who sees them."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import Env

from bot import phrases
from bot.settings import BotSettings
from tests.flows.world import SETTLE_S, World, answer_of, make_bot, texts

SERVER, STRANGE = 1118000000000000001, 1118000000000000002
TRANSLATED = {"fr", "de", "es-ES", "es-419", "ru"}


def registrations(env: Env) -> list[str]:
    """Where commands were registered, in order."""
    return [call.path for call in env.http_requests if call.method == "PUT"]


def registered(env: Env) -> list[dict[str, Any]]:
    """The commands as they were registered last."""
    (*_, last) = (call.json for call in env.http_requests if call.method == "PUT")
    assert isinstance(last, list)
    return last


def named(things: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All that has a name: commands, their options, and what can be chosen for these."""
    for thing in things:
        yield thing
        yield from named(thing.get("options") or [])
        yield from named(thing.get("choices") or [])


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The French phrases as a file that the test may change."""
    folder = tmp_path / "phrases"
    shutil.copytree(phrases._FOLDER, folder)
    monkeypatch.setattr(phrases, "_FOLDER", folder)
    yield folder / "fr.toml"
    phrases.phrases_in.cache_clear()


async def test_commands_are_registered_once_and_not_again_after_a_restart(world: World) -> None:
    first = registrations(world.env)

    await world.restart()
    asked = await world.ann.slash(world.channel, "ask", question="did the RIAA win in court?")

    assert len(first) == 1
    assert first[0].endswith("/commands")
    assert registrations(world.env) == first
    assert texts(answer_of(asked))[0] == "-# did the RIAA win in court?"


async def test_commands_are_registered_again_when_one_language_calls_one_otherwise(
    world: World, french: Path
) -> None:
    text = french.read_text("utf-8")
    french.write_text(text.replace('command_ask = "demander"', 'command_ask = "poser"'), "utf-8")
    phrases.phrases_in.cache_clear()

    await world.restart()
    again = registrations(world.env)
    await world.restart()

    assert len(again) == 2
    assert registered(world.env)[0]["name_localizations"]["fr"] == "poser"
    assert registrations(world.env) == again


async def test_every_name_and_description_is_there_in_five_languages(world: World) -> None:
    """American and British English are what is written where nothing is translated."""
    things = list(named(registered(world.env)))

    assert len(things) > 30
    for thing in things:
        assert set(thing["name_localizations"]) == TRANSLATED
        if "description" in thing:
            assert set(thing["description_localizations"]) == TRANSLATED


async def test_asking_is_called_what_it_is_called_in_each_language(world: World) -> None:
    asking = registered(world.env)[0]

    assert asking["name"] == "ask"
    assert asking["name_localizations"] == {
        "fr": "demander",
        "de": "fragen",
        "es-ES": "preguntar",
        "es-419": "preguntar",
        "ru": "спросить",
    }


async def test_everyone_sees_what_is_for_asking_and_managers_see_setup(world: World) -> None:
    """Commands for editors are shown to all: which role edits, only the bot knows."""
    seen = set(world.ann.available_commands(world.channel))
    seen_by_eve = set(world.eve.available_commands(world.channel))

    assert {"ask", "check", "sources", "search", "status", "help", "forget"} <= seen
    assert {"dossier add", "dossier remove", "reingest", "gaps"} <= seen
    assert seen_by_eve - seen == {"setup show", "setup allow", "setup listen", "setup reset"}


async def test_in_direct_messages_there_is_nothing_that_changes_the_dossier(world: World) -> None:
    assert set(world.ann.user.available_commands()) == {
        "ask",
        "check",
        "sources",
        "search",
        "status",
        "help",
        "forget",
    }


async def test_commands_that_were_everywhere_are_taken_away_when_servers_are_named(
    world: World,
) -> None:
    """People there would see each of them twice."""
    world.settings = world.settings.model_copy(update={"discord_guilds": (world.guild.id,)})

    await world.restart()
    await world.restart()

    *_, there, everywhere = registrations(world.env)
    assert there.endswith(f"/guilds/{world.guild.id}/commands")
    assert everywhere.endswith("/commands")
    assert registered(world.env) == []


class TestInSomeServersOnly:
    @pytest.fixture
    async def env(self, settings: BotSettings, embedding: BaseEmbedding) -> AsyncIterator[Env]:
        """The bot is not in one of the servers that DISCORD_GUILDS names."""
        chosen = settings.model_copy(update={"discord_guilds": (STRANGE, SERVER)})
        env = Env(make_bot(chosen, embedding), shard_count=1, settle_timeout=SETTLE_S)
        env.create_guild(name="Press", id=SERVER)
        env.inject_error("PUT", f"*/guilds/{STRANGE}/commands", status=403, code=50001)
        await env.start()
        yield env
        await env.shutdown()

    async def test_commands_are_registered_in_those_that_let_the_bot(self, env: Env) -> None:
        channel = env.guild.create_text_channel("questions")
        ann = env.guild.add_member(env.create_user("ann"))

        asked = await ann.slash(channel, "ask", question="did the RIAA win in court?")

        assert [path.split("/")[-2] for path in registrations(env)] == [str(STRANGE), str(SERVER)]
        assert texts(answer_of(asked))[0] == "-# did the RIAA win in court?"

    async def test_and_not_everywhere(self, env: Env) -> None:
        assert env.create_user("ann").available_commands() == ()
