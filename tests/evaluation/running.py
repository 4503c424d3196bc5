"""Asks questions under a configuration, and finds what it could have found."""

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from llama_index.core.schema import TextNode

from bot.answering.abstention import AbstentionModel, load_model
from bot.answering.extractive import MAX_QUOTE_CHARS
from bot.answers import Answer, Question
from bot.loading import load_translator, load_writer
from bot.pipeline import Pipeline
from bot.retrieval import Retriever
from bot.settings import BotSettings
from ingest.embedding import BUNDLED
from ingest.passages import PassageId, document_of, passage_id
from tests.evaluation.configurations import Configuration
from tests.evaluation.indexes import Indexes
from tests.evaluation.outcomes import Outcome
from tests.evaluation.putting import put
from tests.evaluation.questions import EvaluationQuestion
from tests.evaluation.spans import holds


class Asker(Protocol):
    """What answers questions."""

    def ask(self, question: Question) -> Answer:
        """Answer one."""


@contextmanager
def open_indexes(settings: BotSettings, only: Collection[str] = ()) -> Iterator[Indexes]:
    """Make ready to ask what the settings' index holds, or, with `only`, these documents alone.

    Indexes that a configuration takes and that there aren't are made in a folder that is gone
    afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="dossier-") as folder, ExitStack() as stack:
        yield Indexes(settings, only, Path(folder), stack)


def run(
    configuration: Configuration,
    questions: Sequence[EvaluationQuestion],
    indexes: Indexes,
    on_question: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Ask every question, in order, follow-ups in their conversation.

    `on_question`: called after each.
    Raises: as `Indexes.index`; RerankerError, PromptError.
    """
    asker, passages = _open(configuration, indexes)
    return ask_all(asker, passages, questions, on_question)


def ask_all(
    asker: Asker,
    passages: Iterable[TextNode],
    questions: Sequence[EvaluationQuestion],
    on_question: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Do as `run`, for who has what answers already; `passages`: all that it could find."""
    findable: dict[str, list[TextNode]] = {}
    for passage in passages:
        findable.setdefault(document_of(passage), []).append(passage)
    outcomes = []
    for question in questions:
        answer, relevant = asker.ask(put(question)), _find_relevant(question, findable)
        outcomes.append(Outcome(question=question, answer=answer, relevant=relevant))
        on_question()
    return outcomes


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


def _open(configuration: Configuration, indexes: Indexes) -> tuple[Asker, Iterable[TextNode]]:
    """What answers under a configuration, and all passages that it could find."""
    if configuration.answerer == "bot":
        pipeline = _build_pipeline(configuration, indexes)
        return pipeline, pipeline.index.passages()
    tutorial = indexes.tutorial(configuration)
    if configuration.answerer == "tutorial-short":
        tutorial = replace(tutorial, max_chars=MAX_QUOTE_CHARS)
    return tutorial, tutorial.passages.values()


def _build_pipeline(configuration: Configuration, indexes: Indexes) -> Pipeline:
    """As `load_pipeline` does, but for what the configuration has otherwise."""
    settings, embedding = indexes.settings, indexes.embedding(configuration)
    index = indexes.index(configuration)
    reranker = indexes.reranker if configuration.is_reranked else None
    retriever = Retriever(
        index,
        embedding,
        configuration.fusion,
        reranker,
        reads_tokens=configuration.reads_tokens,
    )
    writer = load_writer(settings) if configuration.is_written else None
    translator = load_translator(settings, writer)
    return Pipeline(index, retriever, _load_abstention(configuration), writer, translator)


def _load_abstention(configuration: Configuration) -> AbstentionModel:
    """As shipped; for a model of the configuration's own, one that declines nothing.

    It was not fitted on that. Nor on another one of the settings, but there the bot declines, too.
    """
    model = load_model()
    if configuration.embedding in (None, BUNDLED):
        return model
    return model.model_copy(update={"threshold": 0.0})


def _find_relevant(
    question: EvaluationQuestion, findable: Mapping[str, Sequence[TextNode]]
) -> tuple[PassageId, ...]:
    """Find the passages that hold words that answer, whole."""
    documents = dict.fromkeys(words.document for words in question.answers)
    return tuple(
        passage_id(passage)
        for document in documents
        for passage in findable.get(document, ())
        if any(holds(words, document, passage.text) for words in question.answers)
    )
