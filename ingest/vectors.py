"""How a passage's vectors are stored: its own, those of its title path and of its sentences.

They are packed into one string of the passage's own record: one read brings a passage and all its
vectors, removing the passage removes them, and the search graph, which holds the passage's own
vector once more, can be made anew from the records. Measured by `tests/benchmarks/vectors.py`
against a second collection. Eight bits a component keep cosines to within 0.001
(`tests/ingest/test_vectors.py`).
"""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEVELS = 127


@dataclass(frozen=True)
class PassageVectors:
    """Unit vectors of a passage, its title path and its sentences, float32.

    `own`: shape (d,).
    `title`: shape (d,), or None where the document has neither title nor headings.
    `sentences`: shape (number of sentences, d), in the order of the passage's sentence spans.
    """

    own: NDArray[np.float32]
    title: NDArray[np.float32] | None
    sentences: NDArray[np.float32]


def pack_vectors(vectors: PassageVectors) -> str:
    """Turn vectors into ASCII: d, whether there is a title, then scale and int8 levels of each."""
    title = [] if vectors.title is None else [vectors.title[None]]
    rows = np.vstack([vectors.own[None], *title, vectors.sentences])
    scales = np.maximum(np.abs(rows).max(axis=1), 1e-12).astype("<f4")
    levels = np.rint(rows / scales[:, None] * _LEVELS).astype(np.int8)
    head = np.array([rows.shape[1], vectors.title is not None], dtype="<u4")
    return base64.b64encode(head.tobytes() + scales.tobytes() + levels.tobytes()).decode("ascii")


def unpack_vectors(packed: str) -> PassageVectors:
    """Inverse of `pack_vectors`, to within the rounding; vectors come back at unit length."""
    raw = base64.b64decode(packed)
    dimension, has_title = (int(field) for field in np.frombuffer(raw, "<u4", 2))
    count = (len(raw) - 8) // (4 + dimension)
    scales = np.frombuffer(raw, "<f4", count, offset=8)
    levels = np.frombuffer(raw, np.int8, offset=8 + 4 * count).reshape(count, dimension)
    rows = levels.astype(np.float32) * (scales[:, None] / np.float32(_LEVELS))
    norms = np.linalg.norm(rows, axis=1, keepdims=True).astype(np.float32)
    rows = (rows / np.maximum(norms, np.float32(1e-12))).astype(np.float32)
    if has_title:
        return PassageVectors(own=rows[0], title=rows[1], sentences=rows[2:])
    return PassageVectors(own=rows[0], title=None, sentences=rows[1:])
