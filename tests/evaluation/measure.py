"""What an answer got right, and the table and summary line of a whole run. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answer
from tests.evaluation.questions import EvaluationQuestion


@dataclass(frozen=True)
class Outcome:
    """A question with its answer, and which of what it should do the answer did."""

    question: EvaluationQuestion
    answer: Answer

    @property
    def quotes(self) -> list[str]:
        """What would be quoted: cited, or, where it abstained, shown as nearest."""
        return [c.quote for c in (*self.answer.citations, *self.answer.nearest)]

    @property
    def quoted_first(self) -> bool:
        """Whether the first quote has the expected words."""
        return any(self.question.seed_quote in quote for quote in self.quotes[:1])

    @property
    def quoted(self) -> bool:
        """Whether any quote has the expected words."""
        return any(self.question.seed_quote in quote for quote in self.quotes)


def describe_misses(outcomes: Sequence[Outcome]) -> list[str]:
    """Name each question that went wrong, and how."""
    lines = []
    for outcome in outcomes:
        question, answer = outcome.question, outcome.answer
        wrong = []
        if question.answerable and answer.abstained:
            wrong.append("abstained")
        if question.answerable and not outcome.quoted:
            wrong.append("expected words not quoted")
        elif question.answerable and not outcome.quoted_first:
            wrong.append("expected words not in the first quote")
        if not question.answerable and not answer.abstained:
            wrong.append("answered")
        if wrong:
            text = f"{question.id} [{question.lang}] {question.question}"
            lines.append(f"{text}\n    {', '.join(wrong)} (confidence {answer.confidence:.2f})")
    return lines


def summarize(outcomes: Sequence[Outcome]) -> str:
    """The summary line that a script can read."""
    answerable = [o for o in outcomes if o.question.answerable]
    others = [o for o in outcomes if not o.question.answerable]
    figures = {
        "cited": _share([o.quoted for o in answerable]),
        "cited first": _share([o.quoted_first for o in answerable]),
        "abstained rightly": _share([o.answer.abstained for o in others]),
        "abstained wrongly": _share([o.answer.abstained for o in answerable]),
    }
    told = ", ".join(f"{name} {figure}" for name, figure in figures.items())
    return f"evaluation: {len(outcomes)} questions, {told}"


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.0%} ({sum(hits)} of {len(hits)})" if hits else "none asked"
