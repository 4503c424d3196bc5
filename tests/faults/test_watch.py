"""`python -m ingest --watch` beside what answers: what is edited is cited, and nothing ends it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Question
from bot.client import LOOK_EVERY_S
from bot.live import LiveDossier
from bot.settings import BotSettings
from ingest.lock import one_writer
from tests.conftest import ROOT, ingest, write_dossier

HALL = "Ada Quist founded the assembly hall in 1907 and paid for its roof herself."
FERRY = "The ferry Aurora carried 412 passengers a day between the islands in 1931."
EDITED = FERRY.replace("412", "530")
HOW_MANY = Question(text="How many passengers a day did the ferry Aurora carry?", language="en")
PATIENCE_S = 60.0


class Watcher:
    """The process, and what it has printed."""

    def __init__(self, process: "subprocess.Popen[bytes]", out: Path, err: Path) -> None:
        self.process = process
        self._out, self._err = out, err

    @property
    def out(self) -> str:
        return self._out.read_text("utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text("utf-8")

    def wait_for(self, is_there: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_there():
            assert self.process.poll() is None, self.err
            assert time.monotonic() < until, self.out + self.err
            time.sleep(0.05)


@contextmanager
def watching(settings: BotSettings, tmp_path: Path) -> Iterator[Watcher]:
    out, err = tmp_path / "out", tmp_path / "err"
    folders = {"DOSSIER_DIR": settings.dossier_dir, "DATA_DIR": settings.data_dir}
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    with (
        out.open("wb") as to_out,
        err.open("wb") as to_err,
        subprocess.Popen(
            [sys.executable, "-m", "ingest", "--watch"],
            stdout=to_out,
            stderr=to_err,
            cwd=tmp_path,
            env=environment | {name: str(folder) for name, folder in folders.items()},
        ) as process,
    ):
        try:
            yield Watcher(process, out, err)
        finally:
            process.kill()


@pytest.fixture
def settings(tmp_path: Path, embedding: BaseEmbedding) -> BotSettings:
    """Of two documents that are ingested."""
    settings = BotSettings(data_dir=tmp_path / "data", dossier_dir=tmp_path / "dossier")
    write_dossier(settings.dossier_dir, {"hall.md": HALL, "ferry.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)
    return settings


@pytest.fixture
def watcher(settings: BotSettings, tmp_path: Path) -> Iterator[Watcher]:
    """Which has seen that there is nothing to do."""
    with watching(settings, tmp_path) as running:
        running.wait_for(lambda: "2 unchanged" in running.out)
        yield running


@pytest.fixture
def bot(settings: BotSettings, embedding: BaseEmbedding) -> Iterator[LiveDossier]:
    with closing(LiveDossier(settings, embedding)) as live:
        yield live


async def cited(bot: LiveDossier, quote: str | None, document: str = "ferry.md") -> float:
    """Look as often as the bot does, until a document is cited with a quote, or not at all.

    Returns: the seconds that it took.
    """
    began = time.monotonic()
    wanted = [] if quote is None else [(document, quote)]
    async with asyncio.timeout(PATIENCE_S):
        while True:
            answer = await bot.ask(HOW_MANY)
            found = [(citation.document, citation.quote) for citation in answer.citations]
            if [place for place in found if place[0] == document] == wanted:
                return time.monotonic() - began
            await asyncio.sleep(LOOK_EVERY_S)
            await bot.look()


async def test_what_is_edited_renamed_and_removed_is_so_in_the_next_answers(
    watcher: Watcher, bot: LiveDossier, settings: BotSettings
) -> None:
    assert await cited(bot, FERRY) < LOOK_EVERY_S
    write_dossier(settings.dossier_dir, {"ferry.md": EDITED})
    seconds = [await cited(bot, EDITED)]
    (settings.dossier_dir / "ferry.md").rename(settings.dossier_dir / "aurora.md")
    seconds.append(await cited(bot, EDITED, "aurora.md"))
    (settings.dossier_dir / "aurora.md").unlink()
    seconds.append(await cited(bot, None, "aurora.md"))

    print(f"seconds from edit, rename, removal to the answer: {seconds}")
    assert "replaced: ferry.md\n" in watcher.out
    assert "moved: ferry.md to aurora.md\n" in watcher.out
    assert "removed: aurora.md\n" in watcher.out
    assert watcher.err == ""


async def test_nothing_that_goes_wrong_ends_it_but_ctrl_c(
    watcher: Watcher, bot: LiveDossier, settings: BotSettings
) -> None:
    folder = settings.dossier_dir
    (folder / "hall.md").write_bytes(b"\xff")
    watcher.wait_for(lambda: "warning: hall.md is not UTF-8" in watcher.err)
    for file in list(folder.iterdir()):
        file.rename(folder.parent / file.name)
    watcher.wait_for(lambda: "has no documents" in watcher.err)
    with one_writer(settings.data_dir):
        write_dossier(folder, {"ferry.md": EDITED})
        watcher.wait_for(lambda: "Another process is ingesting" in watcher.err)
    await cited(bot, EDITED)

    watcher.process.send_signal(signal.SIGINT)

    assert watcher.process.wait(PATIENCE_S) == 130
    *_, last = watcher.err.splitlines()
    assert last == "interrupted: the next run takes up where this one stopped"
    assert "Traceback" not in watcher.err


async def test_a_folder_that_is_replaced_by_another_is_watched(
    watcher: Watcher, bot: LiveDossier, settings: BotSettings
) -> None:
    folder = settings.dossier_dir
    folder.rename(folder.with_name("old"))
    write_dossier(folder, {"hall.md": HALL, "ferry.md": FERRY.replace("412", "471")})
    await cited(bot, FERRY.replace("412", "471"))

    write_dossier(folder, {"ferry.md": EDITED})

    await cited(bot, EDITED)
    assert watcher.process.poll() is None
