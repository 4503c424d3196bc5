"""Which quotes of kept answers go when the dossier changes, and what stays of the answer."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Citation, CitedClaim, Question
from bot.askers import Askers
from bot.database import FILE_NAME, Database, open_database
from bot.live import LiveDossier
from bot.records import AnswerId, AnswerRecord, Records
from bot.settings import BotSettings
from bot.withdrawing import Withdrawal
from ingest.passages import PassageId
from tests.bot.keeping import abstained_of, citation_of, files_with, record_of
from tests.conftest import ingest, write_dossier

HALL = "Ada Quist founded the assembly hall in 1907 and paid for its roof herself."
FERRY = "The ferry Aurora carried 412 passengers a day between the islands in 1931."
WHO = Question(text="Who founded the assembly hall?", language="en")


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    return BotSettings(data_dir=tmp_path / "data", dossier_dir=tmp_path / "dossier")


@pytest.fixture
def dossier(settings: BotSettings, embedding: BaseEmbedding) -> Iterator[LiveDossier]:
    write_dossier(settings.dossier_dir, {"hall.md": HALL, "ferry.md": FERRY})
    ingest(settings.dossier_dir, settings.data_dir, embedding)
    with closing(LiveDossier(settings, embedding)) as live:
        yield live


@pytest.fixture
def database(settings: BotSettings) -> Iterator[Database]:
    with open_database(settings.data_dir) as opened:
        yield opened


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database, Askers(b"1" * 32))


@pytest.fixture
def withdrawal(database: Database, dossier: LiveDossier) -> Withdrawal:
    return Withdrawal(database, dossier)


async def cited_of(dossier: LiveDossier, answer_id: str) -> AnswerRecord:
    """A real answer about the hall, with what it really cites."""
    answer = await dossier.ask(WHO)
    assert [citation.quote for citation in answer.citations] == [HALL]
    return record_of(answer_id, claims=answer.claims, citations=answer.citations)


def nearest_of(records: Records, answer_id: str) -> tuple[Citation, ...] | None:
    found = records.find(AnswerId(answer_id))
    return found.nearest if found else None


async def edit(dossier: LiveDossier, settings: BotSettings, **documents: str | None) -> None:
    """Write or remove documents, and have the dossier take that up."""
    for name, text in documents.items():
        if text is None:
            (settings.dossier_dir / f"{name}.md").unlink()
        else:
            write_dossier(settings.dossier_dir, {f"{name}.md": text})
    await dossier.update(lambda *_: None)


async def test_quotes_of_what_is_there_stay(
    dossier: LiveDossier, settings: BotSettings, records: Records, withdrawal: Withdrawal
) -> None:
    record = await cited_of(dossier, "a1")
    records.add(record)
    await edit(dossier, settings, ferry=None, bridge="The bridge was sold.")

    await withdrawal.follow()

    assert records.find(AnswerId("a1")) == record


@pytest.mark.parametrize("now", [None, "Nobody knows who founded the hall."])
async def test_quotes_of_what_was_removed_or_replaced_go_and_the_question_stays(
    now: str | None,
    dossier: LiveDossier,
    settings: BotSettings,
    records: Records,
    withdrawal: Withdrawal,
) -> None:
    record = await cited_of(dossier, "a1")
    records.add(record)
    near = record.model_copy(
        update={"id": "a2", "claims": (), "citations": (), "nearest": record.citations}
    )
    records.add(near)
    await edit(dossier, settings, hall=now)

    await withdrawal.follow()

    emptied = {"claims": (), "citations": (), "nearest": ()}
    assert records.find(AnswerId("a1")) == record.model_copy(update=emptied)
    assert records.find(AnswerId("a2")) == near.model_copy(update=emptied)
    assert FILE_NAME not in files_with(settings.data_dir, "Ada Quist", "for its roof")


async def test_a_quote_stays_while_its_document_does_however_it_is_cut(
    dossier: LiveDossier, records: Records, withdrawal: Withdrawal
) -> None:
    record = await cited_of(dossier, "a1")
    [citation] = record.citations
    cut_otherwise = citation.model_copy(update={"passage": PassageId("of-another-cut")})
    record = record.model_copy(update={"citations": (cut_otherwise,)})
    records.add(record)

    await withdrawal.follow()

    assert records.find(AnswerId("a1")) == record


async def test_a_quote_stays_where_its_document_was_only_renamed(
    dossier: LiveDossier, settings: BotSettings, records: Records, withdrawal: Withdrawal
) -> None:
    record = await cited_of(dossier, "a1")
    records.add(record)
    await edit(dossier, settings, hall=None, assembly=HALL)

    await withdrawal.follow()

    assert records.find(AnswerId("a1")) == record


async def test_a_claim_goes_with_any_of_its_quotes_and_the_others_keep_their_numbers(
    dossier: LiveDossier, records: Records, withdrawal: Withdrawal
) -> None:
    [hall] = (await cited_of(dossier, "a1")).citations
    kept, gone = hall.model_copy(update={"n": 2}), citation_of("The hall closed.", 1)
    both, one = CitedClaim(text="Both.", citations=(1, 2)), CitedClaim(text="A.", citations=(2,))
    records.add(record_of("a1", claims=(both, one), citations=(gone, kept)))

    await withdrawal.follow()

    found = records.find(AnswerId("a1"))
    assert found is not None
    assert (found.claims, found.citations) == ((one,), (kept,))


async def test_it_is_done_when_the_bot_starts_and_then_with_each_version(
    dossier: LiveDossier, settings: BotSettings, records: Records, withdrawal: Withdrawal
) -> None:
    records.add(abstained_of("a1", "Is it open?"))
    await withdrawal.follow()
    records.add(abstained_of("a2", "Is it open?"))
    await withdrawal.follow()
    assert nearest_of(records, "a2") != ()
    await edit(dossier, settings, ferry=None)
    await withdrawal.follow()

    assert [nearest_of(records, name) for name in ("a1", "a2")] == [(), ()]


async def test_what_can_not_be_written_is_logged_and_left_to_the_next_time(
    settings: BotSettings,
    records: Records,
    withdrawal: Withdrawal,
    caplog: pytest.LogCaptureFixture,
) -> None:
    records.add(abstained_of("a1", "Is it open?"))
    file = settings.data_dir / FILE_NAME
    kept = file.read_bytes()
    file.write_bytes(b"no database " * 1000)
    await withdrawal.follow()
    await withdrawal.follow()
    file.write_bytes(kept)
    await withdrawal.follow()

    [message] = caplog.messages
    assert message.startswith("quotes of documents that are gone could not be deleted: ")
    assert files_with(settings.data_dir, "The hall closed.") == []
