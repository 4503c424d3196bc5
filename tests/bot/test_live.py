"""The dossier of a running bot: which documents it has, and that a sync never leaves it without."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Answer, Question
from bot.caching import AnswerCache, AnswerKey
from bot.errors import IngestStoppedError
from bot.live import LiveDossier, load_dossier
from bot.settings import BotSettings
from bot.uploads import remove_document
from ingest.documents import Kind
from ingest.errors import BusyError, FolderError, IndexMissingError
from ingest.lock import one_writer
from ingest.passages import PassageId
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.served import ServedStore
from ingest.sync import SyncReport, sync
from tests.chroma_server import chroma_server
from tests.conftest import bundled_fingerprint, ingest, write_dossier

HALL = "Ada Quist founded the assembly hall in 1907 and paid for its roof herself."
FERRY = "The ferry Aurora carried 412 passengers a day between the islands in 1931."
WHO = Question(text="Who founded the assembly hall?", language="en")
HOW_MANY = Question(text="How many passengers a day did the ferry Aurora carry?", language="en")
REPORT = "---\ntitle: Minutes\nkind: filing\n---\n" + "\n\n".join(
    f"## {year}\n\nThe council put off the lighthouse in {year}." for year in (1901, 1902, 1903)
)


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    return BotSettings(data_dir=tmp_path / "data", dossier_dir=tmp_path / "dossier")


@pytest.fixture
def dossier(settings: BotSettings, embedding: BaseEmbedding) -> LiveDossier:
    """Of one document."""
    write_dossier(settings.dossier_dir, {"hall.md": HALL})
    ingest(settings.dossier_dir, settings.data_dir, embedding)
    return LiveDossier(settings, embedding)


def ignore(_: str, __: float, ___: int) -> None:
    """Progress that nobody looks at."""


async def quotes(dossier: LiveDossier, question: Question) -> list[str]:
    return [citation.quote for citation in (await dossier.ask(question)).citations]


async def test_documents_stand_in_order_of_path_and_passages_in_that_of_the_text(
    settings: BotSettings, embedding: BaseEmbedding
) -> None:
    write_dossier(settings.dossier_dir, {"z.md": HALL, "a/minutes.md": REPORT, "b.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)

    dossier = LiveDossier(settings, embedding)
    minutes = dossier.catalogue["a/minutes.md"]

    assert list(dossier.catalogue) == ["a/minutes.md", "b.md", "z.md"]
    assert (minutes.metadata.title, minutes.metadata.kind) == ("Minutes", Kind.FILING)
    assert [passage.text[-5:-1] for passage in await dossier.passages(minutes.passage_ids)] == [
        "1901",
        "1902",
        "1903",
    ]


async def test_passages_that_are_gone_are_left_out(dossier: LiveDossier) -> None:
    [known] = dossier.catalogue["hall.md"].passage_ids

    found = await dossier.passages([PassageId("never-there"), known])

    assert [passage.text for passage in found] == [HALL]


async def test_what_is_found_has_scores_and_no_answer(dossier: LiveDossier) -> None:
    found = await dossier.retrieve("assembly hall")

    assert [ranked.passage.text for ranked in found.ranked] == [HALL]


async def test_an_update_answers_from_the_folder_as_it_is_now(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    assert await quotes(dossier, HOW_MANY) == []

    report = await dossier.update(ignore)

    assert report.plan.added == ("ferry.md",)
    assert list(dossier.catalogue) == ["ferry.md", "hall.md"]
    assert await quotes(dossier, HOW_MANY) == [FERRY]


async def test_an_update_takes_in_what_was_ingested_elsewhere(
    dossier: LiveDossier, settings: BotSettings, embedding: BaseEmbedding
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)

    report = await dossier.update(ignore)

    assert report.plan.unchanged == ("ferry.md", "hall.md")
    assert list(dossier.catalogue) == ["ferry.md", "hall.md"]


async def test_of_what_is_removed_no_answer_is_kept_not_even_until_the_next_question(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    await dossier.update(ignore)
    kept = weakref.ref(await dossier.ask(HOW_MANY))
    gc.collect()
    assert kept() is not None
    (settings.dossier_dir / "ferry.md").unlink()

    await dossier.update(ignore)

    gc.collect()
    assert kept() is None


async def test_a_late_question_on_the_old_index_leaves_the_new_ones_answers_kept(
    dossier: LiveDossier, settings: BotSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, may_go_on = asyncio.Event(), threading.Event()
    loop, find = asyncio.get_running_loop(), AnswerCache.find

    def hold_up(cache: AnswerCache, key: AnswerKey) -> Answer | None:
        if key.question == HOW_MANY.text:
            loop.call_soon_threadsafe(reached.set)
            assert may_go_on.wait(timeout=60)
        return find(cache, key)

    monkeypatch.setattr(AnswerCache, "find", hold_up)
    late = asyncio.create_task(dossier.ask(HOW_MANY))
    await reached.wait()
    try:
        write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
        await dossier.update(ignore)
        await dossier.ask(WHO)
    finally:
        may_go_on.set()
    await late

    assert list((await dossier.ask(WHO)).seconds) == ["cache"]


async def test_while_an_update_runs_the_dossier_answers_as_before(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    reached, may_go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold_up(_: str, __: float, ___: int) -> None:
        loop.call_soon_threadsafe(reached.set)
        assert may_go_on.wait(timeout=60)

    updating = asyncio.create_task(dossier.update(hold_up))
    await reached.wait()
    try:
        assert await quotes(dossier, WHO) == [HALL]
        assert list(dossier.catalogue) == ["hall.md"]
    finally:
        may_go_on.set()
    await updating

    assert list(dossier.catalogue) == ["ferry.md", "hall.md"]


async def test_an_update_that_fails_changes_nothing(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    (settings.dossier_dir / "hall.md").unlink()

    with pytest.raises(FolderError):
        await dossier.update(ignore)

    assert await quotes(dossier, WHO) == [HALL]


async def test_there_is_one_update_at_a_time(dossier: LiveDossier, settings: BotSettings) -> None:
    with one_writer(settings.data_dir), pytest.raises(BusyError):
        await dossier.update(ignore)

    assert (await dossier.update(ignore)).plan.unchanged == ("hall.md",)


async def test_of_two_changes_at_once_the_second_is_refused_before_it_is_made(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    await dossier.update(ignore)

    def remove(path: str) -> Callable[[], None]:
        return lambda: remove_document(settings.dossier_dir, path)

    done = await asyncio.gather(
        dossier.update(ignore, remove("ferry.md")),
        dossier.update(ignore, remove("hall.md")),
        return_exceptions=True,
    )

    [report] = [one for one in done if isinstance(one, SyncReport)]
    [refused] = [one for one in done if not isinstance(one, SyncReport)]
    assert isinstance(refused, BusyError)
    [left] = [file.name for file in settings.dossier_dir.iterdir()]
    assert {left, *report.plan.removed} == {"ferry.md", "hall.md"}
    assert list(dossier.catalogue) == [left]


async def test_a_change_that_is_refused_ingests_nothing(
    dossier: LiveDossier, settings: BotSettings
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})

    def refuse() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await dossier.update(ignore, refuse)

    assert list(dossier.catalogue) == ["hall.md"]


async def test_what_another_process_ingests_is_answered_from_and_the_old_files_go(
    dossier: LiveDossier, settings: BotSettings, embedding: BaseEmbedding
) -> None:
    assert not await dossier.look()
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)
    assert await quotes(dossier, HOW_MANY) == []

    assert await dossier.look()

    assert await quotes(dossier, HOW_MANY) == [FERRY]
    assert list(dossier.catalogue) == ["ferry.md", "hall.md"]
    assert len([p for p in (settings.data_dir / "chroma").iterdir() if p.is_dir()]) == 1
    assert not await dossier.look()


async def test_an_index_that_is_gone_from_under_a_question_is_replaced_by_the_new_one(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    """A server drops what is replaced at once, and the bot looks once a second."""
    folder = write_dossier(tmp_path / "dossier", {"hall.md": HALL, "gone.md": "It will go."})
    with chroma_server(tmp_path) as url:
        settings = BotSettings(dossier_dir=folder, data_dir=tmp_path / "own", chroma_url=url)
        sync(folder, ServedStore(url), bundled_fingerprint(), lambda: embedding)
        with closing(LiveDossier(settings, embedding)) as dossier:
            (folder / "gone.md").unlink()
            write_dossier(folder, {"ferry.md": FERRY})
            sync(folder, ServedStore(url), bundled_fingerprint(), lambda: embedding)

            assert await quotes(dossier, HOW_MANY) == [FERRY]


async def test_an_index_of_another_model_is_not_taken_up_and_that_is_logged_once(
    dossier: LiveDossier,
    settings: BotSettings,
    embedding: BaseEmbedding,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sync(settings.dossier_dir, EmbeddedStore(settings.data_dir), "another", lambda: embedding)

    assert not await dossier.look()
    assert not await dossier.look()

    assert [record.getMessage()[:68] for record in caplog.records] == [
        "answering from the index as it was: The index was made with another,"
    ]
    assert await quotes(dossier, WHO) == [HALL]


async def test_what_could_not_be_opened_is_tried_again_and_that_is_logged_once(
    dossier: LiveDossier,
    settings: BotSettings,
    embedding: BaseEmbedding,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_dossier(settings.dossier_dir, {"ferry.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)
    new = settings.data_dir / "chroma" / (EmbeddedStore(settings.data_dir).version() or "")
    whole = (new / "chroma.sqlite3").read_bytes()
    (new / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    assert not await dossier.look()
    assert not await dossier.look()
    assert await quotes(dossier, WHO) == [HALL]
    (new / "chroma.sqlite3").write_bytes(whole)

    assert await dossier.look()

    assert await quotes(dossier, HOW_MANY) == [FERRY]
    assert [record.name for record in caplog.records].count("bot.live") == 1


async def test_an_update_that_is_stopped_says_so_and_the_next_one_does_the_rest(
    dossier: LiveDossier, settings: BotSettings, embedding: BaseEmbedding
) -> None:
    write_dossier(settings.dossier_dir, {f"{n}.md": f"{FERRY} Trip {n}." for n in range(100)})

    with pytest.raises(IngestStoppedError):
        await dossier.update(lambda *_: dossier.stop())

    assert await quotes(dossier, WHO) == [HALL]
    report = await LiveDossier(settings, embedding).update(ignore)
    assert len(report.plan.unchanged) + len(report.plan.added) == 101


async def test_it_is_known_when_the_index_was_last_brought_up_to_date(
    dossier: LiveDossier,
) -> None:
    before = datetime.now(UTC)

    await dossier.update(ignore)

    synced_at = await dossier.synced_at()
    assert synced_at is not None
    assert synced_at >= before


async def test_a_question_embedded_is_of_unit_length(dossier: LiveDossier) -> None:
    [vector] = await dossier.embed(["Who founded it?"])

    assert sum(value * value for value in vector) == pytest.approx(1, abs=1e-3)


def test_without_an_index_it_is_told_to_ingest(settings: BotSettings) -> None:
    with pytest.raises(IndexMissingError, match="Run: python -m ingest"):
        load_dossier(settings)
