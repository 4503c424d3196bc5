"""The seed article of the dossier in this repository, asked as its readers would ask."""

from collections.abc import Sequence
from statistics import fmean

import pytest

from bot.answers import Answer
from bot.pipeline import Pipeline, read_question
from tests.conftest import SEED
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import read_questions
from tests.evaluation.running import ask_all, narrow

NO_JUDGMENT = "n’a jamais obtenu de jugement"


@pytest.fixture(scope="module")
def outcomes(seed_pipeline: Pipeline) -> list[Outcome]:
    starters = [question for question in read_questions() if question.id[0] == "q"]
    return ask_all(seed_pipeline, seed_pipeline.index.passages(), narrow(starters, {SEED}))


def mean(results: Sequence[Result], metric: str) -> float:
    return fmean(result.values[metric] for result in results)


def ask(pipeline: Pipeline, text: str) -> Answer:
    return pipeline.ask(read_question(text))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("did the RIAA win in court?", "en"),
        ("La RIAA a-t-elle gagné devant les tribunaux ?", "fr"),
        ("Hat die RIAA vor Gericht gewonnen?", "de"),
        ("¿Ganó la RIAA en los tribunales?", "es"),
        ("Выиграла ли RIAA в суде?", "ru"),
    ],
)
def test_a_claimed_victory_is_not_taken_for_one_in_court(
    seed_pipeline: Pipeline, question: str, language: str
) -> None:
    answer = ask(seed_pipeline, question)

    assert answer.language == language
    assert NO_JUDGMENT in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Who is the CEO of Apple?",
        "How do I cook carbonara?",
        "How many employees did Mediaservices have?",
    ],
)
def test_what_the_dossier_does_not_say_is_declined(seed_pipeline: Pipeline, question: str) -> None:
    answer = ask(seed_pipeline, question)

    assert answer.abstained
    assert answer.nearest


def test_nine_in_ten_of_the_answerable_are_answered_with_the_words_that_answer(
    outcomes: list[Outcome],
) -> None:
    answerable = [measure(outcome) for outcome in outcomes if outcome.question.answerable]

    assert mean(answerable, "right_if_answered") >= 0.9
    assert mean(answerable, "cited_first") >= 0.75
    assert mean(answerable, "false_abstention") <= 0.1


def test_four_in_five_of_the_unanswerable_are_declined(outcomes: list[Outcome]) -> None:
    unanswerable = [measure(outcome) for outcome in outcomes if not outcome.question.answerable]

    assert mean(unanswerable, "false_answer") <= 0.2


def test_every_mark_resolves_and_every_listed_source_is_marked(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        marks = [mark for claim in outcome.answer.claims for mark in claim.citations]

        assert list(dict.fromkeys(marks)) == [c.n for c in outcome.answer.citations]
