"""One question on Discord, from being asked to being answered, shown and recorded."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from bot.answers import Answer, Question, check_question
from bot.conversation import Topic
from bot.conversing import Listener
from bot.failures import explain
from bot.inquiry import Inquiry
from bot.limits import Cooldowns, Queue, Turn
from bot.live import LiveDossier
from bot.llm.model import Allowance, Limits, Unlimited
from bot.phrases import phrases_in
from bot.records import AnswerId, AnswerRecord, Records, new_answer_id
from bot.render.escaping import strip_marks
from bot.render.message import push_line
from bot.replies.reply import Reply
from bot.sending import Placed
from bot.session import Session
from bot.showing import Showing
from bot.stopping import Running
from bot.streaming import Stream
from bot.telling import tell_failure
from ingest.errors import DataFolderError
from ingest.logs import in_request

PATIENCE_S = 1.0
"""An answer that takes longer says what it is waiting for."""
AT_ONCE = 2
"""Questions answered at a time; the embedding uses all cores for one."""
WRITTEN_AT_ONCE = 8
"""The same where a language model writes: mostly its server is waited for."""
_LATENCIES = 500

FindTopic = Callable[[], Awaitable[Topic | None]]

log = logging.getLogger(__name__)


def _unlimited(person: int, server: int | None) -> Allowance:  # noqa: ARG001 - as `allowance_of`
    return Unlimited()


class Desk:
    """Takes questions from everywhere on Discord; knows nothing of how they were asked."""

    def __init__(
        self,
        dossier: LiveDossier,
        records: Records,
        cooldowns: Cooldowns,
        queue: Queue,
        listener: Listener,
        allowance_of: Callable[[int, int | None], Allowance] = _unlimited,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`allowance_of`: what a person, on a server if any, may have written by a model."""
        self._dossier = dossier
        self._records = records
        self._cooldowns = cooldowns
        self.queue = queue
        self._listener = listener
        self.running = Running()
        self.allowance_of = allowance_of
        self._clock = clock
        self.latencies: deque[float] = deque(maxlen=_LATENCIES)
        """Seconds from question to answer shown, of the last few hundred."""

    @asynccontextmanager
    async def admit(self, person: int, server: int | None) -> AsyncIterator[None]:
        """Let somebody do what takes the models as an answer does: in turn, and not too often.

        Raises: CooldownError, ServerCooldownError, QueueFullError, LeavingError.
        """
        async with self.queue.admit() as turn:
            self._cooldowns.take(person, server)
            async with turn:
                yield

    async def serve(
        self,
        inquiry: Inquiry,
        reply: Reply,
        find_topic: FindTopic | None = None,
        is_wanted: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Answer, decline or refuse: exactly one of them, whatever happens.

        `find_topic` finds what the conversation was about before, once the question is admitted.
        `is_wanted` is asked before an answer is shown that nobody asked the bot for.
        """
        request = new_answer_id()
        with in_request(request):
            async with self._telling(request, inquiry, reply):
                inquiry = replace(inquiry, text=check_question(strip_marks(inquiry.text)))
                # Within the queue once more: who drains it waits until a failure is told.
                async with self.queue.admit() as turn, self._telling(request, inquiry, reply):
                    self._cooldowns.take(
                        inquiry.person, inquiry.server, is_direct=inquiry.is_direct
                    )
                    await self._serve(request, inquiry, reply, turn, find_topic, is_wanted)

    async def _serve(
        self,
        request: AnswerId,
        inquiry: Inquiry,
        reply: Reply,
        turn: Turn,
        find_topic: FindTopic | None,
        is_wanted: Callable[[], Awaitable[bool]] | None,
    ) -> None:
        started = self._clock()
        await reply.open()
        topic = await find_topic() if find_topic else None
        showing = Showing(request, inquiry, reply)
        answer = await self._answer(showing, topic, turn)
        if not inquiry.is_direct and not await _is_welcome(answer, is_wanted):
            log.info("silent: nobody asked the bot")
        elif await self._show(showing, answer):
            self.latencies.append(self._clock() - started)
            log.info("answered in %.0f ms", self.latencies[-1] * 1000)

    @asynccontextmanager
    async def _telling(
        self, request: AnswerId, inquiry: Inquiry, reply: Reply
    ) -> AsyncIterator[None]:
        try:
            yield
        except Exception as error:
            if inquiry.is_direct:
                await tell_failure(reply, error, phrases_in(inquiry.locale), request)
            else:
                log.warning("silent: %s", type(error).__name__, exc_info=error)

    async def _answer(self, showing: Showing, topic: Topic | None, turn: Turn) -> Answer:
        inquiry, stream = showing.inquiry, Stream()
        with self.running.run(showing.request, inquiry.person) as stopped:
            limits = Limits(stopped.is_set, self.allowance_of(inquiry.person, inquiry.server))

            def show(answer: Answer) -> None:
                if inquiry.is_direct:
                    stream.offer(partial(showing.show_so_far, answer))

            async def work() -> Answer:
                async with turn:
                    understood = await asyncio.to_thread(
                        self._listener.understand, inquiry.text, topic, inquiry.locale, limits
                    )
                    showing.understood = understood
                    question = Question(text=understood.text, language=understood.language)
                    return await self._dossier.ask(question, Session(limits, show))

            working = asyncio.create_task(work())
            try:
                done, _ = await asyncio.wait({working}, timeout=PATIENCE_S)
                if not done and inquiry.is_direct and not stream.has_begun:
                    writes = self._dossier.writer is not None
                    stream.offer(partial(showing.say_progress, turn.place, is_writing=writes))
                return await working
            finally:
                await stream.finish()

    async def _show(self, showing: Showing, answer: Answer) -> bool:
        """Returns: whether there was a way to show the answer."""
        request, inquiry, reply = showing.request, showing.inquiry, showing.reply
        record = AnswerRecord.of(
            request,
            answer,
            asked=inquiry.text,
            asker=self._records.hash_person(inquiry.person),
            server=inquiry.server,
            channel=inquiry.channel,
            is_private=reply.private or not inquiry.is_own,
        )
        await self._keep(lambda: self._records.add(record))
        placed = await reply.answer(showing.lay_out(answer), push_line(answer))
        if placed is None:
            log.warning("there was no way left to show the answer")
            await self._keep(lambda: self._records.remove(request))
            return False
        await self._keep(lambda: self._place(request, placed))
        if placed.failure:
            said = explain(placed.failure, phrases_in(inquiry.locale), request)
            await reply.tell(said.text)
        return True

    def _place(self, request: AnswerId, placed: Placed) -> None:
        where = placed.channel, placed.message
        self._records.place(request, *where, is_private=placed.is_private)

    async def _keep(self, write: Callable[[], None]) -> None:
        """Write down what can be: nobody's answer waits for a disk that is full."""
        try:
            await asyncio.to_thread(write)
        except DataFolderError as error:
            log.error("An answer could not be kept: %s", error)


async def _is_welcome(answer: Answer, is_wanted: Callable[[], Awaitable[bool]] | None) -> bool:
    return not answer.abstained and (is_wanted is None or await is_wanted())
