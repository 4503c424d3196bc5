"""What became of the questions of the soak: answered, refused, lost, or answered twice.

What the bot sends by another way than the one it was asked by is found by its nonce, which begins
with the id of what it answers.
"""

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TypedDict

from bot.phrases import phrases_in
from tests.doubles.discord.objects import Message
from tests.doubles.discord.people import Person, Use
from tests.doubles.discord.world import Event, World

PASSAGES, FOLLOW_UP, HELPFUL = "dossier:passages:", "dossier:follow:", "dossier:helpful:"
"""What the custom ids of an answer's buttons begin with; their labels are in its language."""
PROGRESS = ("Reading passages", "Waiting for a turn")
QUESTION_LINE = "💬"
"""How the bot posts a question that came in by a form."""
REFUSAL_NONCE = "-no"


@dataclass
class Asked:
    """A question, or the press of a button, and what came of it."""

    person: Person
    kind: str
    root: int
    """Id of what the bot answers to: an interaction, a message."""
    started_s: float
    use: Use | None = None
    answers: list[Message] = field(default_factory=list)
    refusals: list[Message] = field(default_factory=list)

    @property
    def ends(self) -> list[Message]:
        return [*self.answers, *self.refusals]

    def describe(self) -> str:
        return f"{self.kind} {self.root}: {[message.text[:80] for message in self.ends]}"


class Sent:
    """What the bot sent to channels, by the id that it answers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._messages: defaultdict[int, list[Message]] = defaultdict(list)
        tell = world.tell

        def listen(event: Event) -> None:
            self._note(event)
            tell(event)

        world.tell = listen

    def _note(self, event: Event) -> None:
        nonce = event.data.get("nonce")
        if event.name == "MESSAGE_CREATE" and nonce:
            channel = self._world.channels[int(event.data["channel_id"])]
            root, _, _ = str(nonce).partition("-")
            self._messages[int(root)].append(channel.messages[int(event.data["id"])])

    def look(self, asked: Asked, *, is_over: bool = False) -> bool:
        """Sort what has come of a question. Returns: whether it has ended.

        `is_over`: nothing more will come, so a first line that grew into no answer is a refusal.
        """
        messages = [*(asked.use.messages if asked.use else []), *self._messages[asked.root]]
        lines = [m for m in messages if m.content.startswith(QUESTION_LINE)]
        for line in lines:
            messages += self._messages[line.id]
        found = {m.id: m for m in messages if not m.deleted and m not in lines}.values()
        asked.answers = [m for m in found if is_end_of(m, asked.kind)]
        said = [m for m in found if m not in asked.answers and says_something(m)]
        asked.refusals = [m for m in said if is_over or is_refusal(m, asked)]
        if lines and asked.answers:
            asked.refusals = []  # the note that says in which thread it is
        return bool(asked.ends)


def is_end_of(message: Message, kind: str) -> bool:
    """Whether a message is what was asked for."""
    if kind == "vote":
        return message.text == phrases_in("en")("vote_thanks")
    return message.is_v2 if kind == "passages" else is_answer(message)


def is_answer(message: Message) -> bool:
    """Whether a message is the last of an answer: it has the buttons."""
    return message.is_v2 and find_button(message, PASSAGES) is not None


def find_button(message: Message, act: str) -> str | None:
    """The custom id of the button that does this."""
    ids = (button.custom_id or "" for button in message.buttons)
    return next((custom_id for custom_id in ids if custom_id.startswith(act)), None)


def says_something(message: Message) -> bool:
    return bool(message.content) and not message.loading and not message.text.startswith(PROGRESS)


def is_refusal(message: Message, asked: Asked) -> bool:
    """Whether a text is said to one person alone; others are first lines, about to be edited."""
    return message.ephemeral or asked.use is not None or str(message.nonce).endswith(REFUSAL_NONCE)


class Report(TypedDict):
    """What is told to the process that shows it."""

    questions: int
    answered: int
    refused: int
    lost: list[str]
    twice: list[str]
    p50_ms: float
    p95_ms: float
    kinds: dict[str, int]
    refusals: dict[str, int]


def report(every: list[Asked]) -> Report:
    """Count. Times are from the question to the last edit of its answer."""
    answered = [asked for asked in every if asked.answers]
    ms = [(asked.answers[0].changed_s - asked.started_s) * 1000 for asked in answered]
    return {
        "questions": len(every),
        "answered": len(answered),
        "refused": sum(bool(asked.refusals) and not asked.answers for asked in every),
        "lost": [asked.describe() for asked in every if not asked.ends],
        "twice": [asked.describe() for asked in every if len(asked.ends) > 1],
        "p50_ms": statistics.median(ms),
        "p95_ms": statistics.quantiles(ms, n=20)[-1],
        "kinds": dict(Counter(asked.kind for asked in every)),
        "refusals": dict(Counter(m.text for asked in every for m in asked.refusals)),
    }
