"""The order of stages: a message becomes its statements, each beside what the dossier has on it."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answering.abstention import AbstentionModel, Decision, decide
from bot.answering.extractive import extract
from bot.answers import BROKEN, Fallback, Question, Searched
from bot.citing import number_citations
from bot.errors import (
    BudgetSpentError,
    BudgetUnreadableError,
    LlmError,
    LlmPausedError,
    LlmReplyError,
    LlmServerError,
    LongStatementsError,
    NothingStatedError,
)
from bot.grounding import GroundedClaim, GroundedQuote, ground
from bot.languages import detect_question_language
from bot.llm.model import Limits
from bot.pipeline import Pipeline
from bot.retrieval import Retrieval, Retriever
from bot.statements.checks import Check, Checked, Verdict
from bot.statements.comparing import compare
from bot.statements.confirming import NOTHING, Confirmed, confirm
from bot.statements.judging import Judge
from bot.statements.splitting import Statement, Statements, split_statements
from ingest.passages import PassageId, passage_id

_FALLBACKS: tuple[tuple[type[LlmError], Fallback], ...] = (
    (LlmServerError, Fallback.UNAVAILABLE),
    (BudgetUnreadableError, Fallback.UNAVAILABLE),
    (LlmPausedError, Fallback.PAUSED),
    (BudgetSpentError, Fallback.BUDGET),
)
"""Why the model is not asked about the statements that follow, either."""
MAX_CHARS = 20_000
"""Five times what a message on Discord can have."""
_NO_LIMITS = Limits()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What somebody wrote, and the statements in it."""

    text: str
    language: str
    statements: Statements


@dataclass(frozen=True)
class _Found:
    """A statement, and what was found for it."""

    statement: Statement
    language: str
    retrieval: Retrieval
    decision: Decision
    confirmed: Confirmed
    fallback: Fallback | None

    @property
    def verdict(self) -> Verdict | None:
        """The confirmed one; where nobody was asked, whether it is in the dossier at all.

        What a model says and code refuses is about something that was found.
        """
        if self.confirmed is NOTHING and self.decision.abstained:
            return Verdict.NOT_IN_DOSSIER
        return self.confirmed.verdict

    @property
    def quotes(self) -> Sequence[GroundedQuote]:
        """Those that the verdict rests on, or else the nearest ones; of what isn't there, one."""
        if self.confirmed.quotes:
            return self.confirmed.quotes
        claims = extract(self.retrieval, self.language)
        kept = ground(claims, [found.passage for found in self.retrieval.all_passages]).claims
        nearest = [claim.quotes[0] for claim in kept]  # what follows are its copies
        return nearest[:1] if self.verdict is Verdict.NOT_IN_DOSSIER else nearest


@dataclass(frozen=True)
class _Asking:
    """Until when a model is asked."""

    limits: Limits
    is_late: Callable[[], bool]

    @property
    def ending(self) -> Limits:
        """The limits of a call, which ends once it is late, too."""
        return replace(self.limits, is_stopped=lambda: self.over() is not None)

    def over(self) -> Fallback | None:
        """Why nothing is asked any more; None while it is."""
        if self.limits.is_stopped():
            return Fallback.STOPPED
        return Fallback.UNAVAILABLE if self.is_late() else None


def read_message(text: str) -> Message:
    """Tell what a message states. Raises: NothingStatedError, LongStatementsError."""
    if len(text) > MAX_CHARS:
        raise LongStatementsError(length=len(text), limit=MAX_CHARS)
    text = BROKEN.sub("\ufffd", text)
    language = detect_question_language(text)
    statements = split_statements(text, language)
    if not statements.first:
        raise NothingStatedError
    return Message(text, language, statements)


class Checker:
    """Checks messages: with a language model, or by what code alone can know."""

    def __init__(
        self,
        retriever: Retriever,
        abstention: AbstentionModel,
        judge: Judge | None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`judge`: None where there is no language model. `clock`: in seconds."""
        self._retriever, self._abstention, self._judge = retriever, abstention, judge
        self._clock = clock

    def check(
        self, message: Message, limits: Limits = _NO_LIMITS, timeout_s: float = math.inf
    ) -> Check:
        """Look for each statement. What the model fails at is left to the comparison.

        `timeout_s`: how long the model is asked, about all statements together.
        Raises: DataFolderError, ChromaServerError.
        """
        started = self._clock()
        asking = _Asking(limits, lambda: self._clock() - started >= timeout_s)
        found: list[_Found] = []
        fallback: Fallback | None = None
        for statement in message.statements.first:
            found.append(self._find(statement, message.language, asking, fallback))
            lasting = {lasts for _, lasts in _FALLBACKS} | {Fallback.STOPPED}
            fallback = found[-1].fallback if found[-1].fallback in lasting else None
        return self._record(message, found, self._clock() - started)

    def _find(
        self, statement: Statement, hint: str, asking: _Asking, fallback: Fallback | None
    ) -> _Found:
        language = detect_question_language(statement.text, hint)
        retrieval = self._retriever.retrieve(statement.whole)
        question = Question(text=statement.whole, language=language)
        decision = decide(question, retrieval, self._abstention)
        confirmed = NOTHING
        if self._judge is not None and fallback is None and not statement.is_open:
            confirmed, fallback = self._ask(statement, language, retrieval, asking)
        return _Found(statement, language, retrieval, decision, confirmed, fallback)

    def _ask(
        self, statement: Statement, language: str, retrieval: Retrieval, asking: _Asking
    ) -> tuple[Confirmed, Fallback | None]:
        assert self._judge is not None  # noqa: S101 - the caller has looked
        passages = [found.passage for found in retrieval.ranked]
        if over := asking.over():
            return NOTHING, over
        try:
            opinion = self._judge.judge(statement.whole, language, passages, asking.ending)
        except LlmError as error:
            log.warning("the statement is only compared: %s", error)
            return NOTHING, asking.over() or _fallback_of(error)
        confirmed = confirm(opinion, statement.whole, language, retrieval)
        return replace(confirmed, dropped=self._judge.withhold(confirmed.dropped)), None

    def _record(self, message: Message, found: Sequence[_Found], seconds: float) -> Check:
        scores: dict[PassageId, float] = {}
        claims = []
        for each in found:
            scores |= {
                passage_id(ranked.passage): max(ranked.dense, ranked.best_similarity)
                for ranked in each.retrieval.all_passages
            }
            claims.append(GroundedClaim(each.statement.text, tuple(each.quotes)))
        cited, citations = number_citations(claims, scores)
        retrieval = found[0].retrieval
        return Check(
            text=message.text,
            language=message.language,
            statements=tuple(
                _record(each, claim.quotes, marks.citations)
                for each, claim, marks in zip(found, claims, cited, strict=True)
            ),
            left_out=message.statements.left_out,
            citations=citations,
            model=self._judge.name if self._judge else None,
            searched=Searched(documents=retrieval.documents, passages=retrieval.passages),
            index=self._retriever.fingerprint,
            seconds=seconds,
        )


def _record(found: _Found, quotes: Sequence[GroundedQuote], citations: tuple[int, ...]) -> Checked:
    statement = found.statement
    comparison = compare(statement.text, found.language, quotes)
    return Checked(
        text=statement.text,
        before=statement.before,
        start=statement.span.start,
        end=statement.span.end,
        verdict=found.verdict,
        citations=citations,
        agrees=comparison.agrees,
        differs=comparison.differs,
        missing=comparison.missing,
        confidence=found.decision.confidence,
        fallback=found.fallback,
        dropped=found.confirmed.dropped,
    )


def _fallback_of(error: LlmError) -> Fallback:
    if isinstance(error, LlmReplyError):
        return Fallback.UNUSABLE
    known = (fallback for kind, fallback in _FALLBACKS if isinstance(error, kind))
    return next(known, Fallback.UNUSABLE)


def checker_of(pipeline: Pipeline) -> Checker:
    """Make a checker of what a pipeline has loaded; it costs nothing."""
    writer = pipeline.writer
    judge = Judge(writer.model, writer.prompts, writer.reply_tokens) if writer else None
    return Checker(pipeline.retriever, pipeline.abstention, judge)
