import asyncio

from bot.answers import Answer
from bot.streaming import Stream
from tests.bot.render.test_terminal import answer_of

ONE, TWO, THREE = (answer_of(question=question) for question in ("one", "two", "three"))


class Screen:
    """What was shown when, by a clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.shown: list[tuple[float, str]] = []
        self.hold = asyncio.Event()
        self.hold.set()

    async def show(self, answer: Answer) -> None:
        await self.hold.wait()
        self.shown.append((self.now, answer.question))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds

    def stream(self) -> Stream:
        return Stream(self.show, every_s=1.0, clock=lambda: self.now, sleep=self.sleep)


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_first_claims_are_shown_at_once() -> None:
    screen = Screen()

    screen.stream().offer(ONE)
    await settle()

    assert screen.shown == [(0.0, "one")]


async def test_what_comes_within_a_second_is_shown_together_after_it() -> None:
    screen = Screen()
    stream = screen.stream()
    stream.offer(ONE)
    await settle()

    stream.offer(TWO)
    stream.offer(THREE)
    await settle()

    assert screen.shown == [(0.0, "one"), (1.0, "three")]


async def test_nothing_comes_after_it_is_finished() -> None:
    screen = Screen()
    stream = screen.stream()

    stream.offer(ONE)
    await stream.finish()
    stream.offer(TWO)
    await settle()

    assert screen.shown == []


async def test_an_edit_under_way_ends_before_the_whole_answer_is_shown() -> None:
    screen = Screen()
    screen.hold.clear()
    stream = screen.stream()
    stream.offer(ONE)
    await settle()

    finishing = asyncio.create_task(stream.finish())
    await settle()
    assert not finishing.done()

    screen.hold.set()
    await finishing
    assert screen.shown == [(0.0, "one")]
