"""The people of the soak: who asks what, and what becomes of it. Runs beside the loopback.

An end of a question is found by what the bot sends with it: a fallback carries the id of what it
answers as its nonce.
"""

import asyncio
import os
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.phrases import phrases_in
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Channel, Message
from tests.doubles.discord.people import Person, Use
from tests.doubles.discord.server import Loopback
from tests.doubles.discord.world import Event
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
FOLLOW_UPS = ("And in Russia?", "When was that?", "Who says so?")
PROGRESS = ("Reading passages", "Waiting for a turn")
PASSAGES, FOLLOW_UP, HELPFUL = "dossier:passages:", "dossier:follow:", "dossier:helpful:"


@dataclass
class Asked:
    """A question, or the press of a button, and what came of it."""

    person: Person
    kind: str
    started_s: float
    roots: list[int] = field(default_factory=list)
    """Ids of what the bot may answer to: an interaction, a message."""
    uses: list[Use] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    refusals: list[Message] = field(default_factory=list)

    @property
    def has_ended(self) -> bool:
        return bool(self.answers or self.refusals)


class Soak:
    """Everybody, and what they have asked."""

    def __init__(self, discord: Loopback, questions: int) -> None:
        self.discord = discord
        self.left = questions
        self.asked: list[Asked] = []
        self._random = random.Random(7)  # noqa: S311
        self._texts = [question.question for question in read_questions()]
        guild = discord.add_guild("Readers")
        self._channels = [guild.add_channel(f"questions-{n}") for n in range(CHANNELS)]
        self._people = [guild.add_member(f"Reader {n}") for n in range(PEOPLE)]
        self._shown: list[Message] = []
        """Answers in channels, whose buttons may be pressed."""
        self._threads: list[Channel] = []
        self._sent: defaultdict[int, list[Message]] = defaultdict(list)
        """What the bot sent, by the id that its nonce begins with."""
        self._listen()

    def _listen(self) -> None:
        tell = self.discord.world.tell

        def listen(event: Event) -> None:
            nonce = event.data.get("nonce")
            if event.name == "MESSAGE_CREATE" and nonce:
                channel = self.discord.world.channels[int(event.data["channel_id"])]
                message = channel.messages[int(event.data["id"])]
                self._sent[int(str(nonce).split("-")[0])].append(message)
            tell(event)

        self.discord.world.tell = listen

    async def worker(self, number: int) -> None:
        """Ask one question after another, each of another person of the worker's own."""
        people = self._people[number::AT_ONCE]
        while self.left > 0:
            self.left -= 1
            person = self._random.choice(people)
            asked = await self._choose()(person)
            self.asked.append(asked)
            await self._wait(asked)

    def _choose(self) -> Callable[[Person], Awaitable[Asked]]:
        ways = {
            self._ask_publicly: 40,
            self._ask_privately: 12,
            self._mention: 15,
            self._write_directly: 10,
            self._follow_up: 6,
            self._go_on: 5,
            self._look_at_passages: 6,
            self._vote: 6,
        }
        (way,) = self._random.choices([*ways], [*ways.values()])
        return way

    async def _ask_publicly(self, person: Person, *, private: bool = False) -> Asked:
        channel, text = self._random.choice(self._channels), self._random.choice(self._texts)
        use = await person.slash(channel, "ask", question=text, private=private)
        return self._used("ask privately" if private else "ask", person, use)

    async def _ask_privately(self, person: Person) -> Asked:
        return await self._ask_publicly(person, private=True)

    async def _mention(self, person: Person) -> Asked:
        channel, text = self._random.choice(self._channels), self._random.choice(self._texts)
        return self._said("mention", person, await person.says(channel, text, mention=True))

    async def _write_directly(self, person: Person) -> Asked:
        text = self._random.choice(self._texts)
        return self._said("direct message", person, await person.says(person.dm, text))

    async def _go_on(self, person: Person) -> Asked:
        if not self._threads:
            return await self._ask_publicly(person)
        thread = self._random.choice(self._threads)
        said = await person.says(thread, self._random.choice(FOLLOW_UPS))
        return self._said("thread", person, said)

    async def _look_at_passages(self, person: Person) -> Asked:
        if not self._shown:
            return await self._ask_publicly(person)
        message = self._random.choice(self._shown)
        return self._used("passages", person, await press(person, message, PASSAGES))

    async def _vote(self, person: Person) -> Asked:
        answers = [message for message in self._shown if find_button(message, HELPFUL)]
        if not answers:
            return await self._ask_publicly(person)
        message = self._random.choice(answers)
        return self._used("vote", person, await press(person, message, HELPFUL))

    async def _follow_up(self, person: Person) -> Asked:
        if not self._shown:
            return await self._ask_publicly(person)
        opening = await press(person, self._random.choice(self._shown), FOLLOW_UP)
        asked = self._used("follow-up", person, opening)
        modal = await self._until(lambda: opening.interaction.modal or self._look(asked))
        if modal is True:
            return asked
        question = self._random.choice(FOLLOW_UPS)
        form = await opening.modal()
        use = await person.submits(form, {"Your question": question})
        asked.uses, asked.roots = [use], [use.interaction.id]
        return asked

    def _used(self, kind: str, person: Person, use: Use) -> Asked:
        return Asked(person, kind, use.interaction.started_s, [use.interaction.id], [use])

    def _said(self, kind: str, person: Person, message: Message) -> Asked:
        return Asked(person, kind, message.changed_s, [message.id])

    async def _wait(self, asked: Asked) -> None:
        await self._until(lambda: self._look(asked))
        public = [m for m in asked.answers if not m.ephemeral and m.channel.guild]
        self._shown = [*self._shown[-200:], *(m for m in public if is_answer(m))]
        threads = (m.channel for m in public if m.channel.type.is_thread)
        self._threads = [*self._threads[-50:], *threads]

    async def _until(self, find: Callable[[], object]) -> object:
        """What is found in time, or None."""
        for _ in range(int(PATIENCE_S / LOOK_EVERY_S)):
            if found := find():
                return found
            await asyncio.sleep(LOOK_EVERY_S)
        return None

    def _look(self, asked: Asked) -> bool:
        """Sort what has come of a question; whether it has ended."""
        messages = [message for use in asked.uses for message in use.messages]
        for root in asked.roots:
            messages += self._sent[root]
        lines = [m for m in messages if m.content.startswith("💬")]
        for line in lines:
            messages += self._sent[line.id]
        found = {m.id: m for m in messages if not m.deleted and m not in lines}.values()
        is_form = asked.kind == "follow-up" and bool(lines)
        asked.answers = [m for m in found if ends_well(m, asked.kind)]
        said = [m for m in found if m not in asked.answers and is_refusal(m)]
        asked.refusals = [] if is_form and asked.answers else said
        return asked.has_ended and not (is_form and not asked.answers and not self._failed(lines))

    def _failed(self, lines: list[Message]) -> bool:
        return any(str(m.nonce).endswith("-no") for line in lines for m in self._sent[line.id])

    def report(self) -> dict[str, object]:
        """Look at everything again, now that nothing more will come."""
        for asked in self.asked:
            self._look(asked)
        ends = [len(asked.answers) + len(asked.refusals) for asked in self.asked]
        ms = [
            (asked.answers[0].changed_s - asked.started_s) * 1000
            for asked in self.asked
            if asked.answers
        ]
        return {
            "questions": len(self.asked),
            "answered": sum(bool(asked.answers) for asked in self.asked),
            "refused": sum(bool(a.refusals) and not a.answers for a in self.asked),
            "lost": [describe(a) for a, n in zip(self.asked, ends, strict=True) if n == 0],
            "twice": [describe(a) for a, n in zip(self.asked, ends, strict=True) if n > 1],
            "p50": statistics.median(ms),
            "p95": statistics.quantiles(ms, n=20)[-1],
            "kinds": dict(Counter(asked.kind for asked in self.asked)),
            "refusals": dict(Counter(m.text for a in self.asked for m in a.refusals)),
            "faults": dict(Counter(f.name for f, _, _ in self.discord.faults.struck)),
            "resumed": self.discord.gateway.resumed,
        }


def is_answer(message: Message) -> bool:
    """Whether a message is the last of an answer: it has the buttons."""
    return message.is_v2 and find_button(message, PASSAGES) is not None


def find_button(message: Message, act: str) -> str | None:
    """The custom id of a button by what it does; its label is in the answer's language."""
    ids = (button.custom_id or "" for button in message.buttons)
    return next((custom_id for custom_id in ids if custom_id.startswith(act)), None)


async def press(person: Person, message: Message, act: str) -> Use:
    return await person.presses(message, find_button(message, act) or act)


def ends_well(message: Message, kind: str) -> bool:
    if kind == "passages":
        return message.is_v2
    if kind == "vote":
        return message.text == phrases_in("en")("vote_thanks")
    return is_answer(message)


def is_refusal(message: Message) -> bool:
    """Whether a message says in words why there is no answer."""
    return bool(message.content) and not message.loading and not message.text.startswith(PROGRESS)


def describe(asked: Asked) -> str:
    shown = [message.text[:80] for message in [*asked.answers, *asked.refusals]]
    return f"{asked.kind} {asked.roots}: {shown}"


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
    await asyncio.sleep(1)
    discord.faults.often(FAULTED, FAULTS, seconds=RETRY_AFTER_S)
    dropping = asyncio.create_task(drop(discord))
    await asyncio.gather(*(soak.worker(number) for number in range(AT_ONCE)))
    dropping.cancel()
    discord.faults.clear()
    await asyncio.sleep(5)
    return soak.report()
