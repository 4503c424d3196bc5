"""An ingestion that an editor on Discord started: how far it is, and what came of it."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from discord import ui

from bot.errors import IngestStoppedError
from bot.failures import explain
from bot.phrases import Phrases
from bot.pressing import Used
from bot.render.buttons import lay_out
from bot.render.listing.report import render_report
from bot.render.progress import say_ingesting
from bot.replies.interaction import InteractionReply
from bot.services import services_of
from bot.telling import phrases_for, tell_failure
from ingest.errors import DossierError, FolderError
from ingest.sync import SyncReport
from ingest.update import check_report

EDIT_EVERY_S = 2.0
"""Discord allows five edits in five seconds; a person reads no faster."""

log = logging.getLogger(__name__)


async def ingest(
    interaction: Used, reply: InteractionReply, change: Callable[[], None] | None = None
) -> None:
    """Change the folder and sync the index with it, showing how far that is, and report.

    Raises: as `LiveDossier.update`, and as `change`.
    """
    services, phrases = services_of(interaction), phrases_for(interaction)
    async with services.desk.queue.admit(is_question=False):
        try:
            with logging_folder_failures():
                report = await _update(interaction, reply, change)
        except IngestStoppedError as error:  # told here: the bot leaves at the end of the block
            await tell_failure(reply, error, phrases, str(interaction.id))
            return
        for failure in report.failed.values():  # an editor is told it in shorter words
            log.warning("a document could not be ingested: %s", failure)
        note = _say_problem(interaction, report)
        await reply.answer([lay_out(render_report(report, phrases), note)], "")


@contextmanager
def logging_folder_failures() -> Iterator[None]:
    """Log why the folder can't be used: an editor is told no more than that it can't."""
    try:
        yield
    except FolderError as error:
        log.error("the folder of documents could not be used: %s", error)
        raise


async def _update(
    interaction: Used, reply: InteractionReply, change: Callable[[], None] | None
) -> SyncReport:
    dossier, phrases = services_of(interaction).dossier, phrases_for(interaction)
    progress = _Progress(phrases)
    working = asyncio.create_task(dossier.update(progress.keep, change))
    while not (await asyncio.wait({working}, timeout=EDIT_EVERY_S))[0]:
        if news := progress.news():
            await reply.say_progress(news)
    return await working


class _Progress:
    """What is to be shown next; kept by one thread and shown by another."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._latest = phrases("reingest_starting")
        self._shown = ""

    def keep(self, path: str, done: float, total: int) -> None:
        self._latest = say_ingesting(path, done, total, self._phrases)

    def news(self) -> str:
        """What has not been shown; empty if nothing."""
        latest = self._latest
        if latest == self._shown:
            return ""
        self._shown = latest
        return latest


def _say_problem(interaction: Used, report: SyncReport) -> ui.TextDisplay[ui.LayoutView] | None:
    """Say it, if what answers is not up to date all the same."""
    try:
        check_report(report, services_of(interaction).settings)
    except DossierError as error:
        said = explain(error, phrases_for(interaction), str(interaction.id))
        return ui.TextDisplay(said.text)
    return None
