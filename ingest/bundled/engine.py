"""How vectors are computed from the converted model: one text a call, as many calls as cores.

Padding texts to a batch costs more than twice as much a token, and a text's vector would depend on
its company. A query runs in the thread that asks, so it waits for no passage.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Span
from ingest.tokens import TokenStates

_WINDOW = 510
"""Tokens that the model has positions for, without those that begin and end a text."""
_QUESTION, _PASSAGE = "query: ", "passage: "


class OnnxEngine:
    """The converted model in onnxruntime. For any number of threads at a time."""

    def __init__(self, model: bytes | Path, tokenizer: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._tokenizer = SentencePieceProcessor(model_proto=tokenizer)
        self._session = _open_session(model)
        self._input = self._session.get_inputs()[0].name
        self._mean, self._states = (output.name for output in self._session.get_outputs())
        self._workers = ThreadPoolExecutor(_cores(), thread_name_prefix="embedding")

    def query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        return self._embed(_QUESTION + text)

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The unit vector of each text."""
        return list(self._workers.map(self._embed, [_PASSAGE + text for text in texts]))

    def read_question(self, text: str) -> TokenStates:
        """The states of a question's tokens."""
        return self._read(_QUESTION, text)

    def read_passages(self, texts: Sequence[str]) -> list[TokenStates]:
        """The states of each text's tokens."""
        return list(self._workers.map(partial(self._read, _PASSAGE), texts))

    def _embed(self, text: str) -> NDArray[np.float32]:
        """Average the windows of a long text by their length: no part of it is lost to search."""
        ids = self._tokenizer.encode(text)
        means = (len(part) * self._run(part, self._mean) for part in _windows(ids))
        total = np.sum(list(means), axis=0)
        unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return unit

    def _read(self, prefix: str, text: str) -> TokenStates:
        """Leave out what is not of the text: the prefix, and what begins and ends a window."""
        pieces = self._tokenizer.encode(prefix + text, return_type="proto").pieces
        ids = [piece.id for piece in pieces]
        states = [self._run(part, self._states)[1:-1] for part in _windows(ids)]
        spans = [Span(p.begin - len(prefix), p.end - len(prefix)) for p in pieces]
        own = [at for at, span in enumerate(spans) if span.end > 0]
        return TokenStates(
            ids=tuple(ids[at] for at in own),
            spans=tuple(Span(max(0, spans[at].start), spans[at].end) for at in own),
            states=np.concatenate(states)[own],
        )

    def _run(self, ids: Sequence[int], output: str) -> NDArray[np.float32]:
        """What the model gives of a window: the mean of its last layer, or all of its states."""
        begin, end = self._tokenizer.bos_id(), self._tokenizer.eos_id()
        row = np.array([[begin, *ids, end]], dtype=np.int64)
        (found,) = self._session.run([output], {self._input: row})
        only: NDArray[np.float32] = found[0]
        return only


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
