"""One question on Discord, from being asked to being answered, shown and recorded."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from discord.ui import LayoutView

from bot.answers import Answer, Question, check_question
from bot.conversation import Topic, Understood, understand_follow_up
from bot.delivery import Reply
from bot.limits import Cooldowns, Queue, Turn
from bot.live import LiveDossier
from bot.phrases import phrases_in
from bot.records import AnswerId, AnswerRecord, Records, new_answer_id
from bot.render.buttons import answer_row, lay_out_answer
from bot.render.message import push_line, render_answer
from bot.telling import tell
from ingest.errors import DataFolderError

PATIENCE_S = 1.0
"""An answer that takes longer says what it is waiting for."""
AT_ONCE = 2
"""Questions answered at a time; the embedding uses all cores for one."""
_LATENCIES = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Inquiry:
    """What somebody asks, and where."""

    text: str
    person: int
    server: int | None
    channel: int
    locale: str
    """Language of the person's Discord, for what is said to them alone."""
    topic: Topic | None = None
    """What the conversation was about before."""
    is_direct: bool = True
    """Whether the bot was spoken to; if not, it stays silent rather than decline."""
    is_unseen: bool = False
    """Whether others can't see the question, as with a command."""


class Desk:
    """Takes questions from everywhere on Discord; knows nothing of how they were asked."""

    def __init__(
        self,
        dossier: LiveDossier,
        records: Records,
        cooldowns: Cooldowns,
        queue: Queue,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._dossier = dossier
        self._records = records
        self._cooldowns = cooldowns
        self.queue = queue
        self._clock = clock
        self.latencies: deque[float] = deque(maxlen=_LATENCIES)
        """Seconds from question to answer shown, of the last few hundred."""

    async def serve(
        self,
        inquiry: Inquiry,
        reply: Reply,
        is_wanted: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Answer, decline or refuse: exactly one of them, whatever happens.

        `is_wanted` is asked before an answer is shown that nobody asked the bot for.
        """
        request, started = new_answer_id(), self._clock()
        phrases = phrases_in(inquiry.locale)
        try:
            understood = _understand(inquiry)
            self._cooldowns.take(inquiry.person, inquiry.server, is_direct=inquiry.is_direct)
            async with self.queue.admit() as turn:
                await reply.open()
                answer = await self._answer(understood, inquiry, reply, turn)
                if not inquiry.is_direct and (
                    answer.abstained or (is_wanted and not await is_wanted())
                ):
                    log.info("request %s: silent, nobody asked the bot", request)
                    return
                await self._show(request, answer, understood, inquiry, reply)
        except Exception as error:  # noqa: BLE001 - told, and logged where it is our fault
            if inquiry.is_direct:
                await tell(reply, error, phrases, request)
            else:
                log.warning("request %s: silent, %s", request, type(error).__name__)
        else:
            self.latencies.append(self._clock() - started)
            log.info("request %s: answered in %.0f ms", request, self.latencies[-1] * 1000)

    async def _answer(
        self, understood: Understood, inquiry: Inquiry, reply: Reply, turn: Turn
    ) -> Answer:
        async def work() -> Answer:
            async with turn:
                question = Question(text=understood.text, language=understood.language)
                return await self._dossier.ask(question)

        working = asyncio.create_task(work())
        done, _ = await asyncio.wait({working}, timeout=PATIENCE_S)
        if not done and inquiry.is_direct:
            place = turn.place
            key = "progress_waiting" if place else "progress_reading"
            await reply.say_progress(phrases_in(inquiry.locale)(key, place=place))
        return await working

    async def _show(
        self,
        request: AnswerId,
        answer: Answer,
        understood: Understood,
        inquiry: Inquiry,
        reply: Reply,
    ) -> None:
        record = AnswerRecord.of(
            request,
            answer,
            asked=inquiry.text,
            asker=self._records.hash_person(inquiry.person),
            server=inquiry.server,
            channel=inquiry.channel,
            is_private=reply.private,
        )
        await self._keep(lambda: self._records.add(record))
        views = _lay_out(request, answer, understood, inquiry)
        placed = await reply.answer(views, push_line(answer))
        if placed is None:
            log.warning("request %s: there was no way left to show the answer", request)
            return
        await self._keep(lambda: self._records.place(request, placed.channel, placed.message))
        if placed.failure:
            await tell(reply, placed.failure, phrases_in(inquiry.locale), request)

    async def _keep(self, write: Callable[[], None]) -> None:
        """Write down what can be: nobody's answer waits for a disk that is full."""
        try:
            await asyncio.to_thread(write)
        except DataFolderError as error:
            log.error("An answer could not be kept: %s", error)


def _lay_out(
    request: AnswerId, answer: Answer, understood: Understood, inquiry: Inquiry
) -> list[LayoutView]:
    """Make the messages of an answer, buttons on the last."""
    containers = render_answer(
        answer,
        asked=inquiry.text if inquiry.is_unseen else None,
        understood=understood.text if understood.rewritten else None,
    )
    row = answer_row(request, phrases_in(answer.language), abstained=answer.abstained)
    return lay_out_answer(containers, row)


def _understand(inquiry: Inquiry) -> Understood:
    """Raises: QuestionError."""
    return understand_follow_up(check_question(inquiry.text), inquiry.topic)
