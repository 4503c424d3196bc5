"""How dense and lexical scores become one order of passages. Pure.

Scores are fused, not ranks, and rescored by the better of title-path and best-sentence vector
(DESIGN, decisions 4 and 5), and, of the best of these, by late interaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.interaction import Interaction
from bot.lexical import coverage, grams
from bot.neutrality import UNBIASED, Bias, LanguageMeans
from ingest.documents import Span
from ingest.passages import (
    language_of,
    passage_id,
    sentences_of,
    span_of,
    vectors_of,
    words_at,
)


@dataclass(frozen=True)
class Scores:
    """How candidates score by each signal: arrays of shape (n,), higher is better.

    Of cosines, what the passage's language makes of them is taken off.
    """

    dense: NDArray[np.float64]
    """Cosine of question and passage."""
    title: NDArray[np.float64]
    """Cosine of question and title path; far below the others without one."""
    sentence: NDArray[np.float64]
    """Cosine of question and the passage's best sentence."""
    lexical: NDArray[np.float64]
    """BM25."""
    interaction: NDArray[np.float64]
    """Late interaction of question and passage; all 0 where they were not read."""


class Fusion(Protocol):
    """A way to make one score of all: what candidates are ordered by."""

    def fuse(self, scores: Scores) -> NDArray[np.float64]:
        """Score candidates, shape (n,), higher is better."""


@dataclass(frozen=True)
class Weights:
    """A weighted sum of standardized scores.

    Chosen on the dev part and on questions about other articles in four languages
    (`tests/evaluation/FINDINGS.md`).
    """

    dense: float = 1.0
    closest: float = 1.0
    """Of the better of title path and best sentence."""
    lexical: float = 0.5
    interaction: float = 1.0

    def fuse(self, scores: Scores) -> NDArray[np.float64]:
        """As in `Fusion`."""
        closest = np.maximum(scores.title, scores.sentence)
        return (
            self.dense * standardize(scores.dense)
            + self.closest * standardize(closest)
            + self.lexical * standardize(scores.lexical)
            + self.interaction * standardize(scores.interaction)
        )


SHIPPED = Weights()


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
    interaction: float = 0.0
    """Late interaction of question and sentence; 0 where it was not read."""


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
    bias: Bias = UNBIASED
    """What of these cosines is the language's."""
    interaction: float = 0.0
    """Late interaction of question and passage; 0 where it was not read."""
    reranked: float | None = None
    """What the reranker gives it; what counts, where there is one."""

    @property
    def title_lead(self) -> float:
        """How much closer the title path is than texts of its language are; 0 without one."""
        return self.title - self.bias.passage if self.title else 0.0

    @property
    def sentence_spans(self) -> list[Span]:
        """Where the sentences are in the passage's own text."""
        start = span_of(self.passage).start
        return [Span(s.span.start - start, s.span.end - start) for s in self.sentences]

    @property
    def best_similarity(self) -> float:
        """Cosine of the question with the passage's best sentence."""
        return max((sentence.similarity for sentence in self.sentences), default=0.0)


def rank(
    question: str,
    vector: NDArray[np.float32],
    passages: Sequence[TextNode],
    lexical: Sequence[float],
    means: LanguageMeans,
    fusion: Fusion = SHIPPED,
) -> list[RankedPassage]:
    """Order passages (with their vectors) by how well they fit a question, best first. Pure.

    `vector`: the question's, unit, shape (d,). `lexical`: BM25 of each passage.
    """
    question_grams = frozenset(grams(question))
    found = [
        replace(
            _compare(question_grams, vector, passage, score),
            bias=means.bias(vector, language_of(passage)),
        )
        for passage, score in zip(passages, lexical, strict=True)
    ]
    return _order(found, fusion)


def order_read(
    ranked: Sequence[RankedPassage], count: int, fusion: Fusion = SHIPPED
) -> list[RankedPassage]:
    """Order anew so many of the first passages, which were read; the others stay behind. Pure."""
    return [*_order(ranked[:count], fusion), *ranked[count:]]


def note_read(
    ranked: Sequence[RankedPassage], interactions: Sequence[Interaction]
) -> list[RankedPassage]:
    """Put late interactions to so many of the first passages; their order stays. Pure."""
    read = map(_put, ranked, interactions)
    return [*read, *ranked[len(interactions) :]]


def _order(found: Sequence[RankedPassage], fusion: Fusion) -> list[RankedPassage]:
    fused = fusion.fuse(
        Scores(
            dense=np.array([each.dense - each.bias.passage for each in found]),
            title=np.array([each.title - each.bias.passage for each in found]),
            sentence=np.array([each.best_similarity - each.bias.sentence for each in found]),
            lexical=np.array([each.lexical for each in found]),
            interaction=np.array([each.interaction for each in found]),
        )
    )
    ranked = [replace(each, fused=float(score)) for each, score in zip(found, fused, strict=True)]
    return sorted(ranked, key=lambda each: (-each.fused, passage_id(each.passage)))


def _put(found: RankedPassage, interaction: Interaction) -> RankedPassage:
    sentences = tuple(
        replace(sentence, interaction=value)
        for sentence, value in zip(found.sentences, interaction.sentences, strict=True)
    )
    return replace(found, interaction=interaction.passage, sentences=sentences)


def standardize(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0, standard deviation 1 (all 0 where they are all equal)."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 1e-9 else scores * 0.0


def _compare(
    question_grams: frozenset[str], vector: NDArray[np.float32], passage: TextNode, lexical: float
) -> RankedPassage:
    """See how a passage fits by each signal; not fused yet."""
    vectors = vectors_of(passage)
    similarities = vectors.sentences @ vector
    sentences = (
        RankedSentence(
            span,
            text := words_at(passage, span),
            float(similarities[at]),
            coverage(question_grams, text),
        )
        for at, span in enumerate(sentences_of(passage))
    )
    return RankedPassage(
        passage=passage,
        dense=float(vectors.own @ vector),
        lexical=float(lexical),
        title=0.0 if vectors.title is None else float(vectors.title @ vector),
        fused=0.0,
        sentences=tuple(sentences),
    )
