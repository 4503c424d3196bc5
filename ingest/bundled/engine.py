"""How vectors are computed from the converted model: one text a call, as many calls as cores.

Padding texts to a batch costs more than twice as much a token, and a text's vector would depend on
its company. A query runs in the thread that asks, so it waits for no passage.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_WINDOW = 510
"""Tokens that the model has positions for, without those that begin and end a text."""


class OnnxEngine:
    """The converted model in onnxruntime. For any number of threads at a time."""

    def __init__(self, model: bytes | Path, tokenizer: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._tokenizer = SentencePieceProcessor(model_proto=tokenizer)
        self._session = _open_session(model)
        self._input = self._session.get_inputs()[0].name
        self._workers = ThreadPoolExecutor(_cores(), thread_name_prefix="embedding")

    def query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        return self._embed(f"query: {text}")

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The unit vector of each text."""
        return list(self._workers.map(self._embed, [f"passage: {text}" for text in texts]))

    def _embed(self, text: str) -> NDArray[np.float32]:
        """Average the windows of a long text by their length: no part of it is lost to search."""
        ids = self._tokenizer.encode(text)
        total = np.sum([len(part) * self._run(part) for part in _windows(ids)], axis=0)
        unit: NDArray[np.float32] = (total / np.linalg.norm(total)).astype(np.float32)
        return unit

    def _run(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The mean over the tokens of a window, as the model's last layer has them."""
        begin, end = self._tokenizer.bos_id(), self._tokenizer.eos_id()
        row = np.array([[begin, *ids, end]], dtype=np.int64)
        (means,) = self._session.run(None, {self._input: row})
        mean: NDArray[np.float32] = means[0]
        return mean


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
