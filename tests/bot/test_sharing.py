"""What is replaced while it is used stays open until its last user is done."""

import threading

from bot.sharing import Shared


class Resource:
    """Counts how often it is closed."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def test_what_nobody_uses_is_closed_at_once() -> None:
    first, second = Resource(), Resource()
    shared = Shared(first)

    shared.replace(second)

    assert (first.closed, second.closed) == (1, 0)
    assert shared.now is second


def test_what_is_used_is_closed_by_its_last_user_and_once() -> None:
    first, second = Resource(), Resource()
    shared = Shared(first)
    with shared.borrow() as one:
        with shared.borrow() as another:
            shared.replace(second)
            assert (one, another, first.closed) == (first, first, 0)
        assert first.closed == 0
        with shared.borrow() as later:
            assert later is second

    assert (first.closed, second.closed) == (1, 0)


def test_closing_waits_for_who_still_uses_it() -> None:
    resource = Resource()
    shared = Shared(resource)
    with shared.borrow():
        shared.close()
        assert resource.closed == 0

    assert resource.closed == 1


def test_many_threads_borrow_and_nothing_is_closed_under_them() -> None:
    shared = Shared(Resource())
    seen: list[int] = []

    def use() -> None:
        for _ in range(500):
            with shared.borrow() as resource:
                seen.append(resource.closed)

    users = [threading.Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for _ in range(200):
        shared.replace(Resource())
    for user in users:
        user.join()

    assert set(seen) == {0}
