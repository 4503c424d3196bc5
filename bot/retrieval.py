"""How dense and lexical lists become one, and what was similar to the question in it.

The dense list comes from Chroma and the lexical one from BM25. Scores are fused, not ranks, and
rescored by the better of title-path and best-sentence vector (DESIGN, decisions 4 and 5, where the
weights were measured). Nothing but the question is embedded here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.focus import find_common_names, focus
from bot.lexical import LexicalIndex, coverage, grams
from ingest.documents import Span
from ingest.index import Index
from ingest.passages import (
    PassageId,
    document_of,
    passage_id,
    sentences_of,
    vectors_of,
    words_at,
)

CANDIDATES = 32
"""How many passages each of the two lists may bring in."""
RETRIEVED = 8
"""How many passages are handed on."""
SENTENCE_WEIGHT = 1.0
LEXICAL_WEIGHT = 0.25
NEIGHBOURS = 4
"""Passages whose sentences a question's similarity is compared with: as many as a question of the
calibration file has, so that what is calibrated there holds for a dossier of any size. In one of
80 passages, a random background would decline half as many of the unanswerable."""
SAMPLED_PASSAGES = 64
"""Of which common names are counted; some 400 sentences."""


@dataclass(frozen=True)
class RankedSentence:
    """A sentence of a retrieved passage, beside the question."""

    span: Span
    """In the document's text."""
    text: str
    similarity: float
    """Cosine of question and sentence."""
    coverage: float
    """Share of the question's 4-grams that the sentence has."""


@dataclass(frozen=True)
class RankedPassage:
    """A retrieved passage, beside the question."""

    passage: TextNode
    dense: float
    """Cosine of question and passage."""
    lexical: float
    """BM25."""
    title: float
    """Cosine of question and title path; 0 without one."""
    fused: float
    sentences: tuple[RankedSentence, ...]

    @property
    def best_similarity(self) -> float:
        """Cosine of the question with the passage's best sentence."""
        return max((sentence.similarity for sentence in self.sentences), default=0.0)


@dataclass(frozen=True)
class Closeness:
    """How close the whole question comes to what was retrieved, as cosines."""

    passage: float
    """To the closest of the retrieved passages."""
    sentence: float
    """To the closest of their sentences."""
    background_mean: float
    background_deviation: float
    """To the other sentences of the NEIGHBOURS best passages; 0 both where there is none.

    Embedding models give even unrelated texts a cosine far from 0, and how far differs from
    question to question.
    """

    @property
    def lead(self) -> float:
        """How many standard deviations the closest sentence stands out from the background."""
        spread = self.background_deviation
        return (self.sentence - self.background_mean) / spread if spread > 0 else 0.0


@dataclass(frozen=True)
class QuestionVectors:
    """A question as unit vectors of shape (d,): the same one twice if it has no common name."""

    whole: NDArray[np.float32]
    focused: NDArray[np.float32]
    """Without the names that stand all over the dossier (`bot.focus`)."""


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question, best first; never empty."""

    question: str
    ranked: tuple[RankedPassage, ...]
    closeness: Closeness
    documents: int
    passages: int
    """How much was looked through."""


class Retriever:
    """Finds passages in an index. Built once; a question then costs one or two embeddings."""

    def __init__(self, index: Index, embedding: BaseEmbedding) -> None:
        """Load what BM25 needs of every passage; the index must hold at least one."""
        texts: list[tuple[PassageId, str]] = []
        documents = set()
        for passage in index.passages():
            texts.append((passage_id(passage), passage.text))
            documents.add(document_of(passage))
        self._index = index
        self._embedding = embedding
        self._lexical = LexicalIndex(texts)
        # Ids are hashes, so that the smallest are a random sample that stays the same.
        sample = sorted(passage for passage, _ in texts)[:SAMPLED_PASSAGES]
        self._common_names = sample_common_names(index.get(sample))
        self._documents, self._passages = len(documents), len(texts)

    @property
    def fingerprint(self) -> str:
        """Of the index that is searched."""
        return self._index.fingerprint

    def retrieve(self, question: str) -> Retrieval:
        """Find the passages that fit a question best.

        Raises: DataFolderError.
        """
        vectors = embed_question(question, self._embedding, self._common_names)
        lexical = self._lexical.scores(question)
        nearest = self._index.nearest(vectors.focused.tolist(), CANDIDATES)
        passages = self._index.get(list(dict.fromkeys([*nearest, *lexical.best(CANDIDATES)])))
        scores = [lexical.of(passage_id(passage)) for passage in passages]
        ranked = rank(question, vectors.focused, passages, scores)[:RETRIEVED]
        closeness = measure_closeness(vectors.whole, ranked)
        return Retrieval(question, tuple(ranked), closeness, self._documents, self._passages)


def embed_question(
    question: str, embedding: BaseEmbedding, common_names: frozenset[str]
) -> QuestionVectors:
    """Embed a question, and once more without the dossier's common names if it has one."""

    def embed(text: str) -> NDArray[np.float32]:
        vector = np.array(embedding.get_query_embedding(text), dtype=np.float32)
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit

    whole = embed(question)
    focused = focus(question, common_names)
    return QuestionVectors(whole, whole if focused == question else embed(focused))


def rank(
    question: str,
    vector: NDArray[np.float32],
    passages: Sequence[TextNode],
    lexical: Sequence[float],
) -> list[RankedPassage]:
    """Order passages (with their vectors) by how well they fit a question, best first. Pure.

    `vector`: the question's, unit, shape (d,). `lexical`: BM25 of each passage.
    """
    question_grams = frozenset(grams(question))
    rows = []
    for passage in passages:
        vectors = vectors_of(passage)
        similarities = vectors.sentences @ vector
        rows.append(
            (
                float(np.array(passage.embedding, dtype=np.float32) @ vector),
                0.0 if vectors.title is None else float(vectors.title @ vector),
                tuple(
                    RankedSentence(
                        span,
                        text := words_at(passage, span),
                        float(similarities[at]),
                        coverage(question_grams, text),
                    )
                    for at, span in enumerate(sentences_of(passage))
                ),
            )
        )
    dense = np.array([row[0] for row in rows])
    closest = np.array([max(title, *(s.similarity for s in found)) for _, title, found in rows])
    fused = (
        _standardize(dense)
        + SENTENCE_WEIGHT * _standardize(closest)
        + LEXICAL_WEIGHT * _standardize(np.array(lexical, dtype=np.float64))
    )
    ranked = [
        RankedPassage(
            passage=passage,
            dense=row[0],
            lexical=float(lexical[at]),
            title=row[1],
            fused=float(fused[at]),
            sentences=row[2],
        )
        for at, (passage, row) in enumerate(zip(passages, rows, strict=True))
    ]
    return sorted(ranked, key=lambda found: (-found.fused, passage_id(found.passage)))


def sample_common_names(passages: Iterable[TextNode]) -> frozenset[str]:
    """Find the names that stand all over a sample of the dossier."""
    return find_common_names(
        words_at(passage, span) for passage in passages for span in sentences_of(passage)
    )


def measure_closeness(vector: NDArray[np.float32], ranked: Sequence[RankedPassage]) -> Closeness:
    """Compare a whole question with what was retrieved for it, best first. Pure."""
    own = np.array([found.passage.embedding for found in ranked], dtype=np.float32)
    sentences = [vectors_of(found.passage).sentences @ vector for found in ranked]
    background = np.sort(np.concatenate(sentences[:NEIGHBOURS]))[:-1]
    return Closeness(
        passage=float((own @ vector).max()),
        sentence=float(np.concatenate(sentences).max()),
        background_mean=float(background.mean()) if background.size else 0.0,
        background_deviation=float(background.std()) if background.size else 0.0,
    )


def _standardize(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0, standard deviation 1 (all 0 where they are all equal)."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else scores * 0.0
