"""How dense and lexical scores become one order of passages. Pure.

Scores are fused, not ranks, and rescored by the better of title-path and best-sentence vector
(DESIGN, decisions 4 and 5, where the weights were measured).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.lexical import coverage, grams
from ingest.documents import Span
from ingest.passages import passage_id, sentences_of, vectors_of, words_at

SENTENCE_WEIGHT = 1.0
LEXICAL_WEIGHT = 0.25


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
                float(vectors.own @ vector),
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


def _standardize(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0, standard deviation 1 (all 0 where they are all equal)."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else scores * 0.0
