import asyncio

from bot.streaming import Show, Stream


class Screen:
    """What was shown when, by a clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.shown: list[tuple[float, str]] = []
        self.hold = asyncio.Event()
        self.hold.set()

    def show(self, words: str) -> Show:
        async def show() -> None:
            await self.hold.wait()
            self.shown.append((self.now, words))

        return show

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds

    def stream(self) -> Stream:
        return Stream(every_s=1.0, clock=lambda: self.now, sleep=self.sleep)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_first_claims_are_shown_at_once() -> None:
    screen = Screen()

    stream = screen.stream()
    stream.offer(screen.show("one"))
    await settle()

    assert screen.shown == [(0.0, "one")]


async def test_what_comes_within_a_second_is_shown_together_after_it() -> None:
    screen = Screen()
    stream = screen.stream()
    stream.offer(screen.show("one"))
    await settle()

    stream.offer(screen.show("two"))
    stream.offer(screen.show("three"))
    await settle()

    assert screen.shown == [(0.0, "one"), (1.0, "three")]


async def test_nothing_comes_after_it_is_finished() -> None:
    screen = Screen()
    stream = screen.stream()

    stream.offer(screen.show("one"))
    await stream.finish()
    stream.offer(screen.show("two"))
    await settle()

    assert screen.shown == []


async def test_an_edit_under_way_ends_before_the_whole_answer_is_shown() -> None:
    screen = Screen()
    screen.hold.clear()
    stream = screen.stream()
    stream.offer(screen.show("one"))
    await settle()

    finishing = asyncio.create_task(stream.finish())
    await settle()
    assert not finishing.done()

    screen.hold.set()
    await finishing
    assert screen.shown == [(0.0, "one")]


async def test_what_can_not_be_shown_costs_nothing_else() -> None:
    screen = Screen()
    stream = screen.stream()

    async def fail() -> None:
        raise ValueError("no")

    stream.offer(fail)
    await settle()
    stream.offer(screen.show("two"))
    await settle()
    await stream.finish()

    assert screen.shown == [(1.0, "two")]
