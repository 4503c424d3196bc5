"""Something that is replaced while others use it, and closed once the last of them is done."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """What holds something open."""

    def close(self) -> None:
        """Let go of it."""
        ...


Resource = TypeVar("Resource", bound=Closable)


@dataclass
class _Use(Generic[Resource]):
    resource: Resource
    users: int = 0
    is_over: bool = False


class Shared(Generic[Resource]):
    """Safe to use from any thread."""

    def __init__(self, resource: Resource) -> None:
        self._lock = threading.Lock()
        self._now = _Use(resource)

    @property
    def now(self) -> Resource:
        """What is used now; it may be closed at any moment, unlike what is borrowed."""
        return self._now.resource

    @contextmanager
    def borrow(self) -> Iterator[Resource]:
        """Use what is there now, which is not closed before the end of the block."""
        with self._lock:
            use = self._now
            use.users += 1
        try:
            yield use.resource
        finally:
            with self._lock:
                use.users -= 1
            self._close_if_over(use)

    def replace(self, resource: Resource) -> None:
        """Give the next users another one."""
        with self._lock:
            old, self._now = self._now, _Use(resource)
            old.is_over = True
        self._close_if_over(old)

    def close(self) -> None:
        """Give no one any more. To be called once nobody asks."""
        self._now.is_over = True
        self._close_if_over(self._now)

    def _close_if_over(self, use: _Use[Resource]) -> None:
        with self._lock:
            is_last = use.is_over and not use.users
            use.is_over = use.is_over and not is_last  # so that it is closed once
        if is_last:
            use.resource.close()
