"""Changing the dossier while somebody else does, and while the bot is told to leave."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.client import DossierBot, run_bot
from bot.live import LiveDossier
from bot.settings import BotSettings
from ingest.sync import Progress, SyncReport
from tests.conftest import ingest, write_dossier
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Message
from tests.doubles.discord.server import Loopback
from tests.faults.stage import ORIGINAL, Stage, bot_of, play, quick, ready

DOCUMENTS = {"hall.md": "The hall opened in 1994.", "ferry.md": "The ferry sank in 1931."}
WAIT_S = 30.0


@pytest.fixture
def folder(settings: BotSettings) -> Path:
    return write_dossier(settings.dossier_dir, DOCUMENTS)


@pytest.fixture
def dossier(settings: BotSettings, folder: Path, embedding: BaseEmbedding) -> LiveDossier:
    """Of two documents."""
    ingest(folder, settings.data_dir, embedding)
    return LiveDossier(settings, embedding)


@pytest_asyncio.fixture
async def leaving(
    discord_server: Loopback, settings: BotSettings, dossier: LiveDossier
) -> AsyncIterator[tuple[Stage, "asyncio.Task[None]"]]:
    """The bot as it is run until a signal, which it has to be sent."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    with bot_of(settings, dossier) as first:
        bot = quick(DossierBot(first.services))
        running = asyncio.create_task(run_bot(discord_server.token, lambda _: bot))
        await ready(bot, running)
        yield play(discord_server, bot), running
    for number, handler in before.items():
        signal.signal(number, handler)


def hold_up(
    dossier: LiveDossier, monkeypatch: pytest.MonkeyPatch
) -> tuple[threading.Event, threading.Event]:
    """Let the first step of an update wait. Gives what says that it does, and what ends it."""
    reached, may_go_on, update = threading.Event(), threading.Event(), dossier.update

    async def update_later(
        on_progress: Progress, change: Callable[[], None] | None = None
    ) -> SyncReport:
        def wait(path: str, done: float, total: int) -> None:
            reached.set()
            assert may_go_on.wait(WAIT_S)
            on_progress(path, done, total)

        return await update(wait, change)

    monkeypatch.setattr(dossier, "update", update_later)
    return reached, may_go_on


def has_ended(message: Message) -> bool:
    return any(word in message.text for word in ("up to date", "already", "stopped"))


async def test_the_two_last_documents_are_not_both_removed_by_two_who_confirm_at_once(
    discord_server: Loopback, settings: BotSettings, dossier: LiveDossier, folder: Path
) -> None:
    with bot_of(settings, dossier) as first:
        bot = quick(DossierBot(first.services))
        running = asyncio.create_task(bot.start(discord_server.token))
        await ready(bot, running)
        stage = play(discord_server, bot)
        asked = [
            await (await stage.eve.slash(stage.channel, "dossier remove", document=name)).reply()
            for name in DOCUMENTS
        ]
        uses = [await stage.eve.presses(question, "Remove it") for question in asked]
        ends = [(await use.reply(timeout_s=WAIT_S, until=has_ended)).text for use in uses]
        await bot.close()
        await running

    [done] = [text for text in ends if "Removed: 1" in text]
    [busy] = [text for text in ends if text != done]
    assert busy.startswith("The dossier is being ingested already.")
    assert len(list(folder.iterdir())) == 1


async def test_sigterm_ends_an_ingestion_and_its_editor_is_told(
    leaving: tuple[Stage, "asyncio.Task[None]"],
    dossier: LiveDossier,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage, running = leaving
    reached, may_go_on = hold_up(dossier, monkeypatch)
    write_dossier(folder, {f"{n}.md": f"Hall {n} opened in 1950." for n in range(200)})
    use = await stage.eve.slash(stage.channel, "reingest")
    await asyncio.to_thread(reached.wait, WAIT_S)

    stage.discord.faults.next(1, Fault.SLOW, "PATCH", ORIGINAL, seconds=0.3)
    os.kill(os.getpid(), signal.SIGTERM)
    while not dossier.is_stopped:
        await asyncio.sleep(0.01)
    may_go_on.set()
    told = await use.reply(timeout_s=WAIT_S, until=has_ended)
    had_left = not stage.discord.gateway.sessions
    await running

    assert not had_left
    assert told.text == (
        "I am being restarted, so I stopped ingesting halfway. Use /reingest in a minute: "
        "it does the rest."
    )
    assert list(dossier.catalogue) == ["ferry.md", "hall.md"]


async def test_a_second_signal_is_not_held_up_by_the_first(
    leaving: tuple[Stage, "asyncio.Task[None]"],
) -> None:
    """The system's own way of ending a process is in its place again."""
    _, running = leaving

    os.kill(os.getpid(), signal.SIGTERM)
    await running

    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
