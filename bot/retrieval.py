"""How passages are found for a question: candidates from two lists, ranked as one.

The dense list comes from Chroma and the lexical one from BM25. Nothing but the question is embedded
here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.closeness import Closeness, measure_closeness
from bot.focus import find_common_names, focus
from bot.interaction import FEWEST, READ, Interaction, LateInteraction
from bot.lexical import LexicalIndex, LexicalScores
from bot.neutrality import SAMPLED_PASSAGES as SAMPLED_OF_LANGUAGE
from bot.neutrality import LanguageMeans
from bot.origins import set_copies_apart
from bot.ranking import SHIPPED, Fusion, RankedPassage, note_read, order_read, rank
from ingest.embedding import find_token_reader
from ingest.index import Index
from ingest.passages import (
    PassageId,
    document_of,
    language_of,
    passage_id,
    sentences_of,
    words_at,
)

CANDIDATES = 32
"""How many passages each of the two lists may bring in."""
RETRIEVED = 8
"""How many passages are handed on."""
COMMON_LANGUAGE = 0.1
"""Share of the passages from which it is worth to ask in a language, too."""
SAMPLED_PASSAGES = 64
"""Of which common names are counted; some 400 sentences."""


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
    """None of these repeats another."""
    closeness: Closeness
    documents: int
    passages: int
    """How much was looked through."""
    copies: tuple[RankedPassage, ...] = ()
    """What repeats passages of other documents among `ranked`, and so has no place there."""

    @property
    def all_passages(self) -> tuple[RankedPassage, ...]:
        """What may be quoted: the copies come last."""
        return (*self.ranked, *self.copies)


class Reranker(Protocol):
    """A slower and better look at the candidates."""

    def reorder(self, question: str, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
        """Order all of them anew, best first, and say why in `reranked`."""


class Retriever:
    """Finds passages in an index. Built once; a question then costs one or two embeddings."""

    def __init__(
        self,
        index: Index,
        embedding: BaseEmbedding,
        fusion: Fusion = SHIPPED,
        reranker: Reranker | None = None,
        *,
        reads_tokens: bool = True,
    ) -> None:
        """Load what BM25 needs of every passage; the index must hold at least one.

        `fusion`: how the candidates' scores become one. `reranker`: orders them anew after that.
        `reads_tokens`: whether the first ones are read token by token, if the model can.
        """
        texts: list[tuple[PassageId, str]] = []
        documents = set()
        of_language: dict[str | None, list[PassageId]] = {}
        for passage in index.passages():
            texts.append((passage_id(passage), passage.text))
            documents.add(document_of(passage))
            of_language.setdefault(language_of(passage), []).append(passage_id(passage))
        by_count = sorted(of_language, key=lambda language: -len(of_language[language]))
        self._languages = tuple(
            language
            for language in by_count
            if language and len(of_language[language]) >= COMMON_LANGUAGE * len(texts)
        )
        self._index = index
        self._embedding = embedding
        self._fusion = fusion
        self._reranker = reranker
        self._lexical = LexicalIndex(texts)
        # Ids are hashes, so that the smallest are a random sample that stays the same.
        sample = sorted(passage for passage, _ in texts)[:SAMPLED_PASSAGES]
        self._common_names = sample_common_names(index.get(sample))
        samples = (sorted(ids)[:SAMPLED_OF_LANGUAGE] for ids in of_language.values())
        self._means = LanguageMeans(index.get(list(chain.from_iterable(samples))))
        reader = find_token_reader(embedding) if reads_tokens else None
        self._interaction = None if reader is None else LateInteraction(reader)
        self._documents, self._passages = len(documents), len(texts)

    @property
    def fingerprint(self) -> str:
        """Of the index that is searched."""
        return self._index.fingerprint

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that a good part of the passages are in, ISO 639-1, the most common first."""
        return self._languages

    def retrieve(self, question: str, translations: Iterable[str] = ()) -> Retrieval:
        """Find the passages that fit a question best.

        `translations`: of the question, whose words are looked for beside its own.
        Raises: DataFolderError, ChromaServerError.
        """
        vectors = embed_question(question, self._embedding, self._common_names)
        lexical = self._lexical.scores(question, *translations)
        candidates = CANDIDATES
        ranked, copies = self._rank(question, vectors, lexical, candidates)
        while copies and len(ranked) < RETRIEVED and candidates < self._passages:
            candidates *= 4  # nearly all were copies of a few
            ranked, copies = self._rank(question, vectors, lexical, candidates)
        closeness = measure_closeness(vectors.whole, ranked)
        return Retrieval(question, ranked, closeness, self._documents, self._passages, copies)

    def _rank(
        self, question: str, vectors: QuestionVectors, lexical: LexicalScores, candidates: int
    ) -> tuple[tuple[RankedPassage, ...], tuple[RankedPassage, ...]]:
        """As `set_copies_apart`, of so many candidates from each list."""
        nearest = self._index.nearest(vectors.focused.tolist(), candidates)
        passages = self._index.get(list(dict.fromkeys([*nearest, *lexical.best(candidates)])))
        scores = [lexical.of(passage_id(passage)) for passage in passages]
        ranked = rank(question, vectors.focused, passages, scores, self._means, self._fusion)
        if self._reranker:
            ranked = self._reranker.reorder(question, ranked)
        if self._interaction and len(ranked) >= FEWEST:
            ranked = note_read(ranked, self._read(self._interaction, question, ranked))
            if not self._reranker:
                ranked = order_read(ranked, READ, self._fusion)
        return set_copies_apart(ranked, RETRIEVED)

    def _read(
        self, interaction: LateInteraction, question: str, ranked: Sequence[RankedPassage]
    ) -> list[Interaction]:
        """Read the first ones token by token."""
        read = ranked[:READ]
        texts = [found.passage.text for found in read]
        return interaction.compare(question, texts, [found.sentence_spans for found in read])


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


def sample_common_names(passages: Iterable[TextNode]) -> frozenset[str]:
    """Find the names that stand all over a sample of the dossier."""
    return find_common_names(
        words_at(passage, span) for passage in passages for span in sentences_of(passage)
    )
