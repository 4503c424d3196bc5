"""How an evaluation question is put to the bot: a follow-up, as in its conversation."""

from bot.answers import Question
from bot.conversation import replay, understand_follow_up
from tests.evaluation.questions import EvaluationQuestion


def put(question: EvaluationQuestion) -> Question:
    """Make it stand alone, as the bot does in a conversation."""
    understood = understand_follow_up(question.question, replay(question.before))
    return Question(text=understood.text, language=understood.language, id=question.id)
