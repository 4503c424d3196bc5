import shutil
from pathlib import Path

import pytest

from tests.evaluation.datasets.errors import (
    BrokenQrelsError,
    EmptyDatasetError,
    UnknownDatasetError,
)
from tests.evaluation.datasets.loading import load_dataset
from tests.evaluation.questions import EvaluationQuestion, Words
from tests.evaluation.records import RecordError

SAMPLE = Path(__file__).with_name("samples") / "beir"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, to be spoilt."""
    return shutil.copytree(SAMPLE, tmp_path / "set")


def append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")


def test_what_is_expected_are_any_words_of_the_relevant_documents() -> None:
    """What is judged 0 was looked at, and is not relevant."""
    assert load_dataset(SAMPLE).questions[1] == EvaluationQuestion(
        id="q2",
        part="test",
        question="paper kites of the island and their history",
        lang="en",
        kind="outside",
        answerable=True,
        answers=(
            Words(document="000/001-paper-kites.txt", quote=""),
            Words(document="000/002-kite-museum.txt", quote=""),
        ),
    )


def test_the_questions_of_one_split_are_asked_of_all_documents() -> None:
    of_test, of_dev = load_dataset(SAMPLE), load_dataset(SAMPLE, split="dev")

    assert [question.id for question in of_test.questions] == ["q1", "q2", "q3"]
    assert [question.id for question in of_dev.questions] == ["q4", "q5"]
    assert [document.path for document in of_dev.documents] == [
        "000/000-cheese-cave.txt",
        "000/001-paper-kites.txt",
        "000/002-kite-museum.txt",
        "000/003-night-train.txt",
        "000/004-salt-road.txt",
        "000/005-tin-bells.txt",
    ]


def test_a_sample_has_what_it_asks_about_and_ten_others_for_each_question(folder: Path) -> None:
    for number in range(100):
        append(folder / "corpus.jsonl", f'{{"_id": "more-{number}", "text": "Nothing, {number}."}}')

    dataset = load_dataset(folder, limit=1, seed=3)
    paths = [document.path for document in dataset.documents]

    assert len(dataset.questions) == 1
    assert {words.document for words in dataset.questions[0].answers} <= set(paths)
    assert 10 <= len(paths) <= 12
    assert paths == [document.path for document in load_dataset(folder, limit=1, seed=3).documents]


def test_a_document_without_text_is_its_title_and_one_without_words_is_none(folder: Path) -> None:
    append(folder / "corpus.jsonl", '{"_id": "t", "title": "Owls of the north", "text": " "}')
    append(folder / "corpus.jsonl", '{"_id": "e", "title": "", "text": ""}')
    append(folder / "queries.jsonl", '{"_id": "q9", "text": "owls"}')
    append(folder / "qrels/test.tsv", "q9\te\t1")

    dataset = load_dataset(folder)

    assert [document.text for document in dataset.documents][-1] == "Owls of the north"
    assert dataset.left_out == ("q9",)


def test_a_line_of_the_corpus_that_can_not_be_used_is_named(folder: Path) -> None:
    append(folder / "corpus.jsonl", '{"_id": "more", "title": "No text"}')

    with pytest.raises(RecordError, match=r"corpus\.jsonl, line 7 can't be used: text: Field req"):
        load_dataset(folder)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("q1 cheese-cave 1", "it is 'q1 cheese-cave 1'"),
        ("q1\tcheese-cave\tyes", r"it is 'q1\tcheese-cave\tyes'"),
        ("q1\tmoon\t1", "corpus.jsonl has no document moon"),
        ("q77\tcheese-cave\t1", "queries.jsonl has no query q77"),
    ],
)
def test_a_line_of_judgements_that_can_not_be_used_is_named(
    folder: Path, line: str, reason: str
) -> None:
    append(folder / "qrels/test.tsv", line)

    with pytest.raises(BrokenQrelsError) as caught:
        load_dataset(folder)

    assert str(caught.value) == (
        f"{folder}/qrels/test.tsv, line 7 can't be used: {reason}. Mend the line: id of a query, "
        "id of a document and a whole number, tabs between them."
    )


def test_judgements_that_are_no_text_are_an_error_of_ours(folder: Path) -> None:
    (folder / "qrels/test.tsv").write_bytes(b"\xff\xfe")

    with pytest.raises(UnknownDatasetError, match=r"it can't be read \('utf-8' codec"):
        load_dataset(folder)


def test_a_set_in_which_nothing_is_relevant_says_so(folder: Path) -> None:
    (folder / "qrels/test.tsv").write_text("q1\tcheese-cave\t0\n", "utf-8")

    with pytest.raises(EmptyDatasetError, match=r"test\.tsv calls no words relevant"):
        load_dataset(folder)
