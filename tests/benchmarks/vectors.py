"""Where the vectors of sentences should live: in the passage's record, or in a second collection.

`python -m tests.benchmarks.vectors` writes the same random passages both ways and reads the 32
candidates of a question back from each.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings

from ingest.vectors import PassageVectors, pack_vectors, unpack_vectors

PASSAGES, SENTENCES, DIMENSION, CANDIDATES, ROUNDS = 2000, 6, 384, 32, 50


def main() -> int:
    """Measure and print."""
    random = np.random.default_rng(7)
    rows = random.standard_normal((PASSAGES, SENTENCES + 1, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=2, keepdims=True)
    ids = [f"{n:06}" for n in range(PASSAGES)]
    with tempfile.TemporaryDirectory() as packed, tempfile.TemporaryDirectory() as apart:
        one = _collection(packed)
        records = [
            {"vectors": pack_vectors(PassageVectors(own=row[0], title=None, sentences=row[1:]))}
            for row in rows
        ]
        one.add(ids=ids, embeddings=rows[:, 0], metadatas=list(records))
        two = _collection(apart)
        two.add(ids=ids, embeddings=rows[:, 0])
        sentences = two_ids = [f"{n}/{s}" for n in ids for s in range(SENTENCES)]
        second = _collection(apart, "sentences")
        for start in range(0, len(sentences), 5000):
            part = slice(start, start + 5000)
            second.add(ids=two_ids[part], embeddings=rows[:, 1:].reshape(-1, DIMENSION)[part])

        def read_packed(wanted: list[str]) -> None:
            for record in one.get(ids=wanted, include=["metadatas"])["metadatas"] or []:
                unpack_vectors(str(record["vectors"]))

        def read_apart(wanted: list[str]) -> None:
            second.get(
                ids=[f"{n}/{s}" for n in wanted for s in range(SENTENCES)], include=["embeddings"]
            )

        wanted = [list(random.choice(ids, CANDIDATES, replace=False)) for _ in range(ROUNDS)]
        here, there = _median(read_packed, wanted), _median(read_apart, wanted)
        print(
            f"vectors: second collection takes {there / here:.1f}x the time"
            f" ({here:.1f} and {there:.1f} ms for {CANDIDATES} passages)"
            f" and {_size(apart) / _size(packed):.1f}x the disk"
        )
    return 0


def _collection(folder: str, name: str = "passages") -> "chromadb.Collection":
    client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
    return client.create_collection(name, embedding_function=None)


def _median(read: Callable[[list[str]], None], wanted: list[list[str]]) -> float:
    times = []
    for ids in wanted:
        started = time.perf_counter()
        read(ids)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _size(folder: str) -> int:
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


if __name__ == "__main__":
    sys.exit(main())
