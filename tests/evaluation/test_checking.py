from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.errors import IndexMissingError
from ingest.settings import IngestSettings
from tests.conftest import ingest, write_dossier
from tests.evaluation.checking import (
    NoQuestionsError,
    SpanError,
    StaleIndexError,
    check_index,
    check_spans,
    select,
)
from tests.evaluation.questions import EvaluationQuestion, Kind, Part, Words

TEXTS = {"hall.md": "The hall was built\u00a0in 1904.", "tower.md": "The tower is older."}


def question(
    name: str,
    part: Part = "dev",
    kind: Kind = "factoid",
    lang: str = "en",
    words: Words | None = None,
) -> EvaluationQuestion:
    return EvaluationQuestion(
        id=name,
        part=part,
        question="When was it built?",
        lang=lang,
        kind=kind,
        answerable=words is not None,
        answers=(words,) if words else (),
    )


QUESTIONS = [
    question("one"),
    question("two", "test", "list", "fr"),
    question("three", "test", "factoid", "de"),
]


def test_words_that_stand_in_their_documents_are_let_through() -> None:
    check_spans([question("one", words=Words(document="hall.md", quote="built in 1904"))], TEXTS)


@pytest.mark.parametrize(
    ("document", "quote", "problem"),
    [
        ("hall.md", "built in 1905", "hall.md doesn't hold these words: “built in 1905”"),
        ("tower.md", "built in 1904", "tower.md doesn't hold these words: “built in 1904”"),
        ("bridge.md", "built in 1904", "bridge.md is not among the documents: “built in 1904”"),
    ],
)
def test_words_that_do_not_are_named_with_their_question(
    document: str, quote: str, problem: str
) -> None:
    questions = [question("one"), question("two", words=Words(document=document, quote=quote))]

    with pytest.raises(SpanError) as caught:
        check_spans(questions, TEXTS)

    assert str(caught.value).startswith(f"Question two: {problem}")
    assert "Mend the words in the line of that question" in caught.value.remedy


@pytest.fixture
def settings(tmp_path: Path, embedding: BaseEmbedding) -> IngestSettings:
    """A dossier of two documents with an index of them."""
    dossier, data = write_dossier(tmp_path / "dossier", TEXTS), tmp_path / "data"
    ingest(dossier, data, embedding)
    return IngestSettings(dossier_dir=dossier, data_dir=data)


def test_an_index_of_what_the_folder_holds_is_let_through(settings: IngestSettings) -> None:
    check_index(settings)


def test_an_index_older_than_the_dossier_names_what_changed_and_how(
    settings: IngestSettings,
) -> None:
    folder = settings.dossier_dir
    (folder / "hall.md").write_text("The hall was built in 1905.", "utf-8")
    (folder / "tower.md").unlink()
    (folder / "bridge.md").write_text("The bridge is new.", "utf-8")

    with pytest.raises(StaleIndexError) as caught:
        check_index(settings)

    assert "bridge.md added; hall.md replaced; tower.md removed" in str(caught.value)
    assert caught.value.remedy.endswith("python -m ingest")


def test_a_document_that_moved_makes_an_index_old(settings: IngestSettings) -> None:
    """Its words are expected, and cited, under the new name."""
    (settings.dossier_dir / "hall.md").rename(settings.dossier_dir / "house.md")

    with pytest.raises(StaleIndexError, match=r"house\.md moved"):
        check_index(settings)


def test_where_nothing_was_ingested_there_is_said_to_be_no_index(tmp_path: Path) -> None:
    dossier = write_dossier(tmp_path / "dossier", TEXTS)

    with pytest.raises(IndexMissingError, match=r"data.*python -m ingest"):
        check_index(IngestSettings(dossier_dir=dossier, data_dir=tmp_path / "data"))


def test_without_wishes_every_question_is_kept_in_order() -> None:
    assert select(QUESTIONS) == QUESTIONS


def test_what_is_kept_is_of_all_that_is_named() -> None:
    assert [q.id for q in select(QUESTIONS, part="test")] == ["two", "three"]
    assert [q.id for q in select(QUESTIONS, kinds=["factoid"])] == ["one", "three"]
    assert [q.id for q in select(QUESTIONS, languages=["fr", "de"])] == ["two", "three"]
    assert [q.id for q in select(QUESTIONS, ids=["one"])] == ["one"]
    assert [q.id for q in select(QUESTIONS, part="test", kinds=["factoid"])] == ["three"]


def test_where_nothing_is_kept_it_is_said_what_was_asked_for_and_what_there_is() -> None:
    with pytest.raises(NoQuestionsError) as caught:
        select(QUESTIONS, part="dev", languages=["ru", "fr"])

    assert str(caught.value).startswith(
        "No question is selected by part dev; lang ru, fr; there are: part dev, test; lang de, en,"
    )


def test_where_there_are_no_questions_at_all_that_is_said() -> None:
    with pytest.raises(NoQuestionsError, match="by nothing; there are: none at all"):
        select([])
