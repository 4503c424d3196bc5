"""What is left of documents in the bytes of files: runs of their words, pieces of their vectors."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from ingest.passages import VECTORS, vectors_of

_WORDS = 3
_FLOATS = 16
_PACKED = 64
_CODES = ("utf-8", "utf-16-le", "utf-16-be")
_ZERO = 1e-3
"""Files are full of zeros, and a run that begins with one would be looked for at each."""
_CLOSE = 1e-6
"""Chroma brings vectors to unit length once more, which may change their last bit."""


def find_traces(folder: Path, of: Iterable[TextNode], others: Iterable[TextNode]) -> set[str]:
    """Name what is found of passages in any file below a folder, as "words", "floats", "packed".

    `others`: passages that are to be there, and may share some words.
    """
    gone, kept = list(of), list(others)
    words = _all(_runs, gone) - _all(_runs, kept)
    packed = _all(_pieces, gone) - _all(_pieces, kept)
    rows = [vectors_of(passage).own.reshape(-1, _FLOATS) for passage in gone]
    found = set()
    for file in folder.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        if any(run.encode(code) in data for run in words for code in _CODES):
            found.add("words")
        if any(piece.encode() in data for piece in packed):
            found.add("packed")
        if _has_floats(data, np.concatenate(rows)):
            found.add("floats")
    return found


def _all(parts: Callable[[TextNode], Iterable[str]], passages: Iterable[TextNode]) -> set[str]:
    return {part for passage in passages for part in parts(passage)}


def _runs(passage: TextNode) -> Iterator[str]:
    """Each three words in a row; so also each sentence."""
    words = list(re.finditer(r"\w+", passage.text))
    for first, last in zip(words, words[_WORDS - 1 :], strict=False):
        yield passage.text[first.start() : last.end()]


def _pieces(passage: TextNode) -> Iterator[str]:
    """Of the string that its vectors are packed into, whole pieces."""
    packed = str(passage.metadata[VECTORS])
    for start in range(0, len(packed) - _PACKED, _PACKED):
        yield packed[start : start + _PACKED]


def _has_floats(data: bytes, rows: NDArray[np.float32]) -> bool:
    """Whether one of some runs of float32 stands somewhere, at any alignment."""
    rows = rows[np.abs(rows[:, 0]) > _ZERO]
    rows = rows[np.argsort(rows[:, 0])]
    for shift in range(4):
        if len(data) < shift + 4 * _FLOATS:
            return False
        numbers = np.frombuffer(data, "<f4", (len(data) - shift) // 4, shift)
        starts = numbers[: 1 - _FLOATS]
        with np.errstate(invalid="ignore"):  # not all of it is numbers
            nearest = np.searchsorted(rows[:, 0], starts - _CLOSE).clip(max=len(rows) - 1)
            candidates = np.flatnonzero(np.abs(starts - rows[nearest, 0]) < _CLOSE)
        for at in candidates:
            if np.allclose(numbers[at : at + _FLOATS], rows[nearest[at]], 0, _CLOSE):
                return True
    return False
