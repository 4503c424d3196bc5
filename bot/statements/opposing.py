"""Whether a statement has the opposite outcome of a quote: granted, where it says refused. Pure."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.answers import Why
from bot.grounding import GroundedQuote
from bot.support.doubt import Doubt
from bot.support.reading import read_words
from ingest.passages import language_of

_ABOUT_OUTCOMES = frozenset((Why.OUTCOME, Why.LEFT_OUT))


def is_opposed(
    statement: str, language: str, quote: GroundedQuote, doubts: Sequence[Doubt]
) -> bool:
    """Whether nothing but opposite outcomes keep a quote from bearing a statement out.

    `doubts`: those of the statement beside the quote.
    """
    if not {doubt.why for doubt in doubts} <= _ABOUT_OUTCOMES:
        return False
    own = _outcomes(statement, language)
    theirs = _outcomes(quote.text, language_of(quote.passage) or language)
    said, meant = own - theirs, theirs - own
    pairs, undoing = _table()
    if any((one, other) in pairs for one in said for other in meant):
        return True
    # Nothing that the statement says is missing: what is left out of the quote undoes it.
    is_whole = all(doubt.why is Why.LEFT_OUT for doubt in doubts)
    return is_whole and bool(doubts) and all(_is_of(doubt.what, undoing, quote) for doubt in doubts)


def is_decisive(word: str, quote: GroundedQuote) -> bool:
    """Whether a word of a quote says what happened, or how surely."""
    return bool(_outcomes(word, language_of(quote.passage) or ""))


def _outcomes(text: str, language: str) -> frozenset[str]:
    return frozenset().union(*(word.concepts for word in read_words(text, language)))


def _is_of(word: str, concepts: frozenset[str], quote: GroundedQuote) -> bool:
    return bool(_outcomes(word, language_of(quote.passage) or "") & concepts)


@cache
def _table() -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Pairs, each both ways; and what undoes all beside it."""
    raw = tomllib.loads(Path(__file__).with_name("opposites.toml").read_text("utf-8"))
    pairs = {(one, other) for pair in raw["pairs"] for one, other in (pair, pair[::-1])}
    return frozenset(pairs), frozenset(raw["undoing"])
