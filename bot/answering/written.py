"""An answer that a language model writes: claim by claim, each checked before it counts."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from llama_index.core.schema import TextNode

from bot.answering.copied import name_some, quote_copies
from bot.answering.correcting import is_about
from bot.answering.disagreement import confirm_disagreement
from bot.answering.draft import Draft
from bot.answering.generative import Writer, fold
from bot.answering.verifying import verify
from bot.answers import Claim, Dropped, Fallback, Question, Why
from bot.errors import BudgetSpentError, LlmError, LlmPausedError, LlmReplyError
from bot.grounding import GroundedClaim, Verdict, ground
from bot.llm.model import Limits
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from bot.writing.withholding import Withholding
from ingest.passages import passage_id

_FALLBACKS: tuple[tuple[type[LlmError], Fallback], ...] = (
    (BudgetSpentError, Fallback.BUDGET),
    (LlmPausedError, Fallback.PAUSED),
    (LlmReplyError, Fallback.UNUSABLE),
    (LlmError, Fallback.UNAVAILABLE),
)
"""The first that fits."""

log = logging.getLogger(__name__)


def write(
    writer: Writer,
    question: Question,
    retrieval: Retrieval,
    limits: Limits,
    show: Callable[[Draft], None],
    *,
    only_corrections: bool,
) -> Draft:
    """Have an answer written, checking each claim as it comes; `show` is given what there is then.

    `only_corrections`: nothing counts but what corrects the question, where the passages are not
    thought to hold an answer.
    Returns: what survives. Without any claim, `fallback` says why there is none.
    """
    writing = writer.write_claims(question, retrieval.ranked, limits)
    withholding = Withholding.of(writer.prompts)
    draft = Draft("generative", model=writer.model.name)
    failure: LlmError | None = None
    try:
        for claim in writing:
            given = retrieval.ranked[: len(retrieval.ranked) - writing.left_out]
            checked = _check(claim, question.language, given, retrieval.all_passages)
            if only_corrections:
                checked = _keep_corrections(checked, question)
            draft = _add(draft, checked, withholding)
            stands = bool(checked.claims) and all(d.text != claim.text for d in checked.dropped)
            draft = replace(draft, stands=draft.stands or stands)
            if checked.claims:
                show(draft)
    except LlmError as error:
        log.warning("the answer is quotes alone: %s", error)
        failure = error
    draft = replace(
        draft,
        left_out=writing.left_out,
        disagreement=writing.says_disagree and confirm_disagreement(draft.claims, question),
    )
    if draft.claims:
        return replace(draft, is_cut_short=writing.is_cut_short)
    return replace(draft, fallback=_explain(failure or writing.failure, limits))


def _check(
    claim: Claim, language: str, given: Sequence[RankedPassage], found: Sequence[RankedPassage]
) -> Verdict:
    """Check a claim against the passages that were given, and name the copies of its quotes."""
    verdict = verify(claim, language, _nodes(given))
    claims = tuple(_with_copies(each, given, found) for each in verdict.claims)
    return Verdict(claims, verdict.dropped)


def _with_copies(
    claim: GroundedClaim, given: Sequence[RankedPassage], found: Sequence[RankedPassage]
) -> GroundedClaim:
    ranked = {passage_id(each.passage): each for each in given}
    copies = [
        quote
        for own in claim.quotes
        for quote in name_some(quote_copies(own.text, ranked[passage_id(own.passage)], found))
    ]
    same = ground([Claim(claim.text, tuple(copies))], _nodes(found)).claims
    return replace(
        claim, quotes=(*claim.quotes, *(quote for each in same for quote in each.quotes))
    )


def _keep_corrections(checked: Verdict, question: Question) -> Verdict:
    kept = tuple(claim for claim in checked.claims if claim.corrects and is_about(question, claim))
    left = (claim for claim in checked.claims if claim not in kept)
    unasked = tuple(Dropped(text=claim.text, why=Why.UNLIKELY) for claim in left)
    return Verdict(kept, (*checked.dropped, *unasked))


def _add(draft: Draft, checked: Verdict, withholding: Withholding) -> Draft:
    """Add a claim, unless it would show what is shown already; of the prompt nothing is told."""
    shown = {fold(claim.text) for claim in draft.claims}
    new = tuple(claim for claim in checked.claims if fold(claim.text) not in shown)
    dropped = (
        Dropped(text=withholding.strike(each.text), why=each.why) for each in checked.dropped
    )
    return replace(draft, claims=(*draft.claims, *new), dropped=(*draft.dropped, *dropped))


def _explain(failure: LlmError | None, limits: Limits) -> Fallback:
    if failure is not None:
        return next(fallback for kind, fallback in _FALLBACKS if isinstance(failure, kind))
    return Fallback.STOPPED if limits.is_stopped() else Fallback.UNGROUNDED


def _nodes(passages: Sequence[RankedPassage]) -> list[TextNode]:
    return [found.passage for found in passages]
