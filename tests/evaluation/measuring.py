"""What is measured of one answer: each metric's value, from the outcome alone. Pure.

Where each is from is said in `metrics/catalogue.py`. What takes a whole run, such as AUROC and
percentiles, is in `summary.py`; what takes a language model, in `judging.py`.
"""

from collections.abc import Iterator, Mapping

from bot.answers import Answer
from tests.evaluation.metrics.citations import (
    is_right_if_answered,
    measure_citations,
    measure_cited,
    supports_by,
)
from tests.evaluation.metrics.facts import measure_facts
from tests.evaluation.metrics.language import is_in_language
from tests.evaluation.metrics.retrieval import measure_retrieval
from tests.evaluation.outcomes import Outcome, Result


def measure(outcome: Outcome) -> Result:
    """Measure an answer; what says nothing about the question is left out of the values."""
    question, answer = outcome.question, outcome.answer
    values = dict(_of_answerable(outcome)) if question.answerable else dict(_of_others(outcome))
    return Result(
        id=question.id,
        part=question.part,
        question=question.question,
        lang=question.lang,
        kind=question.kind,
        style=question.style,
        answerable=question.answerable,
        abstained=answer.abstained,
        confidence=answer.confidence,
        values=values | dict(_of_all(outcome)),
        seconds=answer.seconds,
    )


def _of_answerable(outcome: Outcome) -> Mapping[str, float]:
    question, answer = outcome.question, outcome.answer
    supports = supports_by(question.answers)
    return {
        **measure_retrieval([found.id for found in answer.passages], outcome.relevant),
        **measure_cited(answer, supports),
        **measure_citations(answer, supports),
        **measure_facts(answer, question.key_facts),
        "false_abstention": float(answer.abstained),
        "right_if_answered": float(is_right_if_answered(answer, supports)),
    }


def _of_others(outcome: Outcome) -> Mapping[str, float]:
    return {"false_answer": float(not outcome.answer.abstained), "right_if_answered": 0.0}


def _of_all(outcome: Outcome) -> Iterator[tuple[str, float]]:
    answer = outcome.answer
    yield "language", float(is_in_language(answer, outcome.question.lang))
    yield "shown_chars", float(_count_shown(answer))
    if answer.model is not None or answer.tokens:
        yield "tokens", float(answer.tokens)
        yield "cost", answer.cost


def _count_shown(answer: Answer) -> int:
    """Count the characters of quotes, and of the claims that aren't quotes themselves."""
    quotes = [citation.quote for citation in answer.citations]
    claims = [claim.text for claim in answer.claims if claim.text not in quotes]
    return sum(map(len, [*quotes, *claims]))
