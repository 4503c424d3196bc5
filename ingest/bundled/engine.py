"""How vectors are computed from the converted model: one text a call, as many calls as cores.

Padding texts to a batch costs more than twice as much a token, and a text's vector would depend on
its company. A query runs in the thread that asks, so it waits for no passage.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from ingest.bundled.outputs import MEAN, STATES
from ingest.documents import Span
from ingest.tokens import TokenStates

_WINDOW = 510
"""Tokens that the model has positions for, without those that begin and end a text."""
_QUESTION, _PASSAGE = "query: ", "passage: "
_REMEMBERED = 8
"""Questions: each is asked for its vector, then for its tokens, which are of one pass."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class _Pass:
    """A text as it went through the model, in windows."""

    prefix: str
    pieces: Sequence[Any]
    """Its tokens, with those of the prefix."""
    windows: Sequence[tuple[int, Array, Array]]
    """Of each, the number of tokens, the mean of the last layer and all of its states."""

    def vector(self) -> Array:
        """Average the windows of a long text by their length: no part of it is lost to search."""
        total = np.sum([length * mean for length, mean, _ in self.windows], axis=0)
        unit: Array = (total / np.linalg.norm(total)).astype(np.float32)
        return unit

    def tokens(self) -> TokenStates:
        """Leave out what is not of the text: the prefix, and what begins and ends a window."""
        start = len(self.prefix)
        spans = [Span(piece.begin - start, piece.end - start) for piece in self.pieces]
        own = [at for at, span in enumerate(spans) if span.end > 0]
        return TokenStates(
            ids=tuple(self.pieces[at].id for at in own),
            spans=tuple(Span(max(0, spans[at].start), spans[at].end) for at in own),
            states=np.concatenate([states[1:-1] for _, _, states in self.windows])[own],
        )


class OnnxEngine:
    """The converted model in onnxruntime. For any number of threads at a time."""

    def __init__(self, model: bytes | Path, tokenizer: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._tokenizer = SentencePieceProcessor(model_proto=tokenizer)
        self._session = _open_session(model)
        self._input = self._session.get_inputs()[0].name
        self._workers = ThreadPoolExecutor(_cores(), thread_name_prefix="embedding")
        self._questions: LRUCache[str, _Pass] = LRUCache(_REMEMBERED)
        self._lock = threading.Lock()

    def query(self, text: str) -> Array:
        """The unit vector of a question."""
        return self._ask(text).vector()

    def passages(self, texts: Sequence[str]) -> list[Array]:
        """The unit vector of each text."""
        return list(self._workers.map(self._embed, texts))

    def read_question(self, text: str) -> TokenStates:
        """The states of a question's tokens."""
        return self._ask(text).tokens()

    def read_passages(self, texts: Sequence[str]) -> list[TokenStates]:
        """The states of each text's tokens."""
        return list(self._workers.map(self._read, texts))

    def _ask(self, text: str) -> _Pass:
        with self._lock:
            kept = self._questions.get(text)
        read = kept or self._put_through(_QUESTION, text)
        with self._lock:
            self._questions[text] = read
        return read

    def _embed(self, text: str) -> Array:
        return self._put_through(_PASSAGE, text).vector()

    def _read(self, text: str) -> TokenStates:
        return self._put_through(_PASSAGE, text).tokens()

    def _put_through(self, prefix: str, text: str) -> _Pass:
        pieces = self._tokenizer.encode(prefix + text, return_type="proto").pieces
        ids = [piece.id for piece in pieces]
        return _Pass(prefix, pieces, [self._run(part) for part in _windows(ids)])

    def _run(self, ids: Sequence[int]) -> tuple[int, Array, Array]:
        begin, end = self._tokenizer.bos_id(), self._tokenizer.eos_id()
        row = np.array([[begin, *ids, end]], dtype=np.int64)
        means, states = self._session.run([MEAN, STATES], {self._input: row})
        return len(ids), means[0], states[0]


def _open_session(model: bytes | Path) -> Any:
    # Read as it loads. Left on, it writes an id of this machine into the user's cache and reports
    # to its makers; what its Python interface can switch off comes too late for that.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # It would remember how memory was laid out for every length of text there has been.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _windows(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """There is always one: the words "query:" and "passage:" are before every text."""
    return (ids[start : start + _WINDOW] for start in range(0, len(ids), _WINDOW))


def _cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0))
