"""What the passages' tokens were read as, kept for the configurations that read them again.

Each has a retriever, and each retriever would read them all anew: a minute of a run. Questions are
not kept. The first configuration reads the passages: its seconds are those of a bot that was just
started.
"""

from collections.abc import Sequence

import numpy as np
from cachetools import LRUCache
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from ingest.bundled.engine import OnnxEngine
from ingest.embedding import BundledEmbedding
from ingest.tokens import TokenStates

KEPT = 1024
"""Passages; some 80 MB."""


class RememberingEngine(OnnxEngine):
    """An engine that reads no passage twice. For one thread."""

    def __init__(self, engine: OnnxEngine, kept: int = KEPT) -> None:
        self._engine = engine
        self._kept: LRUCache[str, TokenStates] = LRUCache(kept)

    def query(self, text: str) -> NDArray[np.float32]:
        """As the engine itself."""
        return self._engine.query(text)

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """As the engine itself."""
        return self._engine.passages(texts)

    def read_question(self, text: str) -> TokenStates:
        """As the engine itself."""
        return self._engine.read_question(text)

    def read_passages(self, texts: Sequence[str]) -> list[TokenStates]:
        """As the engine itself, in half the precision, which is what a retriever keeps of them."""
        known = {text: self._kept[text] for text in texts if text in self._kept}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(missing, map(_pack, self._engine.read_passages(missing)), strict=True))
        self._kept.update(known)
        return [known[text] for text in texts]


def remember(embedding: BaseEmbedding) -> BaseEmbedding:
    """Have the bundled model remember what it read; any other reads no tokens."""
    if isinstance(embedding, BundledEmbedding) and isinstance(embedding.engine, OnnxEngine):
        return BundledEmbedding(RememberingEngine(embedding.engine))
    return embedding


def _pack(read: TokenStates) -> TokenStates:
    return TokenStates(read.ids, read.spans, read.states.astype(np.float16))
