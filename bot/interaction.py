"""Late interaction: how well every word of a question is met in a passage, token by token.

MaxSim of ColBERT (Khattab and Zaharia 2020) over the states of the embedding model itself, which
was never trained for it. Figures: `tests/evaluation/FINDINGS.md`.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from ingest.documents import Span
from ingest.tokens import TokenReader, TokenStates

READ = 16
"""Passages that are read: with 12, fewer answers are among those handed on, with 40, no more."""
FEWEST = 8
"""Of fewer passages than these, none is read: they don't tell what all texts have in common."""
KEPT_PASSAGES = 512
"""Some 100 tokens of 384 numbers each: 40 MB."""


@dataclass(frozen=True)
class Interaction:
    """How well a passage meets the words of a question: 1 if it has them all, in their sense.

    Means over the question's tokens, the rarer a token the more it counts, of the cosine with the
    token that is most like it, what all passages have in common taken off.
    """

    passage: float
    """With the tokens of the whole passage."""
    sentences: tuple[float, ...]
    """With those of each of its sentences."""


class LateInteraction:
    """Compares questions with passages, and remembers those. For any number of threads."""

    def __init__(self, reader: TokenReader, kept: int = KEPT_PASSAGES) -> None:
        """`kept`: how many passages are remembered."""
        self._reader = reader
        self._kept: LRUCache[str, TokenStates] = LRUCache(kept)
        self._lock = threading.Lock()

    def compare(
        self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]
    ) -> list[Interaction]:
        """Compare a question with passages, by their texts and where in these the sentences are.

        What is rare or common is told by these passages alone.
        """
        return compare(self._reader.read_question(question), self._read(texts), sentences)

    def _read(self, texts: Sequence[str]) -> list[TokenStates]:
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        read = map(_pack, self._reader.read_passages(missing))
        fresh = dict(zip(missing, read, strict=True))
        with self._lock:
            self._kept.update(fresh)
        known |= fresh
        return [known[text] for text in texts]


def compare(
    question: TokenStates,
    passages: Sequence[TokenStates],
    sentences: Sequence[Sequence[Span]],
) -> list[Interaction]:
    """Compare a question with passages; `sentences`: where they are in each passage's text. Pure.

    A state is mostly what all tokens of all texts have in common: the mean of the passages' is
    taken off. Weights are inverse document frequencies in these passages, as BM25 has them.
    """
    states = np.concatenate([passage.states for passage in passages]).astype(np.float32)
    common = states.mean(axis=0)
    cosines = _normalize(question.states - common) @ _normalize(states - common).T
    weights = _weigh(question, passages)
    compared, start = [], 0
    for passage, spans in zip(passages, sentences, strict=True):
        own = cosines[:, start : start + len(passage.ids)]
        start += len(passage.ids)
        of_each = (weights @ _best(own[:, _inside(passage, span)]) for span in spans)
        compared.append(Interaction(float(weights @ _best(own)), tuple(map(float, of_each))))
    return compared


def _weigh(question: TokenStates, passages: Sequence[TokenStates]) -> NDArray[np.float64]:
    """Inverse document frequencies of the question's tokens, of the sum 1."""
    counts = Counter(token for passage in passages for token in set(passage.ids))
    having = np.array([counts[token] for token in question.ids], dtype=np.float64)
    idf: NDArray[np.float64] = np.log((len(passages) + 1) / (having + 0.5))
    return idf / idf.sum() if len(idf) else idf


def _best(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each token of the question, the cosine with the token most like it; 0 of none."""
    best: NDArray[np.float32] = cosines.max(axis=1, initial=-1.0)
    return best if cosines.shape[1] else np.zeros_like(best)


def _inside(passage: TokenStates, span: Span) -> list[int]:
    return [
        at
        for at, token in enumerate(passage.spans)
        if token.start < span.end and token.end > span.start
    ]


def _normalize(states: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(states, axis=1, keepdims=True)
    unit: NDArray[np.float32] = states / np.maximum(norms, np.float32(1e-9))
    return unit


def _pack(read: TokenStates) -> TokenStates:
    """Half the memory; cosines change in the fourth digit."""
    return TokenStates(read.ids, read.spans, read.states.astype(np.float16))
