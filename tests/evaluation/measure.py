"""What an answer got right, and the table and summary line of a whole run. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers import Answer, Citation
from tests.evaluation.questions import EvaluationQuestion
from tests.evaluation.spans import holds


@dataclass(frozen=True)
class Outcome:
    """A question with its answer, and which of what it should do the answer did."""

    question: EvaluationQuestion
    answer: Answer

    @property
    def answerable(self) -> bool:
        """Whether the documents that were asked answer it."""
        return self.question.answerable

    @property
    def shown(self) -> list[Citation]:
        """What would be quoted: cited, or, where it abstained, shown as nearest."""
        return [*self.answer.citations, *self.answer.nearest]

    @property
    def quoted_first(self) -> bool:
        """Whether the first quote has expected words."""
        return any(self._has_expected(citation) for citation in self.shown[:1])

    @property
    def quoted(self) -> bool:
        """Whether any quote has expected words."""
        return any(self._has_expected(citation) for citation in self.shown)

    def _has_expected(self, citation: Citation) -> bool:
        return any(
            holds(words, citation.document, citation.quote) for words in self.question.answers
        )


def describe_misses(outcomes: Sequence[Outcome]) -> list[str]:
    """Name each question that went wrong, and how."""
    lines = []
    for outcome in outcomes:
        question, answer = outcome.question, outcome.answer
        wrong = []
        if outcome.answerable and answer.abstained:
            wrong.append("abstained")
        if outcome.answerable and not outcome.quoted:
            wrong.append("expected words not quoted")
        elif outcome.answerable and not outcome.quoted_first:
            wrong.append("expected words not in the first quote")
        if not outcome.answerable and not answer.abstained:
            wrong.append("answered")
        if wrong:
            text = f"{question.id} [{question.lang}] {question.question}"
            lines.append(f"{text}\n    {', '.join(wrong)} (confidence {answer.confidence:.2f})")
    return lines


def summarize(outcomes: Sequence[Outcome]) -> str:
    """The summary line that a script can read."""
    answerable = [o for o in outcomes if o.answerable]
    others = [o for o in outcomes if not o.answerable]
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
