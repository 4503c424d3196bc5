"""The order of stages: a question becomes an answer, top to bottom."""

import logging
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field

from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answering.abstention import AbstentionModel, Decision, decide, load_model
from bot.answering.extractive import extract
from bot.answers import (
    Answer,
    Citation,
    Question,
    RetrievedPassage,
    Searched,
    check_question,
)
from bot.caching import AnswerCache, AnswerKey
from bot.citing import cite, number_citations
from bot.grounding import Verdict, ground
from bot.languages import detect_question_language
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval, Retriever
from bot.session import ALONE, Session
from ingest.embedding import load_embedding, model_name
from ingest.fingerprint import fingerprint
from ingest.index import Index
from ingest.passages import PassageId, document_of, passage_id, span_of
from ingest.settings import IngestSettings
from ingest.stores.opening import open_store
from ingest.stores.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pipeline:
    """Everything that answering a question takes, loaded once."""

    index: Index
    retriever: Retriever
    abstention: AbstentionModel
    generation: str | None = None
    """State of the index (`Store.version`)."""
    cache: AnswerCache = field(default_factory=AnswerCache)

    @property
    def writes(self) -> bool:
        """Whether a language model writes the answers."""
        return False

    def close(self) -> None:
        """Let go of the index. To be called once nobody asks any more."""
        self.index.close()

    def ask(self, question: Question, session: Session = ALONE) -> Answer:
        """Answer a question, or decline to; one that was asked before as it was then.

        Raises: DataFolderError, ChromaServerError.
        """
        started = time.perf_counter()
        key = AnswerKey(" ".join(question.text.split()), question.language, self.generation)
        if kept := self.cache.find(key):
            return kept.model_copy(
                update={
                    "id": question.id,
                    "question": question.text,
                    "seconds": {"cache": time.perf_counter() - started},
                }
            )
        answer = self._ask(question, session)
        self.cache.keep(key, answer)
        return answer

    def _ask(self, question: Question, session: Session) -> Answer:
        started = time.perf_counter()
        retrieval = self.retriever.retrieve(question.text)
        retrieved = time.perf_counter()
        claims = extract(retrieval, question.language)
        verdict = ground(claims, [found.passage for found in retrieval.all_passages])
        decision = decide(question, retrieval, self.abstention)
        seconds = {
            "retrieval": retrieved - started,
            "answer": time.perf_counter() - retrieved,
        }
        return _record(question, retrieval, verdict, decision, self.retriever.fingerprint, seconds)


def load_pipeline(settings: IngestSettings) -> Pipeline:
    """Open the index and load the models; to be closed in the end.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError,
    EmbeddingError.
    """
    model = settings.embedding_model
    store = open_store(settings.data_dir, settings.chroma_url)
    generation = store.version()
    index = open_index(store, model)
    with ExitStack() as on_failure:
        on_failure.callback(index.close)
        pipeline = build_pipeline(index, load_embedding(model), model_name(model), generation)
        on_failure.pop_all()
    return pipeline


def open_index(store: Store, embedding_model: str) -> Index:
    """Open the index that the settings ask for, to be closed in the end.

    Raises: IndexMissingError, IndexMismatchError, DataFolderError, ChromaServerError.
    """
    return store.open_to_read(fingerprint(model_name(embedding_model)))


def build_pipeline(
    index: Index,
    embedding: BaseEmbedding,
    name: str,
    generation: str | None,
    cache: AnswerCache | None = None,
) -> Pipeline:
    """Put a pipeline together; `name` is that of the embedding model (`model_name`).

    `generation`: as `Pipeline`. `cache`: one that earlier pipelines have used.

    Raises: DataFolderError, ChromaServerError.
    """
    abstention = load_model()
    if abstention.embedding != name:
        log.warning(
            "When to decline was fitted for %s, not for %s: run python -m tests.evaluation "
            "calibrate FILE --write",
            abstention.embedding,
            name,
        )
    retriever = Retriever(index, embedding)
    return Pipeline(index, retriever, abstention, generation, cache or AnswerCache())


def read_question(text: str, question_id: str | int | None = None) -> Question:
    """Check what somebody asked, and tell its language.

    Raises: QuestionError.
    """
    text = check_question(text)
    return Question(text=text, language=detect_question_language(text), id=question_id)


def _record(
    question: Question,
    retrieval: Retrieval,
    verdict: Verdict,
    decision: Decision,
    index: str,
    seconds: dict[str, float],
) -> Answer:
    scores = {
        passage_id(found.passage): max(found.dense, found.best_similarity)
        for found in retrieval.all_passages
    }
    abstained = decision.abstained or not verdict.claims
    claims, citations = number_citations(() if abstained else verdict.claims, scores)
    return Answer(
        id=question.id,
        question=question.text,
        language=question.language,
        abstained=abstained,
        answerer="extractive",
        claims=claims,
        citations=citations,
        nearest=tuple(_nearest(verdict, scores)) if abstained else (),
        passages=tuple(_describe(found) for found in retrieval.all_passages),
        confidence=decision.confidence,
        threshold=decision.threshold,
        reasons=decision.reasons,
        dropped=verdict.dropped,
        searched=Searched(documents=retrieval.documents, passages=retrieval.passages),
        index=index,
        seconds=seconds,
    )


def _nearest(verdict: Verdict, scores: dict[PassageId, float]) -> Iterable[Citation]:
    for claim in verdict.claims:
        quote = claim.quotes[0]  # what follows are its copies
        yield cite(quote, 0, scores[passage_id(quote.passage)])


def _describe(found: RankedPassage) -> RetrievedPassage:
    span = span_of(found.passage)
    return RetrievedPassage(
        id=passage_id(found.passage),
        document=document_of(found.passage),
        start=span.start,
        end=span.end,
        text=found.passage.text,
        scores={
            "dense": found.dense,
            "lexical": found.lexical,
            "title": found.title,
            "sentence": found.best_similarity,
            "fused": found.fused,
        },
    )
