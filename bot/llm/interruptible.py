"""A language model that nobody has to wait for: it is given up at once when it is stopped."""

import contextvars
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue

from llama_index.core.llms import ChatMessage

from bot.llm.model import LanguageModel, Limits

LOOK_EVERY_S = 0.1
"""How often it is asked, while nothing comes, whether it was stopped."""


@dataclass(frozen=True)
class _End:
    """The reply has ended, or failed."""

    error: Exception | None = None


class Interruptible:
    """As the model that it is given; a server that hangs is left behind in a thread of its own,

    which ends when the model does: by its own time limit at the latest.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """As `LanguageModel`."""
        return self._model.name

    @property
    def context_tokens(self) -> int:
        """As `LanguageModel`."""
        return self._model.context_tokens

    def write(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, object] | None, limits: Limits
    ) -> Iterator[str]:
        """As `LanguageModel`."""
        pieces: SimpleQueue[str | _End] = SimpleQueue()
        is_left = threading.Event()
        inner = replace(limits, is_stopped=lambda: is_left.is_set() or limits.is_stopped())

        def pump() -> None:
            try:
                for piece in self._model.write(messages, schema, inner):
                    pieces.put(piece)
                pieces.put(_End())
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                pieces.put(_End(error))

        context = contextvars.copy_context()  # the request that log lines name
        threading.Thread(target=context.run, args=(pump,), daemon=True).start()
        try:
            yield from _take(pieces, limits)
        finally:
            is_left.set()


def _take(pieces: "SimpleQueue[str | _End]", limits: Limits) -> Iterator[str]:
    while not limits.is_stopped():
        try:
            piece = pieces.get(timeout=LOOK_EVERY_S)
        except Empty:
            continue
        if isinstance(piece, str):
            yield piece
        elif piece.error is not None:
            raise piece.error
        else:
            return
