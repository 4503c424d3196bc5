"""The order of stages: a question becomes an answer, top to bottom."""

import logging
import time
from dataclasses import dataclass, field, replace
from functools import partial

from bot.answering.abstention import AbstentionModel, decide
from bot.answering.draft import Draft
from bot.answering.extractive import extract
from bot.answering.generative import Writer
from bot.answering.opposing import MAX_CLAIMS, find_versions, show_versions
from bot.answering.rephrasing import Rephraser
from bot.answering.written import write
from bot.answers import Answer, Fallback, Question, check_question
from bot.caching import AnswerCache, AnswerKey
from bot.composing import compose
from bot.errors import LlmError
from bot.grounding import ground
from bot.languages import detect_question_language
from bot.llm.model import Tally
from bot.retrieval import Retrieval, Retriever
from bot.session import ALONE, Session
from ingest.index import Index

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pipeline:
    """Everything that answering a question takes, loaded once."""

    index: Index
    retriever: Retriever
    abstention: AbstentionModel
    writer: Writer | None = None
    """Has a language model write the answers; without one they are quotes alone."""
    translator: Rephraser | None = None
    """Translates questions, so that the words of documents in other languages are found."""
    generation: str | None = None
    """State of the index (`Store.version`)."""
    cache: AnswerCache = field(default_factory=AnswerCache)

    def close(self) -> None:
        """Let go of the index. To be called once nobody asks any more."""
        self.index.close()

    def ask(self, question: Question, session: Session = ALONE) -> Answer:
        """Answer a question, or decline to; one that was asked before as it was then.

        Raises: DataFolderError, ChromaServerError.
        """
        started = time.perf_counter()
        key = self._key(question)
        if kept := self.cache.find(key):
            return _as_asked(kept, question, time.perf_counter() - started)
        tally = Tally(session.limits.allowance)
        session = replace(session, limits=replace(session.limits, allowance=tally))
        translations = self._translate(question, session)
        answer = self._answer(question, translations or (), session)
        answer = answer.model_copy(update={"tokens": tally.tokens, "cost": tally.cost})
        if translations is not None and _is_lasting(answer):
            self.cache.keep(key, answer)
        return answer

    def _answer(
        self, question: Question, translations: tuple[str, ...], session: Session
    ) -> Answer:
        clock = _Clock()
        retrieval = self.retriever.retrieve(question.text, translations)
        clock.ends("retrieval")
        decision = decide(question, retrieval, self.abstention)
        quoted = _quote(retrieval, question.language)
        draft = replace(quoted, claims=()) if decision.abstained else quoted
        clock.ends("answer")
        compose_draft = partial(
            compose,
            question,
            retrieval,
            decision,
            nearest=quoted.claims,
            index=self.retriever.fingerprint,
        )
        if self.writer is not None:
            written = write(
                self.writer,
                question,
                retrieval,
                session.limits,
                lambda so_far: session.show(compose_draft(so_far, seconds=clock.seconds)),
                only_corrections=decision.abstained,
            )
            draft = _settle(written, draft)
            clock.ends("writing")
        if draft.claims and (found := find_versions(question, retrieval)):
            passages = [found.passage for found in retrieval.all_passages]
            draft = show_versions(draft, found, question.language, passages)
            clock.ends("comparing")
        return compose_draft(draft, seconds=clock.seconds)

    def _translate(self, question: Question, session: Session) -> tuple[str, ...] | None:
        """What to look for beside the question itself, if that is wanted; None if it failed."""
        if self.translator is None:
            return ()
        languages = self.retriever.languages
        try:
            found = self.translator.translate(
                question.text, question.language, languages, session.limits
            )
        except LlmError as error:
            log.warning("the question is not translated: %s", error)
            return None
        return tuple(found.values())

    def _key(self, question: Question) -> AnswerKey:
        key = AnswerKey(" ".join(question.text.split()), question.language, self.generation)
        if self.writer is None:
            return key
        return replace(key, model=self.writer.model.name, prompts=self.writer.prompts.version)


def read_question(text: str, question_id: str | int | None = None) -> Question:
    """Check what somebody asked, and tell its language.

    Raises: QuestionError.
    """
    text = check_question(text)
    return Question(text=text, language=detect_question_language(text), id=question_id)


def _quote(retrieval: Retrieval, language: str) -> Draft:
    """The answer that is quotes and nothing else."""
    claims = extract(retrieval, language)
    verdict = ground(claims, [found.passage for found in retrieval.all_passages])
    return Draft("extractive", verdict.claims, verdict.dropped)


def _settle(written: Draft, quoted: Draft) -> Draft:
    """Take what was written, if any of it stands as it was.

    Else quotes: those that were chosen, then those that the language model did, and why there is
    nothing else. So no model can make one quote all there is to see.
    """
    if written.stands:
        return written
    shown = {claim.text for claim in quoted.claims}
    others = (claim for claim in written.claims if claim.text not in shown)
    return replace(
        written,
        answerer=quoted.answerer,
        fallback=written.fallback or Fallback.UNGROUNDED,
        claims=(*quoted.claims, *others)[:MAX_CLAIMS],
        dropped=(*written.dropped, *quoted.dropped),
        disagreement=False,
        is_cut_short=False,
    )


def _as_asked(kept: Answer, question: Question, seconds: float) -> Answer:
    """A kept answer, for who asks now: nothing was spent on them."""
    mine = {"id": question.id, "question": question.text, "tokens": 0, "cost": 0.0}
    return kept.model_copy(update={**mine, "seconds": {"cache": seconds}})


def _is_lasting(answer: Answer) -> bool:
    """Whether the same question would be answered alike; not where something failed."""
    return not answer.is_cut_short and answer.fallback in (None, Fallback.UNGROUNDED)


class _Clock:
    """How long each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def ends(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage], self._last = now - self._last, now
