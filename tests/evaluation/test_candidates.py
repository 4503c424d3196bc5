import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.askers import Asker
from bot.candidates import Vote, write_candidate
from bot.pipeline import Pipeline, read_question
from bot.records import AnswerId, AnswerRecord
from tests.conftest import SEED
from tests.evaluation.candidates import (
    TO_DO,
    Candidates,
    CandidatesFileError,
    add_candidates,
    find_candidates,
)
from tests.evaluation.questions import EvaluationQuestion, Words, read_questions
from tests.evaluation.records import RecordError, RecordsFileError

UP, DOWN = Vote(is_helpful=True, reason=None), Vote(is_helpful=False, reason="wrong year")


@pytest.fixture
def feedback(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


def export(file: Path, *lines: dict[str, Any]) -> Path:
    """Write an export by hand, with no more than what is needed."""
    file.write_text("".join(f"{json.dumps({'lang': 'en', **line})}\n" for line in lines), "utf-8")
    return file


def read(candidates: Candidates) -> list[dict[str, Any]]:
    return [json.loads(line) for line in candidates.lines]


def cite(document: str, quote: str) -> dict[str, Any]:
    return {"n": 1, "document": document, "quote": quote, "start": 0}


def test_a_real_answer_that_was_liked_is_proposed_with_its_quotes(
    seed_pipeline: Pipeline, feedback: Path
) -> None:
    """From the bot's own export to a question that is taken once a person did their part."""
    answer = seed_pipeline.ask(read_question("who sued AllofMP3?"))
    record = AnswerRecord.of(
        AnswerId("Ab12"),
        answer,
        asked=answer.question,
        asker=Asker("someone"),
        server=1,
        channel=2,
        is_private=False,
        asked_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    feedback.write_text(write_candidate(record, [UP]) + "\n", "utf-8")

    [line] = find_candidates(feedback).lines
    done = json.loads(line) | {"kind": "factoid", "style": "plain", "answerable": True}
    feedback.write_text(json.dumps(done), "utf-8")

    assert answer.citations[0].document == SEED
    assert read_questions(feedback) == [
        EvaluationQuestion(
            id="asked-Ab12",
            part="dev",
            question="who sued AllofMP3?",
            lang="en",
            kind="factoid",
            answerable=True,
            answers=tuple(
                Words(document=citation.document, quote=citation.quote)
                for citation in answer.citations
            ),
            note="Answered, voted up 1, down 0.",
        )
    ]


def test_what_is_left_to_a_person_is_marked_and_refused_until_it_is_done(feedback: Path) -> None:
    [line] = find_candidates(export(feedback, {"id": "a", "question": "Why so?"})).lines
    feedback.write_text(line, "utf-8")

    assert [key for key, value in json.loads(line).items() if str(value).startswith("FILL IN")] == [
        "kind",
        "style",
        "answerable",
    ]
    assert "FILL IN" in TO_DO
    with pytest.raises(RecordError, match="line 1 can't be used: kind: Input should be 'factoid'"):
        read_questions(feedback)


def test_an_answer_that_was_not_liked_proposes_nothing_and_its_reasons_are_noted(
    feedback: Path,
) -> None:
    export(
        feedback,
        {
            "id": "a",
            "question": "When was it?",
            "votes": {"up": 1, "down": 1},
            "reasons": ["wrong year"],
            "citations": [cite("a.md", "It was in 1950.")],
        },
        {"id": "b", "question": "Who was it?", "abstained": True},
    )

    first, second = read(find_candidates(feedback))

    assert (first["answers"], first["note"]) == (
        [],
        "Answered, voted up 1, down 1: wrong year.",
    )
    assert second["note"] == "Declined."


def test_a_question_that_was_asked_twice_is_one_candidate(feedback: Path) -> None:
    export(
        feedback,
        {
            "id": "a",
            "question": "When was it?",
            "votes": {"up": 1},
            "citations": [cite("a.md", "In 1950."), cite("b.md", "It was 1950.")],
        },
        {
            "id": "b",
            "question": "when  was it?",
            "votes": {"up": 2},
            "citations": [cite("b.md", "It was 1950.")],
        },
    )

    [candidate] = read(find_candidates(feedback))

    assert candidate["id"] == "asked-a"
    assert candidate["answers"] == [
        {"document": "a.md", "quote": "In 1950."},
        {"document": "b.md", "quote": "It was 1950."},
    ]
    assert candidate["note"] == "Answered, voted up 1, down 0. Answered, voted up 2, down 0."


def test_what_the_sets_ask_already_is_left_out(feedback: Path) -> None:
    shipped = next(question for question in read_questions() if not question.before)
    asked = f" {shipped.question.upper()}\n"
    export(feedback, {"id": "a", "question": asked}, {"id": "b", "question": "Why so?"})

    candidates = find_candidates(feedback)

    assert [line["id"] for line in read(candidates)] == ["asked-b"]
    assert candidates.known == 1


def test_a_follow_up_of_the_sets_is_another_question_than_the_same_words_alone(
    feedback: Path, tmp_path: Path
) -> None:
    into = tmp_path / "own.jsonl"
    into.write_text('{"question": "And who then?", "before": ["Who was it?"]}', "utf-8")
    export(feedback, {"id": "a", "question": "And who then?"})

    assert len(find_candidates(feedback, into).lines) == 1


def test_candidates_that_are_in_a_file_already_are_not_added_again(
    feedback: Path, tmp_path: Path
) -> None:
    """Finished or not, and whether or not its last line has an end."""
    into = tmp_path / "own.jsonl"
    into.write_text('{"question": "Why so?"}', "utf-8")
    export(feedback, {"id": "a", "question": "Why so?"}, {"id": "b", "question": "Since when?"})

    for _ in range(2):
        add_candidates(find_candidates(feedback, into).lines, into)

    lines = into.read_text("utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["Why so?", "Since when?"]


def test_a_file_for_candidates_is_made_if_it_is_not_there(tmp_path: Path) -> None:
    add_candidates(["{}"], tmp_path / "new.jsonl")

    assert (tmp_path / "new.jsonl").read_text("utf-8") == "{}\n"
    with pytest.raises(CandidatesFileError, match=r"can't be written to .*No such file"):
        add_candidates(["{}"], tmp_path / "nowhere" / "new.jsonl")


@pytest.mark.parametrize(
    ("lines", "error"), [("{}", RecordError), (None, RecordsFileError)], ids=["malformed", "none"]
)
def test_an_export_that_can_not_be_read_is_named(
    feedback: Path, lines: str | None, error: type[Exception]
) -> None:
    if lines is not None:
        feedback.write_text(lines, "utf-8")

    with pytest.raises(error, match=r"feedback\.jsonl"):
        find_candidates(feedback)
