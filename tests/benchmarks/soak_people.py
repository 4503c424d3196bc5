"""The people of the soak: who asks what, by which way. Runs in the process of the loopback."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial

from tests.benchmarks.soak_ends import (
    FOLLOW_UP,
    HELPFUL,
    PASSAGES,
    Asked,
    Sent,
    find_button,
    report,
)
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Channel, Message
from tests.doubles.discord.people import Person, Use
from tests.doubles.discord.server import Loopback
from tests.evaluation.questions import read_questions

QUESTIONS_SETTING = "SOAK_QUESTIONS"
PEOPLE, AT_ONCE, CHANNELS = 200, 40, 5
FAULTED = 0.05
FAULTS = (
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.UNAVAILABLE,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
    Fault.EXPIRED,
)
RETRY_AFTER_S = 0.2
DROP_EVERY_S = 2.0
PATIENCE_S = 60.0
LOOK_EVERY_S = 0.02
SETTLE_S = 3.0
"""After the last question: time for a second answer to show itself."""
KEPT_ANSWERS, KEPT_THREADS = 200, 50
FOLLOW_UPS = ("And in Russia?", "When was that?", "Who says so?")


class Soak:
    """Everybody, and what they have asked."""

    def __init__(self, discord: Loopback, questions: int) -> None:
        self.asked: list[Asked] = []
        self._left = questions
        self._random = random.Random(7)  # noqa: S311
        self._questions = [question.question for question in read_questions()]
        guild = discord.add_guild("Readers")
        self._channels = [guild.add_channel(f"questions-{n}") for n in range(CHANNELS)]
        self._people = [guild.add_member(f"Reader {n}") for n in range(PEOPLE)]
        self._shown: list[Message] = []
        """Answers in channels, whose buttons may be pressed."""
        self._threads: list[Channel] = []
        self._sent = Sent(discord.world)

    async def worker(self, number: int) -> None:
        """Ask one question after another, each of another person of the worker's own."""
        people = self._people[number::AT_ONCE]
        while self._left > 0:
            self._left -= 1
            asked = await self._choose()(self._random.choice(people))
            self.asked.append(asked)
            await self._until(partial(self._sent.look, asked))
            self._remember(asked)

    def look_again(self) -> None:
        """Sort what has come of each question, now that nothing more will."""
        for asked in self.asked:
            self._sent.look(asked, is_over=True)

    def _choose(self) -> Callable[[Person], Awaitable[Asked]]:
        ways: dict[Callable[[Person], Awaitable[Asked]], int] = {
            self._ask_publicly: 40,
            self._ask_privately: 12,
            self._mention: 15,
            self._write_directly: 10,
        }
        if self._threads:
            ways[self._go_on] = 5
        if self._shown:
            ways |= {self._follow_up: 6, self._look_at_passages: 6, self._vote: 6}
        (way,) = self._random.choices([*ways], [*ways.values()])
        return way

    async def _ask_publicly(self, person: Person) -> Asked:
        use = await person.slash(self._channel(), "ask", question=self._question())
        return used("ask", person, use)

    async def _ask_privately(self, person: Person) -> Asked:
        use = await person.slash(self._channel(), "ask", question=self._question(), private=True)
        return used("ask privately", person, use)

    async def _mention(self, person: Person) -> Asked:
        message = await person.says(self._channel(), self._question(), mention=True)
        return said("mention", person, message)

    async def _write_directly(self, person: Person) -> Asked:
        return said("direct message", person, await person.says(person.dm, self._question()))

    async def _go_on(self, person: Person) -> Asked:
        thread, text = self._random.choice(self._threads), self._random.choice(FOLLOW_UPS)
        return said("thread", person, await person.says(thread, text))

    async def _look_at_passages(self, person: Person) -> Asked:
        return used("passages", person, await self._press(person, PASSAGES))

    async def _vote(self, person: Person) -> Asked:
        return used("vote", person, await self._press(person, HELPFUL))

    async def _follow_up(self, person: Person) -> Asked:
        """The press alone counts where no form comes of it."""
        press = await self._press(person, FOLLOW_UP)
        asked = used("follow-up", person, press)
        await self._until(lambda: press.interaction.modal or self._sent.look(asked))
        if press.interaction.modal is None:
            return asked
        texts = {"Your question": self._random.choice(FOLLOW_UPS)}
        return used("follow-up", person, await person.submits(await press.modal(), texts))

    async def _press(self, person: Person, act: str) -> Use:
        buttons = [(m, button) for m in self._shown if (button := find_button(m, act))]
        return await person.presses(*self._random.choice(buttons))

    def _channel(self) -> Channel:
        return self._random.choice(self._channels)

    def _question(self) -> str:
        return self._random.choice(self._questions)

    def _remember(self, asked: Asked) -> None:
        for answer in asked.answers:
            is_public = not answer.ephemeral and answer.channel.guild
            if is_public and find_button(answer, HELPFUL):  # an abstention is not voted on
                self._shown = [*self._shown, answer][-KEPT_ANSWERS:]
                if answer.channel.type.is_thread:
                    self._threads = [*self._threads, answer.channel][-KEPT_THREADS:]

    async def _until(self, has_come: Callable[[], object]) -> None:
        """Until something has come, or nobody would wait any longer."""
        for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
            if has_come():
                return
            await asyncio.sleep(LOOK_EVERY_S)


def used(kind: str, person: Person, use: Use) -> Asked:
    interaction = use.interaction
    return Asked(person, kind, interaction.id, interaction.started_s, use)


def said(kind: str, person: Person, message: Message) -> Asked:
    return Asked(person, kind, message.id, message.changed_s)


async def drop(discord: Loopback) -> None:
    """Drop the gateway's connection now and then, each time in another way."""
    ways = (discord.gateway.cut_all, discord.gateway.close_all, discord.gateway.ask_to_reconnect)
    while True:
        for way in ways:
            await asyncio.sleep(DROP_EVERY_S)
            way()


async def ask_all(discord: Loopback) -> dict[str, object]:
    """A scenario: everybody asks, all is counted."""
    soak = Soak(discord, int(os.environ[QUESTIONS_SETTING]))
    await discord.gateway.wait_for_bot(timeout_s=60)
    discord.faults.often(FAULTED, FAULTS, seconds=RETRY_AFTER_S)
    dropping = asyncio.create_task(drop(discord))
    await asyncio.gather(*(soak.worker(number) for number in range(AT_ONCE)))
    dropping.cancel()
    discord.faults.clear()
    await asyncio.sleep(SETTLE_S)
    soak.look_again()
    return {
        **report(soak.asked),
        "faults": dict(Counter(fault.name for fault, _, _ in discord.faults.struck)),
        "resumed": discord.gateway.resumed,
    }
