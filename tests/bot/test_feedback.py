import json
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot import database as database_module
from bot.askers import Askers, load_askers
from bot.candidates import Vote
from bot.database import FILE_NAME, Database, open_database
from bot.errors import AskerKeyError, RecordsBusyError
from bot.feedback import Feedback, Forgotten, export_feedback, forget_person
from bot.records import AnswerId, Records
from tests.bot.keeping import (
    ANN,
    BOB,
    NOON,
    abstained_of,
    citation_of,
    files_with,
    record_of,
    votes_on,
)
from tests.conftest import ROOT
from tests.evaluation.questions import EvaluationQuestion, Words, read_questions
from tests.evaluation.records import RecordError

ONE = AnswerId("one")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def askers(tmp_path: Path) -> Askers:
    return load_askers(tmp_path, may_make=True)


@pytest.fixture
def records(database: Database, askers: Askers) -> Records:
    return Records(database, askers)


@pytest.fixture
def feedback(database: Database, askers: Askers) -> Feedback:
    return Feedback(database, askers)


def test_a_person_has_one_vote_an_answer_and_may_change_it(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    records.add(record_of("one"))

    feedback.vote(ONE, ANN, is_helpful=False, reason="wrong year")
    feedback.vote(ONE, BOB, is_helpful=False)
    feedback.vote(ONE, ANN, is_helpful=True)

    assert sorted(votes_on(tmp_path, ONE), key=str) == [Vote(False, None), Vote(True, None)]


def test_pressing_the_same_button_again_keeps_the_reason(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    """The form that asks for it may be closed the second time."""
    records.add(record_of("one"))

    feedback.vote(ONE, ANN, is_helpful=False, reason="wrong year")
    feedback.vote(ONE, ANN, is_helpful=False)
    assert votes_on(tmp_path, ONE) == [Vote(False, "wrong year")]

    feedback.vote(ONE, ANN, is_helpful=False, reason="wrong place")
    assert votes_on(tmp_path, ONE) == [Vote(False, "wrong place")]


@pytest.mark.parametrize(
    ("given", "kept"), [("  ", None), (" so \n", "so"), ("x" * 1001, "x" * 1000)]
)
def test_a_reason_is_kept_without_space_around_and_to_1000_characters(
    tmp_path: Path, records: Records, feedback: Feedback, given: str, kept: str | None
) -> None:
    records.add(record_of("one"))

    feedback.vote(ONE, ANN, is_helpful=False, reason=given)

    assert votes_on(tmp_path, ONE) == [Vote(False, kept)]


def test_a_vote_on_a_deleted_answer_is_not_kept(tmp_path: Path, feedback: Feedback) -> None:
    assert feedback.vote(ONE, ANN, is_helpful=True) is False
    assert votes_on(tmp_path, ONE) == []


def fill(records: Records, feedback: Feedback, answers: int = 400) -> None:
    """Answers of Ann and Bob by turns, of all sizes, each voted on by both."""
    chance = random.Random(4)  # noqa: S311
    for nth in range(answers):
        mark, person = ("ANNSWORDS", ANN) if nth % 2 else ("BOBSWORDS", BOB)
        text = " ".join([f"{mark}-{nth}"] * chance.randrange(1, 300))
        answer = AnswerId(f"{mark}{nth}")
        records.add(
            record_of(
                answer,
                text[:2000],
                understood=text[:1000],
                citations=(citation_of(text),),
                asker=records.hash_person(person),
                message=nth,
                asked_at=NOON + timedelta(minutes=nth),
            )
        )
        feedback.vote(answer, ANN, is_helpful=False, reason=f"ANNSWORDS {nth}" * 20)
        feedback.vote(answer, BOB, is_helpful=True, reason=f"BOBSREASON {nth}" * 20)


def test_of_a_forgotten_person_no_byte_is_left_in_any_file(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    """What they asked, what they cited, why they voted, and the hash they were known by."""
    fill(records, feedback)
    ann = records.hash_person(ANN)
    assert FILE_NAME in files_with(tmp_path, "ANNSWORDS")
    assert FILE_NAME in files_with(tmp_path, ann)

    gone = feedback.forget(ANN)

    assert gone == Forgotten(answers=200, votes=400, votes_of_others=200)
    assert files_with(tmp_path, "ANNSWORDS", ann) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["asker.key", FILE_NAME]


def test_what_others_asked_and_thought_is_still_there(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    fill(records, feedback, answers=4)

    feedback.forget(ANN)

    assert votes_on(tmp_path, AnswerId("BOBSWORDS0")) == [Vote(True, "BOBSREASON 0" * 20)]
    assert records.find(AnswerId("BOBSWORDS2")) is not None
    assert records.find(AnswerId("ANNSWORDS1")) is None
    assert FILE_NAME in files_with(tmp_path, records.hash_person(BOB))


def test_editors_are_told_why_an_answer_was_not_helpful_and_nothing_else(
    records: Records, feedback: Feedback
) -> None:
    records.add(record_of("one"))
    records.add(record_of("two"))
    feedback.vote(ONE, ANN, is_helpful=False, reason="Wrong year.")
    feedback.vote(ONE, BOB, is_helpful=True, reason="Thanks.")
    feedback.vote(AnswerId("two"), BOB, is_helpful=False)

    assert feedback.reasons([ONE, AnswerId("two")]) == {ONE: ("Wrong year.",), "two": ()}


def test_a_follow_up_of_another_keeps_no_word_of_who_is_forgotten(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    """What it was understood as has the words of the questions before it, in the channel or in
    the thread below the answer."""
    theirs, others = records.hash_person(ANN), records.hash_person(BOB)
    followed = record_of("beside", "and?", understood="ANNSWORDS in France?", asker=others)
    below = {"id": AnswerId("below"), "channel": 77}
    elsewhere = {"id": AnswerId("elsewhere"), "channel": 78, "understood": "who won in Spain?"}
    records.add(record_of("one", "ANNSWORDS?", asker=theirs, message=77))
    records.add(followed)
    records.add(followed.model_copy(update=below))
    records.add(followed.model_copy(update=elsewhere))

    feedback.forget(ANN)

    kept = [records.find(AnswerId(which)) for which in ("beside", "below", "elsewhere")]
    assert [record and record.stand_alone for record in kept] == [
        "and?",
        "and?",
        "who won in Spain?",
    ]
    assert files_with(tmp_path, "ANNSWORDS") == []


def test_nothing_is_deleted_of_who_is_not_known(records: Records, feedback: Feedback) -> None:
    records.add(record_of("one"))

    assert feedback.forget(12345) == Forgotten(answers=0, votes=0, votes_of_others=0)
    assert records.find(ONE) is not None


def test_what_is_too_old_goes_to_the_last_byte_and_takes_its_votes_along(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    records.add(record_of("old", "OLDWORDS " * 300, asked_at=NOON - timedelta(seconds=1)))
    records.add(record_of("one", "NEWWORDS " * 300))
    feedback.vote(AnswerId("old"), ANN, is_helpful=False, reason="OLDREASON")
    feedback.vote(ONE, ANN, is_helpful=False, reason="NEWREASON")

    gone = feedback.prune(NOON)

    assert gone == Forgotten(answers=1, votes=1)
    assert files_with(tmp_path, "OLDWORDS", "OLDREASON") == []
    assert votes_on(tmp_path, ONE) == [Vote(False, "NEWREASON")]
    assert feedback.prune(NOON) == Forgotten(answers=0, votes=0)


def test_an_erasure_that_was_cut_short_is_completed_by_the_next(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    """As after a kill: the rows are gone, their bytes are not."""
    fill(records, feedback, answers=40)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as cut_short:
        cut_short.execute("PRAGMA secure_delete = OFF")
        cut_short.execute("DELETE FROM votes WHERE reason LIKE 'ANNSWORDS%'")
        cut_short.execute("INSERT INTO unfinished VALUES ('vacuum')")
        cut_short.commit()
    assert b"ANNSWORDS 38ANN" in (tmp_path / FILE_NAME).read_bytes()

    feedback.forget(12345)

    assert b"ANNSWORDS 38ANN" not in (tmp_path / FILE_NAME).read_bytes()


def test_the_command_forgets_while_the_bot_has_the_file_open(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    fill(records, feedback, answers=20)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib; from bot.feedback import forget_person; "
            "print(forget_person(pathlib.Path(sys.argv[1]), int(sys.argv[2])))",
            str(tmp_path),
            str(ANN),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert done.stdout == "Forgotten(answers=10, votes=20, votes_of_others=10)\n"
    assert files_with(tmp_path, "ANNSWORDS", records.hash_person(ANN)) == []
    records.add(record_of("after"))
    assert records.find(AnswerId("after")) is not None
    assert records.find(AnswerId("ANNSWORDS1")) is None


def test_while_answers_are_kept_people_can_be_forgotten(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    fill(records, feedback, answers=20)

    def keep(first: int) -> None:
        for nth in range(first, first + 20):
            records.add(record_of(f"new{nth}"))

    threads = [threading.Thread(target=keep, args=(first,)) for first in (0, 20, 40)]
    for thread in threads:
        thread.start()
    feedback.forget(ANN)
    for thread in threads:
        thread.join()

    assert all(records.find(AnswerId(f"new{nth}")) for nth in range(60))
    assert files_with(tmp_path, "ANNSWORDS") == []


def test_forgetting_while_another_holds_the_file_says_so_and_deletes_nothing_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.1)
    askers = load_askers(tmp_path, may_make=True)
    with open_database(tmp_path) as database:
        fill(Records(database, askers), Feedback(database, askers), answers=4)
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsBusyError):
            forget_person(tmp_path, ANN)
        other.execute("ROLLBACK")

    assert forget_person(tmp_path, ANN) == Forgotten(answers=2, votes=4, votes_of_others=2)


def test_without_the_key_nobody_is_said_to_be_forgotten(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        Records(database, Askers(b"1" * 32)).add(record_of("one"))

    with pytest.raises(AskerKeyError):
        forget_person(tmp_path, ANN)


def test_where_nothing_is_kept_nothing_is_made(tmp_path: Path) -> None:
    assert forget_person(tmp_path, ANN) == Forgotten(answers=0, votes=0)
    assert list(export_feedback(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_an_export_tells_the_answer_the_votes_and_the_quotes(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    records.add(record_of("one", "and who?", understood="Who founded the hall?"))
    feedback.vote(ONE, ANN, is_helpful=False, reason="it was “Bo”")
    feedback.vote(ONE, BOB, is_helpful=True)

    [line] = export_feedback(tmp_path)

    assert "it was “Bo”" in line
    assert json.loads(line) == {
        "id": "one",
        "question": "Who founded the hall?",
        "lang": "en",
        "votes": {"up": 1, "down": 1},
        "reasons": ["it was “Bo”"],
        "abstained": False,
        "confidence": 0.75,
        "documents": ["hall.md"],
        "citations": [
            {
                "n": 1,
                "document": "hall.md",
                "document_hash": "a" * 64,
                "quote": "Ada Quist founded the hall.",
                "start": 0,
                "end": 27,
                "passage": "p1",
            }
        ],
        "index": "f1",
        "asked_at": "2026-03-01T12:00:00+00:00",
    }


def test_an_export_is_a_line_an_answer_oldest_first(tmp_path: Path, records: Records) -> None:
    for nth in range(250):
        records.add(record_of(f"{nth}", "Why,\nand how?", asked_at=NOON + timedelta(hours=-nth)))
    records.add(abstained_of("last", "Who?", asked_at=NOON + timedelta(hours=1)))

    lines = list(export_feedback(tmp_path))

    assert all("\n" not in line for line in lines)
    assert [json.loads(line)["id"] for line in lines] == [
        *(str(nth) for nth in reversed(range(250))),
        "last",
    ]
    assert json.loads(lines[-1])["abstained"] is True


@pytest.mark.parametrize("private", [{"is_private": True}, {"server": None}])
def test_what_was_asked_in_private_is_never_exported(
    tmp_path: Path, records: Records, private: dict[str, object]
) -> None:
    records.add(record_of("one", "Why?", **private))

    assert list(export_feedback(tmp_path)) == []


def test_an_export_names_nobody_and_no_place(
    tmp_path: Path, records: Records, feedback: Feedback
) -> None:
    fill(records, feedback, answers=2)
    text = "\n".join(export_feedback(tmp_path))

    for secret in (records.hash_person(ANN), records.hash_person(BOB), str(ANN), "11180000000000"):
        assert secret not in text


def test_a_line_becomes_an_evaluation_question_once_a_person_has_judged_it(
    tmp_path: Path, records: Records
) -> None:
    """What the bot cited is no more than a hint of which words answer."""
    records.add(record_of("one"))
    [line] = export_feedback(tmp_path)
    known = {name: json.loads(line)[name] for name in ("id", "question", "lang")}
    file = tmp_path / "candidates.jsonl"
    file.write_text(json.dumps(known), "utf-8")

    with pytest.raises(RecordError, match="line 1 can't be used: part"):
        read_questions(file)

    words = {"document": "hall.md", "quote": "Ada Quist founded the hall."}
    judged = {"part": "dev", "kind": "factoid", "answerable": True, "answers": [words]}
    file.write_text(json.dumps(known | judged), "utf-8")
    assert read_questions(file) == [
        EvaluationQuestion(
            id="one",
            part="dev",
            question="Who founded it?",
            lang="en",
            kind="factoid",
            answerable=True,
            answers=(Words(document="hall.md", quote="Ada Quist founded the hall."),),
        )
    ]


def test_an_export_that_is_read_slowly_holds_up_nobody(tmp_path: Path, records: Records) -> None:
    for nth in range(150):
        records.add(record_of(str(nth)))
    lines = export_feedback(tmp_path)
    next(lines)

    records.add(record_of("meanwhile"))

    assert len(list(lines)) == 149
