"""What abstention is fitted on: questions as the numbers that the product makes of them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.answering.abstention import measure
from bot.answers import Question
from bot.closeness import measure_closeness
from bot.lexical import LexicalIndex
from bot.loading import open_index
from bot.neutrality import LanguageMeans
from bot.ranking import rank
from bot.retrieval import Retrieval, Retriever, embed_question, sample_common_names
from bot.settings import BotSettings
from ingest.chunking import split_sentences
from ingest.documents import Document, Metadata, Span
from ingest.passages import make_passage, passage_id
from ingest.stores.opening import open_store
from ingest.vectorizing import Embedder
from tests.evaluation.calibration_file import CalibrationQuestion
from tests.evaluation.checking import check_index, select
from tests.evaluation.putting import put
from tests.evaluation.questions import EvaluationQuestion, read_questions


@dataclass(frozen=True)
class Example:
    """A question in the features of `bot.answering.abstention`."""

    features: dict[str, float]
    answerable: bool
    mode: str
    """Figures are told apart by it, and the threshold does right by each."""
    group: str
    """Of one group all or none are fitted on, when it is measured how well a fit does."""


def read_dev(settings: BotSettings, embedding: BaseEmbedding) -> list[Example]:
    """Measure the dev part, asked of the settings' index.

    Raises: StaleIndexError; as `open_index`.
    """
    questions = select(read_questions(), part="dev")
    check_index(settings)
    store = open_store(settings.data_dir, settings.chroma_url)
    with closing(open_index(store, settings.embedding_model)) as index:
        return list(read_part(questions, Retriever(index, embedding)))


def read_part(questions: Iterable[EvaluationQuestion], retriever: Retriever) -> Iterator[Example]:
    """Measure evaluation questions, asked of a whole index; their part is their mode."""
    for question in questions:
        asked = put(question)
        features = measure(asked, retriever.retrieve(asked.text))
        yield Example(features, question.answerable, question.part, question.id)


def read_candidates(
    questions: Sequence[CalibrationQuestion], embedding: BaseEmbedding
) -> Iterator[Example]:
    """Measure questions of a file, with their candidates as the whole dossier."""
    measured = _measure(questions, embedding)
    for question, features in zip(questions, measured, strict=True):
        yield Example(features, question.answerable, question.mode, question.article)


def _measure(
    questions: Sequence[CalibrationQuestion], embedding: BaseEmbedding
) -> Iterator[dict[str, float]]:
    passages = _embed_passages(questions, embedding)
    means = LanguageMeans(passages.values())
    for question in questions:
        candidates = [passages[candidate.id] for candidate in question.passages]
        lexical = LexicalIndex((passage_id(p), p.text) for p in candidates)
        scores = lexical.scores(question.question)
        common_names = sample_common_names(candidates)
        vectors = embed_question(question.question, embedding, common_names)
        ranked = rank(
            question.question,
            vectors.focused,
            candidates,
            [scores.of(passage_id(p)) for p in candidates],
            means,
        )
        closeness = measure_closeness(vectors.whole, ranked)
        retrieval = Retrieval(
            question.question, tuple(ranked), closeness, len(candidates), len(candidates)
        )
        yield measure(Question(text=question.question, language=question.language), retrieval)


def _embed_passages(
    questions: Iterable[CalibrationQuestion], embedding: BaseEmbedding
) -> dict[str, TextNode]:
    passages: dict[str, TextNode] = {}
    for question in questions:
        metadata = Metadata(language=question.passage_language)
        for candidate in question.passages:
            document = Document(candidate.id, candidate.text, metadata, "")
            sentences = split_sentences(candidate.text, metadata.language)
            span = Span(0, len(candidate.text))
            passages[candidate.id] = make_passage(document, span, sentences, [], 0)
    Embedder(lambda: embedding).embed(list(passages.values()), {})
    return passages
