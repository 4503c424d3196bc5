from pathlib import Path

import pytest

from ingest.folder import list_files, read_files
from ingest.reading import read_file
from tests.conftest import ROOT
from tests.evaluation.questions import (
    QUESTIONS_FILE,
    SEED,
    EvaluationQuestion,
    Words,
    read_questions,
)
from tests.evaluation.records import RecordError

DOSSIER = ROOT / "dossier"
SEED_ARTICLE = DOSSIER / SEED
QUESTIONS = read_questions()
VALID = QUESTIONS_FILE.read_text("utf-8").splitlines()[0]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of every document of the dossier, attachments too, by path."""
    return {
        document.path: document.text
        for source in read_files(DOSSIER, list_files(DOSSIER), {})
        for document in read_file(source).documents
    }


@pytest.mark.parametrize("seed", [True, False])
def test_each_shipped_question_has_an_id_of_its_own_and_some_have_no_answer(seed: bool) -> None:
    ids = [question.id for question in QUESTIONS]

    assert len(set(ids)) == len(ids)
    assert {bool(question.expect(seed=seed)) for question in QUESTIONS} == {True, False}


@pytest.mark.parametrize(
    "question", [pytest.param(question, id=question.id) for question in QUESTIONS]
)
def test_the_words_that_answer_stand_in_the_seed_article(question: EvaluationQuestion) -> None:
    """Word for word, typographic quotes and all: `quoted` looks for them in quotes."""
    if question.answerable_from_seed == "yes":
        assert question.seed_quote.strip()
        assert question.seed_quote in SEED_ARTICLE.read_text("utf-8")
    else:
        assert question.seed_quote == ""


@pytest.mark.parametrize(
    "question", [pytest.param(question, id=question.id) for question in QUESTIONS]
)
def test_all_words_that_answer_stand_in_their_documents(
    question: EvaluationQuestion, texts: dict[str, str]
) -> None:
    for words in question.answers:
        assert words.quote.strip()
        assert words.quote in texts[words.document]


def test_what_the_seed_article_answers_the_whole_dossier_answers_with_the_same_words() -> None:
    for question in QUESTIONS:
        assert set(question.expect(seed=True)) <= set(question.answers)


def test_what_answers_is_told_for_the_seed_article_alone_and_for_the_whole_dossier() -> None:
    question = EvaluationQuestion(
        id="q1",
        question="When did it close?",
        lang="en",
        kind="temporal",
        answerable_from_seed="yes",
        key_facts=(),
        seed_quote="fermé",
        answers=(Words(document=SEED, quote="fermé"), Words(document="b.txt", quote="closed")),
    )
    silent = question.model_copy(update={"answerable_from_seed": "no", "seed_quote": ""})

    assert question.expect(seed=True) == (Words(document=SEED, quote="fermé"),)
    assert question.expect(seed=False) == question.answers
    assert silent.expect(seed=True) == ()
    assert silent.expect(seed=False) == question.answers


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
