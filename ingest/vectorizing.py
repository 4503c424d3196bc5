"""Which texts of a passage are embedded: itself, its title path, its sentences."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from ingest.passages import (
    attach_vectors,
    copy_vectors,
    sentences_of,
    title_path_of,
    vector_key_of,
    words_at,
)
from ingest.vectors import PassageVectors


class Embedder:
    """Gives passages their vectors, from passages that have the same, else from the model."""

    def __init__(self, load_model: Callable[[], BaseEmbedding]) -> None:
        """Take how to load the model, which happens with the first text that needs it."""
        self._load_model = load_model
        self._model: BaseEmbedding | None = None
        self.count = 0
        """Texts that the model was run on so far."""

    def embed(self, passages: Sequence[TextNode], known: Mapping[str, TextNode]) -> None:
        """Attach vectors to each passage; `known` has passages with vectors, by vector key."""
        missing = []
        for passage in passages:
            if twin := known.get(vector_key_of(passage)):
                copy_vectors(passage, twin)
            else:
                missing.append(passage)
        texts = {text for passage in missing for text in _texts(passage)}
        vectors = self._embed_texts(sorted(texts, key=lambda text: (len(text), text)))
        for passage in missing:
            own, title, *sentences = (vectors.get(text) for text in _texts(passage))
            assert own is not None  # noqa: S101
            rows = np.array([row for row in sentences if row is not None], dtype=np.float32)
            sentence_rows = rows.reshape(-1, own.size)  # also where there is none
            attach_vectors(passage, PassageVectors(own, title, sentence_rows))

    def _embed_texts(self, texts: list[str]) -> dict[str, NDArray[np.float32]]:
        """In order of length, so that a batch is padded little; the same in every process."""
        texts = [text for text in texts if text]
        if not texts:
            return {}
        if self._model is None:
            self._model = self._load_model()
        rows = np.array(self._model.get_text_embedding_batch(texts), dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        self.count += len(texts)
        return dict(zip(texts, rows, strict=True))


def _texts(passage: TextNode) -> list[str]:
    """What is embedded of a passage: itself, its title path (may be empty), its sentences."""
    sentences = (words_at(passage, span) for span in sentences_of(passage))
    return [passage.text, title_path_of(passage), *sentences]
