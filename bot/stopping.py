"""Which answers are being written, and who may stop them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.errors import AnswerOverError, NotAskerError
from bot.records import AnswerId


@dataclass(frozen=True)
class _Run:
    person: int
    is_stopped: threading.Event = field(default_factory=threading.Event)


class Running:
    """The answers under way, by their ids."""

    def __init__(self) -> None:
        self._runs: dict[AnswerId, _Run] = {}

    @contextmanager
    def run(self, answer: AnswerId, person: int) -> Iterator[threading.Event]:
        """Let `person` stop an answer until the end of the block; the event tells that it was."""
        run = self._runs[answer] = _Run(person)
        try:
            yield run.is_stopped
        finally:
            del self._runs[answer]

    def stop(self, answer: AnswerId, person: int, *, may_stop_others: bool) -> None:
        """Stop an answer. Raises: AnswerOverError, NotAskerError."""
        run = self._runs.get(answer)
        if run is None:
            raise AnswerOverError
        if person != run.person and not may_stop_others:
            raise NotAskerError
        run.is_stopped.set()

    def stop_all(self) -> None:
        """Stop every answer: what is checked of each is shown, before the bot leaves."""
        for run in list(self._runs.values()):
            run.is_stopped.set()
