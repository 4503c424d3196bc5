"""A model of our own in the same process: what hangs on a socket is in tests/faults."""

import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest
from llama_index.core.llms import ChatMessage

from bot.errors import LongQuestionError
from bot.llm.interruptible import Interruptible
from bot.llm.model import Limits


class Scripted:
    """Writes some pieces, then fails, ends, or waits to be released."""

    name = "scripted"
    context_tokens = 4096

    def __init__(self, *pieces: str | Exception | threading.Event) -> None:
        self._pieces = pieces
        self.is_over = threading.Event()
        self.was_left = False

    def write(
        self,
        messages: Sequence[ChatMessage],  # noqa: ARG002
        schema: Mapping[str, object] | None,  # noqa: ARG002
        limits: Limits,
    ) -> Iterator[str]:
        try:
            for piece in self._pieces:
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, threading.Event):
                    piece.wait()
                    self.was_left = limits.is_stopped()
                else:
                    yield piece
        finally:
            self.is_over.set()


def test_pieces_come_through_in_order() -> None:
    model = Interruptible(Scripted("a", "b"))

    assert list(model.write([], None, Limits())) == ["a", "b"]
    assert (model.name, model.context_tokens) == ("scripted", 4096)


def test_a_failure_comes_through_after_what_was_written() -> None:
    written = Interruptible(Scripted("a", LongQuestionError(length=2, limit=1))).write(
        [], None, Limits()
    )

    assert next(written) == "a"
    with pytest.raises(LongQuestionError):
        next(written)


def test_who_stops_it_does_not_wait_for_a_server_that_hangs() -> None:
    hang, stopped = threading.Event(), threading.Event()
    scripted = Scripted("a", hang, "b")
    written = Interruptible(scripted).write([], None, Limits(is_stopped=stopped.is_set))
    first = next(written)

    stopped.set()

    assert [first, *written] == ["a"]
    assert not scripted.is_over.is_set()
    hang.set()
    assert scripted.is_over.wait(10)
    assert scripted.was_left
