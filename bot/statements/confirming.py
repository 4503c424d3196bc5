"""Which verdict of a language model is confirmed by code, from quotes that were found. Pure.

*Supported* has to stand in the quotes to the last word, and be called in question by nothing else
that was found. *Contradicted* has to be undone by one thing of a quote. What is not confirmed is no
verdict: the quotes are shown by themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.disagreement import confirm_disagreement
from bot.answering.names import SAME_WORD, has_name, sounds_in, spell
from bot.answering.speakers import find_speakers
from bot.answers import Claim, Dropped, Question, Why
from bot.grounding import GroundedClaim, GroundedQuote, ground
from bot.retrieval import Retrieval
from bot.statements.checks import Verdict
from bot.statements.comparing import compare
from bot.statements.countering import (
    find_near,
    questions,
    says_disputed,
    undoes,
)
from bot.statements.judging import Opinion
from bot.support.support import find_doubts
from ingest.documents import Kind
from ingest.passages import document_of, language_of, metadata_of


@dataclass(frozen=True)
class Confirmed:
    """A verdict and what it rests on."""

    verdict: Verdict | None
    """None where code can't confirm what the model says."""
    quotes: tuple[GroundedQuote, ...]
    """Empty where there is no verdict, or it is that nothing is there."""
    dropped: tuple[Dropped, ...]


NOTHING = Confirmed(None, (), ())
"""No model was asked."""


def confirm(opinion: Opinion, statement: str, language: str, retrieval: Retrieval) -> Confirmed:
    """Check what a language model says of a statement."""
    case = _Case(statement, language, retrieval)
    passages = [found.passage for found in retrieval.all_passages]
    verdict = ground([Claim(statement, opinion.quotes)], passages) if opinion.quotes else None
    kept = verdict.claims[0].quotes if verdict and verdict.claims else ()
    dropped = verdict.dropped if verdict else ()
    match opinion.verdict:
        case Verdict.SUPPORTED:
            found, why = case.confirm_supported(kept)
        case Verdict.CONTRADICTED:
            found, why = case.confirm_contradicted(kept)
        case Verdict.DISPUTED:
            found, why = case.confirm_disputed(kept)
        case Verdict.NOT_IN_DOSSIER:
            found, why = case.confirm_not_there()
    reasons = (*dropped, *(Dropped(text=what, why=reason) for reason, what in why))
    return Confirmed(found.verdict, found.quotes, reasons)


_Reason = tuple[Why, str]
_Finding = tuple[Confirmed, tuple[_Reason, ...]]
_TOLD = frozenset((Why.SCOPE, Why.LEFT_OUT, Why.ORDER, Why.JOINED))
"""Doubts of what is told, but as the words of somebody, or among other things."""
_NONE = Confirmed(None, (), ())


@dataclass(frozen=True)
class _Case:
    """A statement and what was retrieved for it."""

    statement: str
    language: str
    retrieval: Retrieval

    def confirm_supported(self, quotes: Sequence[GroundedQuote]) -> _Finding:
        """Or find that it is disputed, where another speaker has another thing in its place."""
        if not quotes:
            return _NONE, ()
        if doubts := find_doubts(self.statement, self.language, quotes):
            return _NONE, tuple((doubt.why, doubt.what) for doubt in doubts)
        if said_by := next(filter(None, map(self._only_said_by, quotes)), None):
            return _NONE, ((Why.ONLY_SAID, said_by),)
        # A model that says yes may quote what speaks against it, too.
        behind = [q for q in quotes if not find_doubts(self.statement, self.language, [q])]
        behind = behind or list(quotes)
        aside = [quote for quote in quotes if quote not in behind]
        return self._weigh(behind, [*aside, *self._other_near(behind)])

    def _weigh(self, behind: Sequence[GroundedQuote], others: Sequence[GroundedQuote]) -> _Finding:
        """Set what speaks against a statement beside the quotes that say it."""
        for other in others:
            if self._is_undone_by(other) and _are_others(other, behind):
                return Confirmed(Verdict.DISPUTED, (*behind, other), ()), ()
            if self._is_questioned_by(other):
                return _NONE, ((Why.QUESTIONED, other.text),)
        return Confirmed(Verdict.SUPPORTED, tuple(behind), ()), ()

    def confirm_contradicted(self, quotes: Sequence[GroundedQuote]) -> _Finding:
        """Or find that it is disputed, where another speaker says all of it."""
        for quote in quotes:
            if not self._is_undone_by(quote):
                continue
            for near in filter(self._is_told_by, self._other_near([quote])):
                if _are_others(near, [quote]):
                    return Confirmed(Verdict.DISPUTED, (near, quote), ()), ()
                return _NONE, ((Why.QUESTIONED, near.text),)
            if says_disputed(quote):
                return _NONE, ((Why.QUESTIONED, quote.text),)
            return Confirmed(Verdict.CONTRADICTED, (quote,), ()), ()
        return _NONE, ((Why.NOT_UNDONE, quotes[0].text),) if quotes else ()

    def confirm_disputed(self, quotes: Sequence[GroundedQuote]) -> _Finding:
        """One quote says it, in whosever words, and that of another speaker says otherwise."""
        claims = [GroundedClaim(quote.text, (quote,)) for quote in quotes]
        question = Question(text=self.statement, language=self.language)
        if any(map(self._is_told_by, quotes)) and confirm_disagreement(claims, question):
            return Confirmed(Verdict.DISPUTED, tuple(quotes), ()), ()
        for one in filter(self._is_told_by, quotes):
            for other in quotes:
                if self._is_against(other) and _are_others(one, [other]):
                    return Confirmed(Verdict.DISPUTED, (one, other), ()), ()
        return _NONE, ((Why.NOT_UNDONE, quotes[0].text),) if quotes else ()

    def confirm_not_there(self) -> _Finding:
        """Unless a sentence that was found has all its dates, numbers and names, or undoes it.

        Where it has none of them, any sentence would have them all.
        """
        for near in find_near(self.retrieval):
            comparison = compare(self.statement, self.language, [near])
            lacks = comparison.differs or comparison.missing
            has_all = bool(comparison.agrees) and not lacks
            if has_all or self._is_undone_by(near):
                return _NONE, ((Why.IS_THERE, near.text),)
        return Confirmed(Verdict.NOT_IN_DOSSIER, (), ()), ()

    def _other_near(self, quotes: Sequence[GroundedQuote]) -> Iterator[GroundedQuote]:
        for near in find_near(self.retrieval):
            if not any(near.overlaps(quote) for quote in quotes):
                yield near

    def _is_told_by(self, quote: GroundedQuote) -> bool:
        """Whether a quote says all of it, if only that somebody says so."""
        doubts = find_doubts(self.statement, self.language, [quote])
        return {doubt.why for doubt in doubts} <= _TOLD

    def _is_against(self, quote: GroundedQuote) -> bool:
        is_told = self._is_told_by(quote)
        return not is_told and (
            self._is_undone_by(quote) or questions(self.statement, self.language, quote)
        )

    def _is_undone_by(self, quote: GroundedQuote) -> bool:
        return undoes(self.statement, self.language, quote)

    def _is_questioned_by(self, quote: GroundedQuote) -> bool:
        is_borne_out = not find_doubts(self.statement, self.language, [quote])
        return not is_borne_out and questions(self.statement, self.language, quote)

    def _only_said_by(self, quote: GroundedQuote) -> str | None:
        """Somebody whose words alone a quote gives, unless the statement names them."""
        words = sounds_in(self.statement)
        for name in _in_own_words(quote):
            if not any(has_name(spell(part), words, SAME_WORD) for part in name.split()):
                return name
        return None


def _in_own_words(quote: GroundedQuote) -> Iterator[str]:
    metadata = metadata_of(quote.passage)
    if metadata.party or metadata.kind in (Kind.STATEMENT, Kind.FILING):
        yield metadata.party or metadata.publisher or metadata.author or "?"
    for speaker in find_speakers(quote.text, language_of(quote.passage)):
        yield speaker.name


def _are_others(quote: GroundedQuote, quotes: Sequence[GroundedQuote]) -> bool:
    """Whether who says a quote says none of some others."""
    return all(_speakers(quote).isdisjoint(_speakers(other)) for other in quotes)


def _speakers(quote: GroundedQuote) -> frozenset[str]:
    """Who says it, by sound: those of the text, or else whoever publishes the document."""
    named = find_speakers(quote.text, language_of(quote.passage))
    metadata = metadata_of(quote.passage)
    whole = [speaker.name for speaker in named] or [
        metadata.party or metadata.publisher or metadata.author or document_of(quote.passage)
    ]
    return frozenset(spell(name).casefold() for name in whole)
