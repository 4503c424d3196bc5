"""Showing an answer while it is written: the latest state, and never too many edits."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

Show: TypeAlias = Callable[[], Awaitable[None]]
EDIT_EVERY_S = 1.0
"""Discord lets a bot edit about as often as that without slowing it down."""

log = logging.getLogger(__name__)


class Stream:
    """Shows what it is offered; to be finished before the whole answer is shown.

    What can't be shown is logged: the whole answer comes all the same.
    """

    def __init__(
        self,
        every_s: float = EDIT_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """To be made where an event loop runs. `clock` in seconds."""
        self._every_s, self._clock, self._sleep = every_s, clock, sleep
        self._loop = asyncio.get_running_loop()
        self._latest: Show | None = None
        self._showing: asyncio.Task[None] | None = None
        self._next = 0.0
        self._has_begun = False
        self._is_finished = False
        self._is_waiting = False

    @property
    def has_begun(self) -> bool:
        """Whether anything was offered yet."""
        return self._has_begun

    def offer(self, show: Show) -> None:
        """Give what shows the latest state; from any thread. Two are never called at a time."""
        self._loop.call_soon_threadsafe(self._take, show)

    async def finish(self) -> None:
        """Show nothing more; an edit that is under way ends first, so that it can't come last."""
        self._is_finished, self._latest = True, None
        if (showing := self._showing) is not None:
            if self._is_waiting:
                showing.cancel()
            await asyncio.wait({showing})

    def _take(self, show: Show) -> None:
        if self._is_finished:
            return
        self._latest, self._has_begun = show, True
        if self._showing is None:
            self._showing = asyncio.create_task(self._show_latest())

    async def _show_latest(self) -> None:
        while self._latest is not None:
            self._is_waiting = True
            await self._sleep(max(0.0, self._next - self._clock()))
            self._is_waiting = False
            show, self._latest = self._latest, None
            try:
                await show()
            except Exception:  # the whole answer must not be lost for a part of it
                log.exception("a part of an answer could not be shown")
            self._next = self._clock() + self._every_s
        self._showing = None
