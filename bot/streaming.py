"""Showing an answer while it is written: the latest state, and never too many edits."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.answers import Answer

EDIT_EVERY_S = 1.0
"""Discord lets a bot edit about as often as that without slowing it down."""


class Stream:
    """Shows what it is offered; to be finished before the whole answer is shown."""

    def __init__(
        self,
        show: Callable[[Answer], Awaitable[None]],
        every_s: float = EDIT_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`show`: is called with one state after the other, never twice at a time.

        To be made where an event loop runs. `clock` in seconds.
        """
        self._show = show
        self._every_s, self._clock, self._sleep = every_s, clock, sleep
        self._loop = asyncio.get_running_loop()
        self._latest: Answer | None = None
        self._showing: asyncio.Task[None] | None = None
        self._next = 0.0
        self._is_finished = False
        self._is_waiting = False

    def offer(self, answer: Answer) -> None:
        """Give the answer so far; from any thread."""
        self._loop.call_soon_threadsafe(self._take, answer)

    async def finish(self) -> None:
        """Show nothing more; an edit that is under way ends first, so that it can't come last."""
        self._is_finished, self._latest = True, None
        if (showing := self._showing) is not None:
            if self._is_waiting:
                showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing

    def _take(self, answer: Answer) -> None:
        if self._is_finished:
            return
        self._latest = answer
        if self._showing is None:
            self._showing = asyncio.create_task(self._show_latest())

    async def _show_latest(self) -> None:
        while self._latest is not None:
            self._is_waiting = True
            await self._sleep(max(0.0, self._next - self._clock()))
            self._is_waiting = False
            answer, self._latest = self._latest, None
            if answer is not None:
                await self._show(answer)
                self._next = self._clock() + self._every_s
        self._showing = None
