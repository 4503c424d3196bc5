"""All documents of the dossier in this repository, asked as their readers would ask.

Promises here are what holds today. Less holds than for the seed article alone: the bot declines
few questions about what the dossier is silent on though it tells much of what is around that.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import pytest

from bot.answers import Answer
from bot.loading import load_pipeline
from bot.pipeline import Pipeline, read_question
from bot.settings import BotSettings
from tests.evaluation.measuring import measure
from tests.evaluation.metrics.citations import measure_cited, supports_by
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import EvaluationQuestion, read_questions
from tests.evaluation.running import ask_all


@pytest.fixture(scope="module")
def pipeline(dossier_data: Path) -> Pipeline:
    return load_pipeline(BotSettings(data_dir=dossier_data))


@pytest.fixture(scope="module")
def outcomes(pipeline: Pipeline) -> list[Outcome]:
    return ask_all(pipeline, pipeline.index.passages(), starters())


def starters() -> list[EvaluationQuestion]:
    """The first forty questions; for all of them nothing is promised yet, only measured."""
    return [question for question in read_questions() if question.id[0] in "qo"]


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
    ],
)
def test_the_first_quote_says_that_no_court_ruled_for_the_riaa(
    pipeline: Pipeline, question: str, language: str
) -> None:
    answer = ask(pipeline, question)
    [canonical] = [question for question in read_questions() if question.id == "q001"]

    assert answer.language == language
    assert not answer.abstained
    assert measure_cited(answer, supports_by(canonical.answers))["cited_first"]


@pytest.mark.parametrize("question", ["Who is the CEO of Apple?", "How do I cook carbonara?"])
def test_what_is_no_subject_of_the_dossier_is_declined(pipeline: Pipeline, question: str) -> None:
    answer = ask(pipeline, question)

    assert answer.abstained
    assert answer.nearest


def test_three_in_four_of_the_answerable_are_answered_with_words_that_answer(
    outcomes: list[Outcome],
) -> None:
    answerable = [measure(outcome) for outcome in outcomes if outcome.question.answerable]

    assert mean(answerable, "right_if_answered") >= 0.75
    assert mean(answerable, "cited_first") >= 0.5
    assert mean(answerable, "false_abstention") <= 0.125


def test_the_starter_questions_that_no_document_answers_are_declined(
    outcomes: list[Outcome],
) -> None:
    """A request for code, and one to confirm what was never written."""
    asked = [outcome for outcome in outcomes if outcome.question.id[0] == "q"]
    unanswerable = [outcome for outcome in asked if not outcome.question.answerable]

    assert [outcome.question.id for outcome in unanswerable] == ["q023", "q025"]
    assert all(outcome.answer.abstained for outcome in unanswerable)


def test_documents_in_all_four_languages_are_quoted(outcomes: list[Outcome]) -> None:
    languages = {c.language for outcome in outcomes for c in outcome.answer.citations}

    assert languages >= {"en", "fr", "de", "ru"}


def test_every_mark_resolves_and_every_listed_source_is_marked(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        marks = [mark for claim in outcome.answer.claims for mark in claim.citations]

        assert list(dict.fromkeys(marks)) == [c.n for c in outcome.answer.citations]
