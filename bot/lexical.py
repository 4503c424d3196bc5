"""BM25 over character 4-grams: words that are spelt alike, without knowing any language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import bm25s
import numpy as np

from ingest.passages import PassageId

GRAM_CHARS = 4
"""McNamee & Mayfield 2004: 4-grams rival stemming in all European languages they tried."""

_NOT_WORD = re.compile(r"[\W_]+")


def grams(text: str) -> list[str]:
    """Cut text into overlapping 4-grams, case and punctuation apart, spaces kept at word ends."""
    words = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    padded = f" {words} "
    return [padded[at : at + GRAM_CHARS] for at in range(max(1, len(padded) - GRAM_CHARS + 1))]


def coverage(question: frozenset[str], text: str) -> float:
    """Share of a question's grams that a text has, in [0, 1]."""
    return len(question & _gram_set(text)) / len(question)


@lru_cache(2048)
def _gram_set(text: str) -> frozenset[str]:
    """Some 6 kB each; the same sentences come again with every question."""
    return frozenset(grams(text))


class LexicalIndex:
    """BM25 (Robertson) by `bm25s`, in memory, over the passages' texts."""

    def __init__(self, texts: Iterable[tuple[PassageId, str]]) -> None:
        """Index passages; at least one."""
        vocabulary: dict[str, int] = {}
        corpus: list[list[int]] = []
        self._ids: list[PassageId] = []
        for passage, text in texts:
            self._ids.append(passage)
            corpus.append([vocabulary.setdefault(gram, len(vocabulary)) for gram in grams(text)])
        self._places = {passage: place for place, passage in enumerate(self._ids)}
        self._bm25 = bm25s.BM25()
        self._bm25.index((corpus, vocabulary), show_progress=False)

    def scores(self, *questions: str) -> "LexicalScores":
        """Score every passage for a question; put in several ways, for the one that fits best."""
        values = np.max([self._score(question) for question in questions], axis=0)
        return LexicalScores(values, self._ids, self._places)

    def _score(self, question: str) -> np.typing.NDArray[np.float32]:
        known = [gram for gram in grams(question) if gram in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self._ids), dtype=np.float32)
        scores: np.typing.NDArray[np.float32] = self._bm25.get_scores(known)
        return scores


class LexicalScores:
    """BM25 scores of all passages for one question: 0 or more, higher is better."""

    def __init__(
        self,
        values: np.typing.NDArray[np.float32],
        ids: list[PassageId],
        places: Mapping[PassageId, int],
    ) -> None:
        self._values = values
        self._ids = ids
        self._places = places

    def best(self, count: int) -> list[PassageId]:
        """The ids of the `count` highest scores above 0."""
        count = min(count, len(self._ids))
        top = np.argpartition(-self._values, count - 1)[:count]
        return [self._ids[at] for at in top if self._values[at] > 0]

    def of(self, passage: PassageId) -> float:
        """One passage's score; 0 for one that is not indexed here."""
        at = self._places.get(passage)
        return 0.0 if at is None else float(self._values[at])
