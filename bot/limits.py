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
    """How often one person, and all people of one server, may ask in a minute."""

    def __init__(self, per_person: int, per_server: int, clock: Callable[[], float] = time.time):
        """`clock`: seconds since the epoch."""
        self._people = CooldownMapping[int](Cooldown(per_person, WINDOW_S), lambda person: person)
        self._servers = CooldownMapping[int](Cooldown(per_server, WINDOW_S), lambda server: server)
        self._clock = clock

    def take(self, person: int, server: int | None) -> None:
        """Count a question. Raises: CooldownError, ServerCooldownError."""
        now = self._clock()
        if wait := self._people.update_rate_limit(person, now):
            raise CooldownError(until=round(now + wait))
        if server is not None and (wait := self._servers.update_rate_limit(server, now)):
            raise ServerCooldownError(until=round(now + wait))


class Queue:
    """Lets a few questions be answered at a time, and so many wait; knows how many there are.

    A semaphore and a counter, no worker: whoever waits does the work.
    """

    def __init__(self, at_once: int, longest: int) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._longest = longest
        self._inside = 0
        self._closed = False
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def inside(self) -> int:
        """How many are being answered, shown their answer, or waiting."""
        return self._inside

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return max(0, self._inside - self._at_once)

    @asynccontextmanager
    async def admit(self) -> AsyncIterator[asyncio.Semaphore]:
        """Stand in the queue, or be refused; the semaphore given is to be taken for the work.

        Raises: QueueFullError, LeavingError.
        """
        if self._closed:
            raise LeavingError
        if self.waiting >= self._longest:
            raise QueueFullError(waiting=self.waiting)
        self._inside += 1
        self._empty.clear()
        try:
            yield self._turns
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    async def drain(self, timeout_s: float) -> int:
        """Admit nobody any more and wait for those inside. Returns: how many did not finish."""
        self._closed = True
        try:
            await asyncio.wait_for(self._empty.wait(), timeout_s)
        except TimeoutError:
            return self._inside
        return 0
