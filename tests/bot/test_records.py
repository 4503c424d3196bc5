import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answers import Question
from bot.askers import Asker, Askers
from bot.database import Database, open_database
from bot.feedback import Feedback
from bot.pipeline import Pipeline
from bot.records import AnswerId, AnswerRecord, KeptPassage, Records, new_answer_id
from tests.bot.keeping import (
    ANN,
    BOB,
    CHANNEL,
    NOON,
    SERVER,
    abstained_of,
    citation_of,
    record_of,
)

ASKERS = Askers(b"1" * 32)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database, ASKERS)


@pytest.fixture
def feedback(database: Database) -> Feedback:
    return Feedback(database, ASKERS)


def kept_of(pipeline: Pipeline, question: str, asked: str) -> tuple[AnswerRecord, Question]:
    wanted = Question(text=question, language="en")
    record = AnswerRecord.of(
        new_answer_id(),
        pipeline.ask(wanted),
        asked=asked,
        asker=ASKERS.hash_person(ANN),
        server=SERVER,
        channel=CHANNEL,
        is_private=False,
    )
    return record, wanted


def test_a_real_answer_comes_back_as_it_was_kept(records: Records, seed_pipeline: Pipeline) -> None:
    record, _ = kept_of(seed_pipeline, "did the RIAA win in court?", "did the RIAA win in court?")
    assert record.citations

    records.add(record)

    assert records.find(record.id) == record


def test_of_a_real_answer_is_kept_what_was_cited_and_retrieved(seed_pipeline: Pipeline) -> None:
    question = "did the RIAA win in court?"
    before = datetime.now(UTC)
    answer = seed_pipeline.ask(Question(text=question, language="en"))
    record, _ = kept_of(seed_pipeline, question, f" {question}\n")

    assert (record.question, record.understood, record.stand_alone) == (question, None, question)
    assert before <= record.asked_at <= datetime.now(UTC)
    assert (record.claims, record.citations) == (answer.claims, answer.citations)
    assert (record.index, record.confidence) == (answer.index, answer.confidence)
    assert [kept.id for kept in record.passages] == [passage.id for passage in answer.passages]
    first = answer.passages[0]
    assert record.passages[0] == KeptPassage(
        id=first.id,
        document=first.document,
        start=first.start,
        end=first.end,
        score=max(first.scores["dense"], first.scores["sentence"]),
    )


def test_a_follow_up_is_kept_as_asked_and_as_understood(
    records: Records, seed_pipeline: Pipeline
) -> None:
    record, wanted = kept_of(seed_pipeline, "did the RIAA win in France?", "and in France?")
    records.add(record)

    found = records.find(record.id)

    assert found is not None
    assert (found.question, found.understood) == ("and in France?", wanted.text)
    assert found.stand_alone == wanted.text


def test_an_answer_is_found_by_its_message_once_it_is_there(records: Records) -> None:
    records.add(record_of("one"))
    records.add(record_of("two"))
    assert records.find_by_message(77) is None

    records.place(AnswerId("one"), channel=CHANNEL + 1, message=77)

    found = records.find_by_message(77)
    assert found is not None
    assert (found.id, found.channel, found.message) == ("one", CHANNEL + 1, 77)


def test_an_answer_that_was_never_kept_is_not_found_and_not_placed(records: Records) -> None:
    records.place(AnswerId("gone"), channel=CHANNEL, message=77)

    assert records.find(AnswerId("gone")) is None
    assert records.find_by_message(77) is None


def test_times_are_kept_in_utc_to_the_microsecond(records: Records) -> None:
    local = datetime.fromisoformat("2026-03-01T13:00:00.000001+01:00")
    records.add(record_of("one", asked_at=local))

    found = records.find(AnswerId("one"))

    assert found is not None
    assert found.asked_at.isoformat() == "2026-03-01T12:00:00.000001+00:00"


def test_a_time_that_could_be_any_zone_is_refused(records: Records) -> None:
    with pytest.raises(Exception, match="time zone"):
        records.add(record_of("one", asked_at=datetime(2026, 3, 1)))


def test_text_in_any_script_comes_back_as_it_was(records: Records) -> None:
    question = "Выиграла ли RIAA? “«é»” 🎵 \\ ' \" ; DROP TABLE answers"
    record = record_of("one", question, citations=(citation_of(question),))
    records.add(record)

    assert records.find(AnswerId("one")) == record


def test_ids_are_short_and_no_two_alike() -> None:
    ids = {new_answer_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(re.fullmatch("[A-Za-z0-9_-]{12}", answer_id) for answer_id in ids)


def test_the_last_asker_of_a_channel_is_who_asked_last_for_all_to_see(records: Records) -> None:
    records.add(record_of("one", asker=Asker("first")))
    records.add(record_of("two", asker=Asker("last"), asked_at=NOON + timedelta(seconds=1)))
    later = NOON + timedelta(hours=1)
    records.add(record_of("three", asker=Asker("private"), asked_at=later, is_private=True))
    records.add(record_of("four", asker=Asker("elsewhere"), asked_at=later, channel=5))

    assert records.last_asker(CHANNEL) == "last"
    assert records.last_asker(6) is None


def test_what_was_declined_is_unanswered(records: Records) -> None:
    records.add(record_of("one"))
    declined = abstained_of("two", "Who burnt it down?")
    records.add(declined)

    assert records.unanswered() == [declined]


@pytest.mark.parametrize(
    ("votes", "is_unanswered"),
    [([False], True), ([True], False), ([True, False], True), ([True, True, False], False)],
)
def test_an_answer_counts_as_none_when_as_many_people_voted_it_down_as_up(
    records: Records, feedback: Feedback, votes: list[bool], is_unanswered: bool
) -> None:
    records.add(record_of("one"))
    for voter, is_helpful in enumerate(votes):
        feedback.vote(AnswerId("one"), voter, is_helpful=is_helpful)

    assert bool(records.unanswered()) is is_unanswered


@pytest.mark.parametrize("private", [{"is_private": True}, {"server": None}])
def test_what_was_asked_in_private_is_never_shown_to_editors(
    records: Records, feedback: Feedback, private: dict[str, object]
) -> None:
    records.add(abstained_of("one", "Am I ill?", **private))
    records.add(record_of("two", "Why?", **private))
    feedback.vote(AnswerId("two"), BOB, is_helpful=False)

    assert records.unanswered() == []


def test_the_unanswered_of_one_server_are_not_those_of_another(records: Records) -> None:
    records.add(abstained_of("one", "Why?", server=1))
    records.add(abstained_of("two", "Why?", server=2))

    assert [record.id for record in records.unanswered(server=2)] == ["two"]


def test_the_unanswered_are_the_newest_and_the_oldest_of_them_comes_first(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.records.MAX_UNANSWERED", 2)
    for nth, answer_id in enumerate(["old", "newer", "newest"]):
        records.add(abstained_of(answer_id, "Why?", asked_at=NOON + timedelta(hours=nth)))

    assert [record.id for record in records.unanswered()] == ["newer", "newest"]
