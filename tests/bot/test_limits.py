import asyncio
from collections.abc import Callable

import pytest

from bot.errors import CooldownError, LeavingError, QueueFullError, ServerCooldownError
from bot.limits import Cooldowns, Queue

ANN, BOB, EVE, HERE, ELSEWHERE = 1, 2, 3, 10, 20


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refusal(ask: Callable[[], None]) -> CooldownError:
    with pytest.raises(CooldownError) as told:
        ask()
    return told.value


def test_who_asks_too_often_is_told_when_to_try_again(clock: Clock) -> None:
    cooldowns = Cooldowns(2, 100, clock)
    cooldowns.take(ANN, HERE)
    clock.now += 20
    cooldowns.take(ANN, HERE)

    error = refusal(lambda: cooldowns.take(ANN, HERE))

    assert type(error) is CooldownError
    assert error.fields == {"until": 1_700_000_060}


def test_others_may_ask_meanwhile_and_so_may_they_a_minute_later(clock: Clock) -> None:
    cooldowns = Cooldowns(1, 100, clock)
    cooldowns.take(ANN, HERE)
    refusal(lambda: cooldowns.take(ANN, HERE))

    cooldowns.take(BOB, HERE)
    clock.now += 60.1
    cooldowns.take(ANN, HERE)


def test_a_server_that_asks_too_often_does_not_hold_up_another(clock: Clock) -> None:
    cooldowns = Cooldowns(100, 1, clock)
    cooldowns.take(ANN, HERE)

    assert isinstance(refusal(lambda: cooldowns.take(BOB, HERE)), ServerCooldownError)
    cooldowns.take(BOB, ELSEWHERE)


def test_who_is_refused_for_the_server_s_sake_has_not_asked(clock: Clock) -> None:
    cooldowns = Cooldowns(2, 1, clock)
    cooldowns.take(BOB, HERE)
    for _ in range(3):
        refusal(lambda: cooldowns.take(ANN, HERE))

    cooldowns.take(ANN, ELSEWHERE)


def test_a_refusal_is_repeated_until_its_end_to_the_same_person(clock: Clock) -> None:
    cooldowns = Cooldowns(1, 2, clock)
    cooldowns.take(ANN, HERE)
    cooldowns.take(BOB, HERE)

    ann = [refusal(lambda: cooldowns.take(ANN, HERE)).is_repeated for _ in range(3)]
    bob = refusal(lambda: cooldowns.take(BOB, HERE)).is_repeated
    eve = [refusal(lambda: cooldowns.take(EVE, HERE)).is_repeated for _ in range(2)]
    clock.now += 60.1
    cooldowns.take(ANN, HERE)
    again = refusal(lambda: cooldowns.take(ANN, HERE)).is_repeated

    assert ann == [False, True, True]
    assert bob is False
    assert eve == [False, True]
    assert again is False


def test_a_refusal_of_what_was_overheard_is_none_of_what_a_person_asks(clock: Clock) -> None:
    """Of that they heard nothing."""
    cooldowns = Cooldowns(1, 100, clock)
    for is_direct in (False, True):
        cooldowns.take(ANN, HERE, is_direct=is_direct)

    refusal(lambda: cooldowns.take(ANN, HERE, is_direct=False))

    assert not refusal(lambda: cooldowns.take(ANN, HERE)).is_repeated


def test_direct_messages_count_for_no_server(clock: Clock) -> None:
    cooldowns = Cooldowns(100, 1, clock)

    for person in range(5):
        cooldowns.take(person, None)


def test_what_is_overheard_takes_nothing_from_what_a_person_asks(clock: Clock) -> None:
    cooldowns = Cooldowns(1, 100, clock)
    cooldowns.take(ANN, HERE, is_direct=False)

    cooldowns.take(ANN, HERE)
    refusal(lambda: cooldowns.take(ANN, HERE, is_direct=False))


async def hold(queue: Queue, leave: asyncio.Event) -> None:
    async with queue.admit() as turn, turn:
        await leave.wait()


async def test_a_few_are_answered_at_a_time_and_the_others_wait() -> None:
    queue, leave = Queue(at_once=2, longest=10), asyncio.Event()
    tasks = [asyncio.create_task(hold(queue, leave)) for _ in range(5)]
    await asyncio.sleep(0)

    assert queue.waiting == 3

    leave.set()
    await asyncio.gather(*tasks)
    assert queue.waiting == 0


async def test_more_than_may_wait_are_refused() -> None:
    queue, leave = Queue(at_once=1, longest=2), asyncio.Event()
    tasks = [asyncio.create_task(hold(queue, leave)) for _ in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(QueueFullError) as told:
        await hold(queue, leave)

    assert told.value.fields == {"waiting": 2}
    leave.set()
    await asyncio.gather(*tasks)


async def test_draining_waits_for_those_inside_and_admits_nobody() -> None:
    queue, leave = Queue(at_once=1, longest=2), asyncio.Event()
    inside = asyncio.create_task(hold(queue, leave))
    await asyncio.sleep(0)
    draining = asyncio.create_task(queue.drain(timeout_s=5))
    await asyncio.sleep(0)

    with pytest.raises(LeavingError):
        await hold(queue, leave)
    assert not draining.done()

    leave.set()
    assert await draining == 0
    await inside


async def test_draining_does_not_wait_for_ever() -> None:
    queue, leave = Queue(at_once=1, longest=2), asyncio.Event()
    inside = asyncio.create_task(hold(queue, leave))
    await asyncio.sleep(0)

    assert await queue.drain(timeout_s=0.01) == 1

    leave.set()
    await inside


async def test_what_is_no_question_finds_no_queue_full_and_keeps_none_out() -> None:
    """Leaving waits for it all the same."""
    queue, leave = Queue(at_once=1, longest=1), asyncio.Event()
    tasks = [asyncio.create_task(hold(queue, leave)) for _ in range(2)]
    await asyncio.sleep(0)

    async with queue.admit(is_question=False):
        assert (queue.waiting, queue.inside) == (1, 3)
        leave.set()
        await asyncio.gather(*tasks)
        assert await queue.drain(timeout_s=0.01) == 1


async def test_who_fails_inside_leaves_the_queue() -> None:
    queue = Queue(at_once=1, longest=1)

    with pytest.raises(ZeroDivisionError):
        async with queue.admit():
            raise ZeroDivisionError

    assert await queue.drain(timeout_s=0.01) == 0


async def test_a_place_is_counted_in_the_order_of_turns() -> None:
    queue = Queue(at_once=1, longest=2)
    async with queue.admit() as first, queue.admit() as second, queue.admit() as third:
        async with first:
            tasks = [asyncio.create_task(turn.__aenter__()) for turn in (third, second)]
            await asyncio.sleep(0)

            assert [first.place, third.place, second.place] == [0, 1, 2]
        await tasks[0]

        assert [third.place, second.place] == [0, 1]
        await third.__aexit__()
        await tasks[1]


async def test_who_is_only_being_shown_an_answer_keeps_nobody_out() -> None:
    queue = Queue(at_once=1, longest=1)
    async with queue.admit() as first:
        async with first:
            assert queue.inside == 1
        async with queue.admit(), queue.admit():
            assert queue.waiting == 1
            assert queue.inside == 3
