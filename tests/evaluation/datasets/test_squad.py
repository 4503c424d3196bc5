import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.datasets.dataset import Dataset
from tests.evaluation.datasets.errors import BrokenSquadError, EmptyDatasetError
from tests.evaluation.datasets.loading import load_dataset
from tests.evaluation.questions import EvaluationQuestion, Words

SAMPLE = Path(__file__).with_name("samples") / "squad.json"


def questions_of(dataset: Dataset) -> dict[str, EvaluationQuestion]:
    return {question.id: question for question in dataset.questions}


def write(folder: Path, context: str, *questions: dict[str, Any]) -> Path:
    """A file of one paragraph, in version 1.1."""
    file = folder / "set.json"
    article = {"title": "A", "paragraphs": [{"context": context, "qas": questions}]}
    file.write_text(json.dumps({"data": [article]}), "utf-8")
    return file


def ask(question: str, *answers: tuple[str, int], name: str = "q1") -> dict[str, Any]:
    given = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": name, "question": question, "answers": given}


def test_what_is_expected_is_the_sentence_an_answer_stands_in() -> None:
    """By chance, a quote may have 12 alone: barrels are 12, too."""
    question = questions_of(load_dataset(SAMPLE))["harbour-4"]

    assert question == EvaluationQuestion(
        id="harbour-4",
        part="test",
        question="How far can the lamp of the lighthouse be seen?",
        lang="en",
        kind="factoid",
        answerable=True,
        answers=(
            Words(
                document="000/000-Harbour-of-Ostrel.txt",
                quote="Its lamp burns rapeseed oil and can be seen for 12 miles.",
            ),
        ),
        key_facts=(("12 miles", "for 12 miles"),),
    )


def test_an_impossible_question_is_one_that_is_not_answered() -> None:
    question = questions_of(load_dataset(SAMPLE))["beetle-3"]

    assert (question.kind, question.answerable, question.answers, question.key_facts) == (
        "unanswerable",
        False,
        (),
        (),
    )


def test_each_article_is_one_document_in_its_language() -> None:
    dataset = load_dataset(SAMPLE)

    assert [
        (document.path, document.title, document.language) for document in dataset.documents
    ] == [
        ("000/000-Harbour-of-Ostrel.txt", "Harbour of Ostrel", "en"),
        ("000/001-Glass-beetle.txt", "Glass beetle", "en"),
        ("000/002-Mühle-am-Querbach.txt", "Mühle am Querbach", "de"),
    ]
    assert "window glass.\n\nA lighthouse" in next(iter(dataset.documents)).text
    assert questions_of(dataset)["muehle-1"].lang == "de"


def test_an_answer_across_two_sentences_needs_both(tmp_path: Path) -> None:
    context = "It began to rain. The boat sank at noon. Nobody was on it."
    file = write(tmp_path, context, ask("What happened first?", ("rain. The boat sank", 12)))

    [question] = load_dataset(file).questions

    assert [words.quote for words in question.answers] == [
        "It began to rain. The boat sank at noon."
    ]


def test_line_ends_of_other_systems_move_no_answer(tmp_path: Path) -> None:
    context = "Ask me.\r\n\r\n\r\n\r\nThe gate is old. The door is blue."
    file = write(tmp_path, context, ask("How is the gate?", ("old", context.index("old"))))

    dataset = load_dataset(file)

    assert [words.quote for words in dataset.questions[0].answers] == ["The gate is old."]
    assert [document.text.count("\r") for document in dataset.documents] == [0]


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_other_articles() -> None:
    dataset = load_dataset(SAMPLE, limit=2, seed=7)

    assert len(dataset.questions) == 2
    assert dataset.questions == load_dataset(SAMPLE, limit=2, seed=7).questions
    assert len({load_dataset(SAMPLE, limit=2, seed=seed).questions for seed in range(9)}) > 1
    assert len(list(dataset.documents)) == 3


def test_a_question_that_nobody_could_ask_is_left_out_and_named(tmp_path: Path) -> None:
    questions = ask("???", ("red", 13), name="q1"), ask("Colour?", ("red", 13), name="q2")
    dataset = load_dataset(write(tmp_path, "The tower is red.", *questions))

    assert [question.id for question in dataset.questions] == ["q2"]
    assert dataset.left_out == ("q1",)


def test_a_set_without_any_question_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyDatasetError, match="of 1 questions none has words"):
        load_dataset(write(tmp_path, "The tower is red.", ask("?", ("red", 13))))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (ask("Colour?", ("red", 12)), "'red' doesn't stand at 12 of the context"),
        (ask("Colour?"), "it has no answer, and no is_impossible that says so"),
        (ask("Colour?", ("red", 13), name="q0"), "an earlier question has the same id"),
    ],
)
def test_a_question_that_does_not_fit_its_context_is_named(
    tmp_path: Path, question: dict[str, Any], reason: str
) -> None:
    earlier = ask("What is red?", ("The tower", 0), name="q0")
    file = write(tmp_path, "The tower is red.", earlier, question)

    with pytest.raises(BrokenSquadError) as caught:
        load_dataset(file)

    assert str(caught.value) == (
        f"{file} can't be used at data[0].paragraphs[0].qas[1]: {reason} "
        f"(question {question['id']}). Mend it: tests/evaluation/datasets/squad_file.py says what "
        "stands there."
    )


def test_a_value_of_another_form_is_named_by_its_path(tmp_path: Path) -> None:
    file = write(tmp_path, "The tower is red.", {"id": "q1", "question": 5, "answers": []})

    with pytest.raises(
        BrokenSquadError, match=r"at data\[0\]\.paragraphs\[0\]\.qas\[0\]\.question"
    ):
        load_dataset(file)
