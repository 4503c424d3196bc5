"""The gate on the real pipeline: as it is, and with what a change might break planted in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from bot.answers import Answer, Citation, Question
from bot.caching import AnswerCache
from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.ranking import SHIPPED, Scores
from bot.retrieval import Retrieval, Retriever
from bot.settings import BotSettings
from ingest.passages import document_of, passage_id
from tests.conftest import ROOT
from tests.evaluation import running
from tests.evaluation.gate import Verdict, describe, judge
from tests.evaluation.kept import PART, read_baseline
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome
from tests.evaluation.putting import put
from tests.evaluation.questions import EvaluationQuestion, read_questions
from tests.evaluation.spans import holds
from tests.evaluation.texts import read_texts

Ask = Callable[[Question], Answer]
AskAll = Callable[[Ask, int], list[Outcome]]


class Judged(Protocol):
    def __call__(self, ask: Ask, step: int = 1) -> Verdict: ...


OTHERS = {"en": "de", "fr": "es", "de": "en", "es": "ru", "ru": "fr"}


class Wrapped:
    """A retriever whose findings are changed."""

    def __init__(self, retriever: Retriever, change: Callable[[Retrieval], Retrieval]) -> None:
        self._retriever, self._change = retriever, change
        self.fingerprint, self.languages = retriever.fingerprint, retriever.languages

    def retrieve(self, question: str, translations: Iterable[str] = ()) -> Retrieval:
        return self._change(self._retriever.retrieve(question, translations))


@dataclass
class Remembering:
    """A retriever that finds the same again without looking: each question is asked often here."""

    retriever: Retriever

    def __post_init__(self) -> None:
        self.fingerprint, self.languages = self.retriever.fingerprint, self.retriever.languages
        self._find = cache(self.retriever.retrieve)

    def retrieve(self, question: str, translations: Iterable[str] = ()) -> Retrieval:
        return self._find(question, tuple(translations))


class Backwards:
    """Scores as the product does, the other way round."""

    def fuse(self, scores: Scores) -> NDArray[np.float64]:
        return -SHIPPED.fuse(scores)


@pytest.fixture(scope="module")
def pipeline(dossier_data: Path) -> Pipeline:
    loaded = load_pipeline(BotSettings(data_dir=dossier_data))
    return replace(loaded, retriever=cast("Retriever", Remembering(loaded.retriever)))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return read_texts(ROOT / "dossier")


@pytest.fixture(scope="module")
def questions() -> list[EvaluationQuestion]:
    """Every third of the dev part."""
    return [question for question in read_questions() if question.part == PART][::3]


@pytest.fixture(scope="module")
def ask_all(pipeline: Pipeline, questions: list[EvaluationQuestion]) -> AskAll:
    """Puts the questions to a way to answer."""
    passages = list(pipeline.index.passages())
    relevant = {
        question.id: tuple(
            passage_id(passage)
            for passage in passages
            if any(holds(words, document_of(passage), passage.text) for words in question.answers)
        )
        for question in questions
    }

    def put_all(ask: Ask, step: int) -> list[Outcome]:
        return [
            Outcome(question=question, answer=ask(put(question)), relevant=relevant[question.id])
            for question in questions[::step]
        ]

    return put_all


@pytest.fixture(scope="module")
def judged(pipeline: Pipeline, ask_all: AskAll, texts: Mapping[str, str]) -> Judged:
    """What the gate makes of a way to answer, held against the pipeline as it is.

    `step`: for one that takes long, of so many questions one.
    """
    baseline = [measure(outcome) for outcome in ask_all(pipeline.ask, 1)]

    def judge_way(ask: Ask, step: int = 1) -> Verdict:
        outcomes = ask_all(ask, step)
        return judge(outcomes, list(map(measure, outcomes)), baseline, texts)

    return judge_way


def changed(pipeline: Pipeline, **parts: object) -> Ask:
    """A pipeline with other parts, that remembers no answers of the one before."""
    return replace(pipeline, cache=AnswerCache(), **parts).ask  # type: ignore[arg-type]


def dropped(verdict: Verdict) -> set[str]:
    return {difference.metric.name for difference in verdict.dropped}


def test_the_pipeline_as_it_is_passes(pipeline: Pipeline, judged: Judged) -> None:
    assert judged(changed(pipeline)).passed


def test_a_ranking_that_puts_the_worst_first_is_stopped(
    pipeline: Pipeline, judged: Judged, embedding: BaseEmbedding
) -> None:
    backwards = Retriever(pipeline.index, embedding, Backwards())

    verdict = judged(changed(pipeline, retriever=backwards), step=2)

    assert dropped(verdict) >= {"cited", "mrr"}


def test_passages_that_are_handed_on_in_reverse_are_stopped(
    pipeline: Pipeline, judged: Judged
) -> None:
    """What is quoted hardly changes by that; what a language model reads first does."""

    def reverse(retrieval: Retrieval) -> Retrieval:
        return replace(retrieval, ranked=retrieval.ranked[::-1])

    verdict = judged(changed(pipeline, retriever=Wrapped(pipeline.retriever, reverse)))

    assert "mrr" in dropped(verdict)


def test_quotes_shifted_by_one_character_are_stopped(
    pipeline: Pipeline, judged: Judged, texts: Mapping[str, str]
) -> None:
    def shift(citation: Citation) -> Citation:
        start, end = citation.start + 1, citation.end + 1
        words = texts[citation.document][start:end]
        return citation.model_copy(update={"quote": words})

    def ask(question: Question) -> Answer:
        answer = pipeline.ask(question)
        return answer.model_copy(update={"citations": tuple(map(shift, answer.citations))})

    verdict = judged(ask)

    assert not verdict.passed
    assert verdict.broken


@pytest.mark.parametrize(("threshold", "worse"), [(0.0, "false_answer"), (1.0, "false_abstention")])
def test_never_abstaining_and_always_abstaining_are_stopped(
    pipeline: Pipeline, judged: Judged, threshold: float, worse: str
) -> None:
    abstention = pipeline.abstention.model_copy(update={"threshold": threshold})

    assert worse in dropped(judged(changed(pipeline, abstention=abstention)))


def test_answers_in_another_language_are_stopped(pipeline: Pipeline, judged: Judged) -> None:
    ask = changed(pipeline)

    def ask_in_another(question: Question) -> Answer:
        return ask(question.model_copy(update={"language": OTHERS[question.language]}))

    assert "language" in dropped(judged(ask_in_another))


def test_the_bot_of_today_is_no_worse_than_the_one_that_was_kept(
    pipeline: Pipeline, texts: Mapping[str, str]
) -> None:
    """The gate itself, on the whole dev part. If it is worse on purpose: --keep."""
    questions = [question for question in read_questions() if question.part == PART]
    outcomes = running.ask_all(pipeline, pipeline.index.passages(), questions)

    verdict = judge(outcomes, list(map(measure, outcomes)), read_baseline(), texts)

    assert verdict.passed, "\n".join(describe(verdict))
