"""Removed means gone: no word and no vector of it is left in any file of the data folder."""

from contextlib import closing
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.answers import Question
from bot.askers import Askers
from bot.database import open_database
from bot.live import LiveDossier
from bot.records import AnswerId, AnswerRecord, Records
from bot.settings import BotSettings
from bot.withdrawing import Withdrawal
from ingest.passages import document_of, passage_id
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import sync
from tests.bot.keeping import ANN, CHANNEL, SERVER
from tests.conftest import bundled_fingerprint, ingest, open_index, write_dossier
from tests.faults.traces import find_traces

HALL = "# The hall\n\nAda Quist founded the assembly hall in 1907 and paid for its roof herself.\n"
FERRY = (
    "# Aurora at sea\n\n## Passengers\n\nThe ferry Aurora carried 412 passengers a day in 1931. "
    "Her boiler burst off the northern skerries.\n\n## Гавань\n\n"
    "Паром Аврора стоял у старого причала. Никто не знал почему 😀.\n"
)
NEW = "# Aurora at sea\n\nNothing is known of her.\n"
EVERYTHING = {"words", "floats", "packed"}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_dossier(tmp_path / "dossier", {"hall.md": HALL, "ferry.md": FERRY})


@pytest.fixture
def data(tmp_path: Path, dossier: Path, embedding: BaseEmbedding) -> Path:
    """What holds both documents."""
    ingest(dossier, tmp_path / "data", embedding)
    return tmp_path / "data"


@pytest.fixture
def ferry(data: Path) -> list[TextNode]:
    return passages_of(data, "ferry.md")


def passages_of(data: Path, document: str) -> list[TextNode]:
    with closing(open_index(data)) as index:
        return [passage for passage in index.passages() if document_of(passage) == document]


def left(data: Path, of: list[TextNode]) -> set[str]:
    return find_traces(data, of, passages_of(data, "hall.md"))


def test_nothing_of_a_removed_document_is_left(
    dossier: Path, data: Path, ferry: list[TextNode], embedding: BaseEmbedding
) -> None:
    assert left(data, ferry) == EVERYTHING
    (dossier / "ferry.md").unlink()

    ingest(dossier, data, embedding)

    assert left(data, ferry) == set()


def test_nothing_of_a_replaced_document_is_left_by_a_purge(
    dossier: Path, data: Path, ferry: list[TextNode], embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"ferry.md": NEW})
    ingest(dossier, data, embedding)
    assert left(data, ferry) == EVERYTHING

    sync(dossier, EmbeddedStore(data), bundled_fingerprint(), lambda: embedding, purge=True)

    assert find_traces(data, ferry, passages_of(data, "ferry.md")) == set()
    assert [passage.text for passage in passages_of(data, "ferry.md")] == [
        "Nothing is known of her."
    ]


def test_who_still_reads_what_was_removed_takes_it_along(
    dossier: Path, data: Path, ferry: list[TextNode], embedding: BaseEmbedding
) -> None:
    reader = open_index(data)
    (dossier / "ferry.md").unlink()
    ingest(dossier, data, embedding)
    assert left(data, ferry) == EVERYTHING
    assert [passage.text for passage in reader.get([passage_id(ferry[0])])] == [ferry[0].text]

    reader.close()

    assert left(data, ferry) == set()


async def test_no_answer_that_is_kept_quotes_what_was_removed(
    dossier: Path, data: Path, ferry: list[TextNode], embedding: BaseEmbedding
) -> None:
    question = Question(text="How many passengers did the ferry Aurora carry?", language="en")
    live = LiveDossier(BotSettings(data_dir=data, dossier_dir=dossier), embedding)
    with closing(live), open_database(data) as database:
        records = Records(database, Askers(b"1" * 32))
        answer = await live.ask(question)
        records.add(
            AnswerRecord.of(
                AnswerId("a1"),
                answer,
                asked="Well?",
                asker=records.hash_person(ANN),
                server=SERVER,
                channel=CHANNEL,
                is_private=False,
            )
        )
        (dossier / "ferry.md").unlink()
        ingest(dossier, data, embedding)
        await live.look()
        assert left(data, ferry) == {"words"}

        await Withdrawal(database, live).follow()

        assert left(data, ferry) == set()
        kept = records.find(AnswerId("a1"))
    assert kept is not None
    assert (kept.claims, kept.citations, kept.question) == ((), (), "Well?")
    assert {passage.document for passage in kept.passages} == {"ferry.md", "hall.md"}
