"""What speaks against a statement: quotes that undo it, or call it in question. Pure."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from bot.answering.dates import Date
from bot.answering.held import read
from bot.answers import Why
from bot.grounding import GroundedQuote
from bot.retrieval import Retrieval
from bot.statements.details import Details, find_details
from bot.statements.opposing import is_decisive, is_opposed
from bot.support.doubt import Doubt
from bot.support.support import find_doubts
from ingest.passages import language_of

NEAR = 0.05
"""How much less similar than the closest sentence one may be that still is about the same thing."""
MAX_NEAR = 12


def undoes(statement: str, language: str, quote: GroundedQuote) -> bool:
    """Whether a statement would be borne out by a quote, but for one thing that can't be true too.

    So a quote about another thing, of which something else is told, undoes nothing.
    """
    doubts = find_doubts(statement, language, [quote])
    if not doubts:
        return False
    if _telling(doubts, quote) == {Why.NEGATION} or is_opposed(statement, language, quote, doubts):
        return True
    doubted = {doubt.why for doubt in doubts}
    return any(
        why in doubted and not _telling(find_doubts(changed, language, [quote]), quote)
        for why, changed in _exchange(statement, language, quote)
    )


def find_near(retrieval: Retrieval) -> list[GroundedQuote]:
    """The sentences that come about as close as the closest one, the closest first."""
    sentences = [
        (sentence.similarity, GroundedQuote(found.passage, sentence.span, sentence.text))
        for found in retrieval.all_passages
        for sentence in found.sentences
    ]
    sentences.sort(key=lambda each: -each[0])
    least = sentences[0][0] - NEAR if sentences else 0.0
    return [quote for similarity, quote in sentences[:MAX_NEAR] if similarity >= least]


def questions(statement: str, language: str, quote: GroundedQuote) -> bool:
    """Whether a quote, near a statement, may say otherwise: it is not known that it does.

    It says that sources disagree, or it has another date or number where the statement's names are.
    """
    own = find_details(statement, language)
    if not _shares_names(own, quote, language):
        return False
    theirs = find_details(quote.text, language_of(quote.passage))
    others = chain(_other_dates(own, theirs), _other_numbers(own, theirs))
    return says_disputed(quote) or next(others, None) is not None


def _shares_names(own: Details, quote: GroundedQuote, language: str) -> bool:
    """Whether a quote has half of a statement's names, so that it may be about the same thing."""
    held = read(quote.text, language_of(quote.passage))
    same = language_of(quote.passage) == language
    told = [all(held.tells_name(word, same) for word in words) for _, words in own.names]
    return 2 * sum(told) >= len(told)


def says_disputed(quote: GroundedQuote) -> bool:
    """Whether a quote itself tells that its sources do not agree, or takes no side."""
    return any(p.search(quote.text) for p in _cues().get(language_of(quote.passage) or "", ()))


def _telling(doubts: Sequence[Doubt], quote: GroundedQuote) -> set[Why]:
    """Sorts of doubts, but for plain words of the quote that the statement has not.

    They may be of a place or a manner; what happened they don't change.
    """
    return {
        doubt.why
        for doubt in doubts
        if doubt.why is not Why.LEFT_OUT or is_decisive(doubt.what, quote)
    }


def _exchange(statement: str, language: str, quote: GroundedQuote) -> Iterator[tuple[Why, str]]:
    """The statement with one thing of the quote in the place of its own, and what sort that is."""
    own = find_details(statement, language)
    theirs = find_details(quote.text, language_of(quote.passage))
    for said, here in _other_dates(own, theirs):
        yield Why.DATE, statement.replace(said, here, 1)
    for said, here in _other_numbers(own, theirs):
        yield Why.NUMBER, statement.replace(said, here, 1)
    for said, _ in own.names:
        for here, _ in theirs.names:
            if here not in statement:
                yield Why.NAME, statement.replace(said, here, 1)


def _other_dates(own: Details, theirs: Details) -> Iterator[tuple[str, str]]:
    for said, date in own.dates:
        if not any(_agree(date, other) for _, other in theirs.dates):
            yield from ((said, here) for here, other in theirs.dates if _clash(date, other))


def _other_numbers(own: Details, theirs: Details) -> Iterator[tuple[str, str]]:
    for number in own.numbers:
        if not any(number.is_same(other) for other in theirs.numbers):
            alike = filter(number.is_alike, theirs.numbers)
            yield from ((number.text, other.text) for other in alike)


def _clash(one: Date, other: Date) -> bool:
    """Whether two dates can't be one."""
    pairs = zip(one, other, strict=True)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _agree(one: Date, other: Date) -> bool:
    shared = [pair for pair in zip(one, other, strict=True) if None not in pair]
    return bool(shared) and all(a == b for a, b in shared)


@cache
def _cues() -> dict[str, list[re.Pattern[str]]]:
    raw: dict[str, list[str]] = tomllib.loads(
        Path(__file__).with_name("disputes.toml").read_text("utf-8")
    )
    return {language: [_cue(cue) for cue in cues] for language, cues in raw.items()}


def _cue(cue: str) -> re.Pattern[str]:
    ending = r"\w*" if cue.endswith("*") else ""
    return re.compile(rf"\b{re.escape(cue.rstrip('*'))}{ending}\b", re.IGNORECASE)
