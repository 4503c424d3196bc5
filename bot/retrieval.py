"""How dense and lexical lists become one, and what was similar to the question in it.

The dense list comes from Chroma and the lexical one from BM25. Scores are fused, not ranks, and
rescored by the better of title-path and best-sentence vector (DESIGN, decisions 4 and 5, where the
weights were measured). All but the question's own vector was embedded at ingest.
"""

from collections.abc import Mapping, Sequence
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
BACKGROUND_PASSAGES = 64
"""Sample that a question's similarities are compared with; some 400 sentences."""


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
    coverage: float
    """Share of the question's 4-grams that the passage has."""
    sentences: tuple[RankedSentence, ...]

    @property
    def best_similarity(self) -> float:
        """Cosine of the question with the passage's best sentence."""
        return max((sentence.similarity for sentence in self.sentences), default=0.0)


@dataclass(frozen=True)
class Background:
    """A sample of the dossier that says what similarity means nothing.

    Embedding models give even unrelated texts a cosine far from 0, and how far differs from
    question to question.
    """

    owners: tuple[PassageId, ...]
    """Which passage each row of `sentences` is of."""
    sentences: NDArray[np.float32]
    """Unit vectors, shape (n, d)."""
    passages: Mapping[PassageId, NDArray[np.float32]]
    common_names: frozenset[str]
    """Names that stand all over the dossier (`bot.focus`)."""


@dataclass(frozen=True)
class Contrast:
    """How similar to the question the background is, the best passage left out."""

    passage_mean: float
    sentence_mean: float
    sentence_deviation: float
    """0 where there is no other passage to compare with; the means are 0 then too."""


@dataclass(frozen=True)
class Retrieval:
    """What was found for a question, best first; never empty."""

    question: str
    ranked: tuple[RankedPassage, ...]
    contrast: Contrast
    documents: int
    passages: int
    """How much was looked through."""


class Retriever:
    """Finds passages in an index. Built once; a question then costs one embedding."""

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
        sample = sorted(passage for passage, _ in texts)[:BACKGROUND_PASSAGES]
        self._background = make_background(index.get(sample))
        self._documents, self._passages = len(documents), len(texts)

    @property
    def fingerprint(self) -> str:
        """Of the index that is searched."""
        return self._index.fingerprint

    def retrieve(self, question: str) -> Retrieval:
        """Find the passages that fit a question best.

        Raises: DataFolderError.
        """
        vector = embed_question(question, self._embedding, self._background)
        lexical = self._lexical.scores(question)
        ids = dict.fromkeys(
            [*self._index.nearest(vector.tolist(), CANDIDATES), *lexical.best(CANDIDATES)]
        )
        passages = self._index.get(list(ids))
        scores = [lexical.of(passage_id(passage)) for passage in passages]
        ranked = rank(question, vector, passages, scores)[:RETRIEVED]
        contrast = compare(vector, self._background, passage_id(ranked[0].passage))
        return Retrieval(question, tuple(ranked), contrast, self._documents, self._passages)


def embed_question(
    question: str, embedding: BaseEmbedding, background: Background
) -> NDArray[np.float32]:
    """Embed what tells a question from others about the same dossier.

    Returns: unit vector, shape (d,).
    """
    focused = focus(question, background.common_names)
    vector = np.array(embedding.get_query_embedding(focused), dtype=np.float32)
    unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return unit


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
            coverage=coverage(question_grams, passage.text),
            sentences=row[2],
        )
        for at, (passage, row) in enumerate(zip(passages, rows, strict=True))
    ]
    return sorted(ranked, key=lambda found: (-found.fused, passage_id(found.passage)))


def make_background(passages: Sequence[TextNode]) -> Background:
    """Gather the vectors of a sample of passages, at least one."""
    sentences = [(passage_id(passage), vectors_of(passage).sentences) for passage in passages]
    return Background(
        owners=tuple(owner for owner, rows in sentences for _ in rows),
        sentences=np.vstack([rows for _, rows in sentences]),
        passages={
            passage_id(passage): np.array(passage.embedding, dtype=np.float32)
            for passage in passages
        },
        common_names=find_common_names(
            words_at(passage, span) for passage in passages for span in sentences_of(passage)
        ),
    )


def compare(vector: NDArray[np.float32], background: Background, best: PassageId) -> Contrast:
    """Measure the background's similarity to a question, without the passage that fits best."""
    others = [row for owner, row in background.passages.items() if owner != best]
    if not others:
        return Contrast(0.0, 0.0, 0.0)
    similarities = background.sentences @ vector
    apart = similarities[np.array([owner != best for owner in background.owners])]
    passage_mean = float(np.mean(np.stack(others) @ vector))
    return Contrast(passage_mean, float(apart.mean()), float(apart.std()))


def _standardize(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0, standard deviation 1 (all 0 where they are all equal)."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else scores * 0.0
