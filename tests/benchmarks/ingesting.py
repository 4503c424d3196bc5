"""One measurement of `tests.benchmarks.throughput`: `ours`, `theirs` or `queries`, as JSON."""

import hashlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from llama_index.core import Document as LlamaDocument
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.ingestion import DocstoreStrategy, IngestionPipeline
from llama_index.core.schema import (
    BaseNode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
    TransformComponent,
)
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.core.utils import iter_batch
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from ingest.chunking import cut_passages
from ingest.embedding import BUNDLED, load_embedding
from ingest.folder import list_files, read_files
from ingest.index import Index
from ingest.reading import read_file
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import sync

DIMENSION, NEIGHBOURS, QUERIES = 384, 32, 200
DOCUMENTS = 50
"""That the pipeline is given at once: Chroma takes 5461 passages a call, and it gives it all."""


class Timed(BaseEmbedding):
    """A model, how long it took, and for how many texts; without one, vectors made of hashes."""

    seconds: float = 0.0
    count: int = 0
    _inner: BaseEmbedding | None = PrivateAttr(default=None)

    def __init__(self, inner: BaseEmbedding | None) -> None:
        super().__init__(embed_batch_size=64)
        self._inner = inner

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        started = time.perf_counter()
        inner = self._inner
        made = inner.get_text_embedding_batch(texts) if inner else [*map(make_up, texts)]
        self.seconds += time.perf_counter() - started
        self.count += len(texts)
        return made

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return make_up(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return make_up(query)


def make_up(text: str) -> list[float]:
    """Make a unit vector that is the same for the same text."""
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
    vector = np.random.default_rng(seed).standard_normal(DIMENSION)
    made: list[float] = (vector / np.linalg.norm(vector)).tolist()
    return made


class Cut(TransformComponent):
    """Cuts documents into the passages that we cut them into."""

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> list[BaseNode]:
        """Give the passages of all documents."""
        return [passage for node in nodes for passage in self._cut(node)]

    def _cut(self, node: BaseNode) -> list[BaseNode]:
        folder = Path(node.metadata["folder"])
        [source] = read_files(folder, [folder / node.node_id], {})
        [document] = read_file(source).documents
        related = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=node.node_id)}
        return [
            TextNode(id_=passage.node_id, text=passage.text, relationships=dict(related))
            for passage in cut_passages(document)
        ]


def ingest_ours(folder: Path, model: Timed) -> int:
    """Sync with our store. Returns: passages."""
    store = EmbeddedStore(folder / "ours")
    return sync(folder / "dossier", store, "benchmark", lambda: model).passages


def ingest_theirs(folder: Path, model: Timed) -> int:
    """Run llama-index's pipeline, with its docstore kept between runs. Returns: passages."""
    dossier, kept = folder / "dossier", folder / "theirs.json"
    docstore = SimpleDocumentStore.from_persist_path(str(kept)) if kept.exists() else None
    client = chromadb.PersistentClient(
        folder / "theirs", settings=Settings(anonymized_telemetry=False)
    )
    collection = client.get_or_create_collection("theirs", embedding_function=None)
    pipeline = IngestionPipeline(
        transformations=[Cut(), model],
        docstore=docstore or SimpleDocumentStore(),
        vector_store=ChromaVectorStore(chroma_collection=collection),
        docstore_strategy=DocstoreStrategy.UPSERTS,
        disable_cache=True,
    )
    for files in iter_batch(list_files(dossier), DOCUMENTS):
        pipeline.run(documents=[_read(file) for file in files])
    assert pipeline.docstore is not None
    pipeline.docstore.persist(str(kept))
    return collection.count()


def _read(file: Path) -> LlamaDocument:
    about = {"folder": str(file.parent)}
    return LlamaDocument(id_=file.name, text=file.read_text("utf-8"), metadata=about)


def time_queries(folder: Path) -> str:
    """Time a nearest-neighbour search as the bot asks, and with filters of Chroma's."""
    vectors = [make_up(f"question {number}") for number in range(QUERIES)]
    with closing(EmbeddedStore(folder / "ours").open_to_read("benchmark")) as index:
        of_document = partial(_query, index, where={"document": "00000.md"})
        times = {
            "as the bot asks": _median_ms(partial(index.nearest, count=NEIGHBOURS), vectors),
            "filtered to one document": _median_ms(of_document, vectors),
            "filtered to all documents": _median_ms(
                partial(_query, index, where={"document": {"$ne": "none"}}), vectors[:20]
            ),
        }
    return "query p50 " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in times.items())


def _query(index: Index, vector: list[float], where: Any) -> object:
    return index._collection.query(
        query_embeddings=list(vector), n_results=NEIGHBOURS, include=[], where=where
    )


def _median_ms(ask: Callable[[list[float]], object], vectors: list[list[float]]) -> float:
    times = []
    for vector in [vectors[0], *vectors]:
        started = time.perf_counter()
        ask(vector)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


def main() -> int:
    """Measure, and print."""
    who, folder, kind = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if who == "queries":
        print(time_queries(folder))
        return 0
    model = Timed(load_embedding(BUNDLED) if kind == "real" else None)
    started = time.perf_counter()
    passages = (ingest_ours if who == "ours" else ingest_theirs)(folder, model)
    record = {
        "seconds": time.perf_counter() - started,
        "embedding_s": model.seconds,
        "embedded": model.count,
        "passages": passages,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(record))
    return 0


if __name__ == "__main__":
    sys.exit(main())
