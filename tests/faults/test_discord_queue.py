"""Many people at once, other bots, and a bot that is about to leave."""

import asyncio
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.desk import AT_ONCE
from bot.live import LiveDossier
from bot.settings import BotSettings
from ingest.errors import DataFolderError
from tests.conftest import ingest, write_dossier
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Message
from tests.doubles.discord.people import Use
from tests.doubles.discord.server import Loopback
from tests.faults.stage import ORIGINAL, QUESTION, Gate, Stage, at_work, bot_of, is_answer, play


async def shown(use: Use, text: str) -> None:
    await use.reply(until=lambda message: text in message.text)


async def test_two_people_at_once_each_get_their_own_answer(stage: Stage) -> None:
    ann = await stage.ann.slash(stage.channel, "ask", question="Did the RIAA win in court?")
    bob = await stage.bob.slash(stage.channel, "ask", question="When did AllOfMP3 close?")
    anns, bobs = await ann.reply(), await bob.reply()

    assert "Did the RIAA win in court?" in anns.text
    assert "When did AllOfMP3 close?" in bobs.text
    assert len(stage.answers()) == 2


async def test_those_who_wait_are_told_their_place(stage: Stage, gate: Gate) -> None:
    uses = [await stage.asks(stage.ann) for _ in range(AT_ONCE)]
    await gate.reached()
    first, second = await stage.asks(stage.bob), await stage.asks(stage.bob)

    await shown(uses[0], "Reading passages…")
    await shown(first, "Waiting for a turn: 1 in the queue…")
    await shown(second, "Waiting for a turn: 2 in the queue…")
    gate.open()
    for use in (*uses, first, second):
        await use.reply(until=is_answer)
        assert len(use.messages[0].edits) == 2


async def test_who_finds_the_queue_full_is_told_so_in_private(
    discord_server: Loopback,
    shared_dossier: LiveDossier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = BotSettings(data_dir=tmp_path / "data", queue_length=2)
    gate = Gate(shared_dossier, monkeypatch)
    with bot_of(settings, shared_dossier) as bot:
        async with at_work(discord_server, bot):
            stage = play(discord_server, bot)
            uses = [await stage.asks(stage.ann) for _ in range(AT_ONCE + 2)]
            await uses[-1].acknowledged()
            refused = await (await stage.asks(stage.bob)).reply()
            gate.open()
            answers = [await use.reply(until=is_answer) for use in uses]

    assert refused.ephemeral
    assert refused.text == ("2 questions are waiting for an answer already. Try again in a minute.")
    assert len(answers) == AT_ONCE + 2


@pytest.mark.parametrize(
    ("command", "options"),
    [("search", {"text": "RIAA"}), ("gaps", {}), ("forget", {})],
)
async def test_what_was_found_is_shown_before_the_bot_leaves(
    stage: Stage, command: str, options: dict[str, str]
) -> None:
    stage.discord.faults.next(1, Fault.SLOW, "PATCH", ORIGINAL, seconds=0.2)
    use = await stage.eve.slash(stage.channel, command, **options)
    await stage.struck(1)
    leaving = asyncio.create_task(stage.bot.leave())
    await use.reply()

    assert not leaving.done()
    assert stage.discord.gateway.sessions
    await leaving


@pytest.mark.parametrize("turns", [False, True])
async def test_so_are_passages(stage: Stage, turns: bool) -> None:
    shown = await (await stage.asks(stage.ann)).reply(until=is_answer)
    if turns:
        shown = await (await stage.ann.presses(shown, "Passages")).reply()
    before = shown.text
    stage.discord.faults.next(1, Fault.SLOW, "PATCH", ORIGINAL, seconds=0.2)
    use = await stage.ann.presses(shown, "Next" if turns else "Passages")
    await stage.struck(1)
    leaving = asyncio.create_task(stage.bot.leave())
    await use.reply(until=lambda page: not page.loading and page.text != before)

    assert not leaving.done()
    assert stage.discord.gateway.sessions
    await leaving


async def test_running_answers_are_finished_before_the_bot_leaves(stage: Stage, gate: Gate) -> None:
    running = await stage.asks(stage.ann)
    await gate.reached()
    leaving = asyncio.create_task(stage.bot.leave())
    await asyncio.sleep(0)
    refused = await (await stage.asks(stage.bob)).reply()
    gate.open()
    answer = await running.reply(until=is_answer)
    await leaving

    assert refused.text == "I am being restarted. Try again in a minute."
    assert refused.ephemeral
    assert stage.answers() == [answer]
    assert stage.bot.is_closed()


async def test_a_failure_is_told_before_the_bot_leaves(
    stage: Stage, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        await gate.passed()
        raise DataFolderError(folder="data", reason="the disk is gone")

    monkeypatch.setattr(stage.bot.services.dossier, "ask", fail)
    await stage.mentions(stage.ann)
    await gate.reached()
    leaving = asyncio.create_task(stage.bot.leave())
    await asyncio.sleep(0)
    gate.open()
    await leaving

    (refusal,) = stage.ann.dm.history
    assert "Something went wrong on my side" in refusal.text


async def test_another_bot_is_never_answered(stage: Stage) -> None:
    other = stage.guild.add_member("Echo", bot=True)
    reply = await stage.channel.next_message(await stage.mentions(stage.ann), until=is_answer)
    await other.says(stage.channel, QUESTION, mention=True)
    await other.says(stage.channel, QUESTION, reply_to=reply)
    await stage.mentions(stage.bob)
    last = await stage.channel.next_message(reply, until=is_answer)
    await stage.finished()

    assert stage.answers() == [reply, last]


async def test_of_two_editors_who_ingest_at_once_one_is_told_to_wait(
    discord_server: Loopback, embedding: BaseEmbedding, tmp_path: Path
) -> None:
    folder = write_dossier(tmp_path / "dossier", {"hall.txt": "The hall opened in 1994."})
    settings = BotSettings(data_dir=tmp_path / "data", dossier_dir=folder)
    ingest(folder, settings.data_dir, embedding)
    write_dossier(folder, {f"{n}.txt": f"Hall {n} opened in 19{n}. " * 20 for n in range(50, 70)})
    with bot_of(settings, LiveDossier(settings, embedding)) as bot:
        async with at_work(discord_server, bot):
            stage = play(discord_server, bot)
            uses = [await stage.eve.slash(stage.channel, "reingest") for _ in range(2)]
            ends = [(await use.reply(timeout_s=30, until=has_ended)).text for use in uses]

    (done,) = [text for text in ends if "Added: 20" in text]
    (busy,) = [text for text in ends if text != done]
    assert "The dossier is up to date now." in done
    assert busy.startswith("The dossier is being ingested already. Wait until that has finished")


def has_ended(message: Message) -> bool:
    return "up to date" in message.text or "already" in message.text
