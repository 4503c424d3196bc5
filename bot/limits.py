"""How much is asked at once: cooldowns of people and servers, and the queue before the pipeline."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from discord.app_commands import Cooldown
from discord.ext.commands import CooldownMapping

from bot.errors import CooldownError, LeavingError, QueueFullError, ServerCooldownError

WINDOW_S = 60.0


class Cooldowns:
    """How often one person, and all people of one server, may ask in a minute.

    What the bot overhears is counted apart: it takes nothing from what people ask of it.
    """

    def __init__(self, per_person: int, per_server: int, clock: Callable[[], float] = time.time):
        """`clock`: seconds since the epoch."""
        self._people = _count(per_person)
        self._servers = _count(per_server)
        self._refused: dict[_Who, float] = {}
        self._clock = clock

    def take(self, person: int, server: int | None, *, is_direct: bool = True) -> None:
        """Count a question, if neither has asked too often; what is refused is not counted.

        Raises: CooldownError, ServerCooldownError.
        """
        now = self._clock()
        own = self._people.get_bucket((person, is_direct), now)
        shared = None if server is None else self._servers.get_bucket((server, is_direct), now)
        if until := _full_until(own, now):
            is_repeated = self._refuse((person, None, is_direct), until, now)
            raise CooldownError(until=round(until), is_repeated=is_repeated)
        if until := _full_until(shared, now):
            is_repeated = self._refuse((person, server, is_direct), until, now)
            raise ServerCooldownError(until=round(until), is_repeated=is_repeated)
        for bucket in filter(None, (own, shared)):
            bucket.update_rate_limit(now)

    def _refuse(self, who: "_Who", until: float, now: float) -> bool:
        """Remember a refusal until it ends. Returns: whether there was one before it."""
        self._refused = {other: end for other, end in self._refused.items() if end > now}
        is_repeated = who in self._refused
        self._refused[who] = until
        return is_repeated


_Counts = CooldownMapping[tuple[int, bool]]
_Who = tuple[int, int | None, bool]
"""A person; the server, where that has asked too often; whether the bot was spoken to."""


def _count(per_minute: int) -> _Counts:
    return CooldownMapping(Cooldown(per_minute, WINDOW_S), lambda who: who)


def _full_until(bucket: Cooldown | None, now: float) -> float | None:
    wait = bucket.get_retry_after(now) if bucket else 0.0
    return now + wait if wait else None


class Turn:
    """One question's turn to be answered; the work is done inside it."""

    def __init__(
        self, turns: asyncio.Semaphore, line: list["Turn"], *, is_over: bool = False
    ) -> None:
        """`is_over`: whether there is nothing to be answered."""
        self._turns = turns
        self._line = line
        self.is_over = is_over

    @property
    def place(self) -> int:
        """In the line of those who wait, 1 being next; 0 for who doesn't wait."""
        return self._line.index(self) + 1 if self in self._line else 0

    async def __aenter__(self) -> None:
        self._line.append(self)
        try:
            await self._turns.acquire()
        finally:
            self._line.remove(self)

    async def __aexit__(self, *_: object) -> None:
        self._turns.release()
        self.is_over = True


class Queue:
    """Lets a few questions be answered at a time, and so many wait; knows how many there are.

    A semaphore and a list, no worker: whoever waits does the work.
    """

    def __init__(self, at_once: int, longest: int) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._longest = longest
        self._line: list[Turn] = []
        self._inside: set[Turn] = set()
        self._closed = False
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def inside(self) -> int:
        """How many wait, are being answered, or are being shown their answer."""
        return len(self._inside)

    @property
    def waiting(self) -> int:
        """How many wait; who is only being shown an answer keeps nobody waiting."""
        unanswered = sum(not turn.is_over for turn in self._inside)
        return max(0, unanswered - self._at_once)

    @asynccontextmanager
    async def admit(self, *, is_question: bool = True) -> AsyncIterator[Turn]:
        """Let a question in until its answer is shown, or refuse it.

        `is_question`: what is none keeps nobody waiting, and is let in though the queue is full or
        the bot is leaving, which waits for it all the same.
        Raises: QueueFullError, LeavingError.
        """
        if is_question and self._closed:
            raise LeavingError
        if is_question and self.waiting >= self._longest:
            raise QueueFullError(waiting=self.waiting)
        turn = Turn(self._turns, self._line, is_over=not is_question)
        self._inside.add(turn)
        self._empty.clear()
        try:
            yield turn
        finally:
            self._inside.remove(turn)
            if not self._inside:
                self._empty.set()

    async def drain(self, timeout_s: float) -> int:
        """Admit no question any more and wait for all inside. Returns: how many did not finish."""
        self._closed = True
        try:
            await asyncio.wait_for(self._empty.wait(), timeout_s)
        except TimeoutError:
            return self.inside
        return 0
