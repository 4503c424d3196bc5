from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.evaluation.questions import (
    QUESTIONS_FILE,
    EvaluationQuestion,
    read_questions,
)
from tests.evaluation.records import RecordError

SEED_ARTICLE = ROOT / "dossier" / "numerama-riaa-allofmp3.fr.txt"
QUESTIONS = read_questions()
VALID = QUESTIONS_FILE.read_text("utf-8").splitlines()[0]


def test_each_shipped_question_has_an_id_of_its_own_and_some_have_no_answer() -> None:
    ids = [question.id for question in QUESTIONS]

    assert len(set(ids)) == len(ids)
    assert {question.answerable for question in QUESTIONS} == {True, False}


@pytest.mark.parametrize(
    "question", [pytest.param(question, id=question.id) for question in QUESTIONS]
)
def test_the_words_that_answer_stand_in_the_seed_article(question: EvaluationQuestion) -> None:
    """Word for word, typographic quotes and all: `quoted` looks for them in quotes."""
    if question.answerable:
        assert question.seed_quote.strip()
        assert question.seed_quote in SEED_ARTICLE.read_text("utf-8")
    else:
        assert question.seed_quote == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON"),
        ("", "Invalid JSON"),
        ('{"id": "q1"}', "question: Field required"),
        (VALID.replace('"yes"', '"perhaps"'), "answerable_from_seed: Input should be"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f"{VALID}\n{line}\n{VALID}\n", "utf-8")

    with pytest.raises(RecordError) as caught:
        read_questions(file)

    assert str(caught.value).startswith(f"{file}, line 2 can't be used: ")
    assert reason in str(caught.value)


def test_a_reason_without_a_field_begins_with_words(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("{\n", "utf-8")

    with pytest.raises(RecordError, match=r"used: Invalid JSON"):
        read_questions(file)


def test_a_line_separator_in_a_string_ends_no_line(tmp_path: Path) -> None:
    """JSON allows U+2028 and U+0085 unescaped, and web pages are full of them."""
    file = tmp_path / "questions.jsonl"
    file.write_text(VALID.replace("RIAA", "RIAA\u2028\u0085") + "\n", "utf-8")

    assert "\u2028" in read_questions(file)[0].question
