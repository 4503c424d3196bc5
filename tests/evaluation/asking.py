"""Asks evaluation questions as a person would, follow-ups in their conversation."""

from collections.abc import Collection, Sequence
from contextlib import closing

from bot.answers import Question
from bot.conversation import replay, understand_follow_up
from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.settings import BotSettings
from tests.evaluation.measure import Outcome
from tests.evaluation.questions import EvaluationQuestion


def ask_index(settings: BotSettings, questions: Sequence[EvaluationQuestion]) -> list[Outcome]:
    """Ask what the settings' index holds.

    Raises: as `load_pipeline`.
    """
    with closing(load_pipeline(settings)) as pipeline:
        return ask_all(pipeline, questions)


def ask_all(pipeline: Pipeline, questions: Sequence[EvaluationQuestion]) -> list[Outcome]:
    """Ask every question, in order."""
    return [Outcome(question, pipeline.ask(_put(question))) for question in questions]


def narrow(
    questions: Sequence[EvaluationQuestion], documents: Collection[str]
) -> list[EvaluationQuestion]:
    """Expect of each question what some documents alone answer."""
    narrowed = []
    for question in questions:
        answers = tuple(words for words in question.answers if words.document in documents)
        change = {"answers": answers, "answerable": bool(answers)}
        narrowed.append(question.model_copy(update=change))
    return narrowed


def _put(question: EvaluationQuestion) -> Question:
    understood = understand_follow_up(question.question, replay(question.before))
    return Question(text=understood.text, language=understood.language, id=question.id)
