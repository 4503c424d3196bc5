"""What an embedding model makes of each token of a text, before it takes the mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.documents import Span


@dataclass(frozen=True)
class TokenStates:
    """The tokens of a text, in order; there may be none."""

    ids: tuple[int, ...]
    """Equal for equal tokens."""
    spans: tuple[Span, ...]
    """In the text."""
    states: NDArray[np.float32]
    """Of the model's last layer, shape (number of tokens, d), not normalized."""


class TokenReader(Protocol):
    """Reads texts token by token. For any number of threads at a time."""

    def read_question(self, text: str) -> TokenStates:
        """Read a question."""

    def read_passages(self, texts: Sequence[str]) -> list[TokenStates]:
        """Read each text by itself."""
