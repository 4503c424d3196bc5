"""A sentence of a claim beside one of a quote: what the one says and the other doesn't. Pure.

Neither is parsed. A claim passes where its words are the quote's, in the quote's order but for what
a preposition sets apart; where the languages differ, names, values and what decides the outcome
stand for the words, and the claim must have all of them that the quote has.
"""

from bot.support.aligning import Aligned, align
from bot.support.covering import left_out, longer, missing, shorter, untold
from bot.support.denying import denied_otherwise
from bot.support.doubt import Doubt
from bot.support.linking import joins_more, linked_otherwise, mixed
from bot.support.ordering import out_of_order
from bot.support.reading import Word
from bot.support.scoping import contrary, not_yet, out_of_scope, out_of_time
from bot.support.text import Text
from bot.support.wording import worded_otherwise


def compare(claim: Text, quote: Text, elsewhere: frozenset[str]) -> tuple[Doubt, ...]:
    """Find what a sentence of a claim says that a sentence of a quote doesn't.

    `elsewhere`: the names of the passages that were quoted, by sound: what is one there is one in
    the claim too, though it begins a sentence or is German.
    """
    same = claim.language == quote.language
    aligned = align(claim.words, quote.words, same_language=same)
    stretches = [_stretch(aligned), *(() if same else (quote.words,))]
    alone = [
        *missing(aligned, elsewhere, claim.language, same_language=same),
        *out_of_order(aligned, claim, quote),
        *mixed(aligned),
        *linked_otherwise(claim, aligned),
        *(worded_otherwise(aligned, claim, quote) if same else untold(aligned, claim)),
        *(() if same else shorter(aligned, quote)),
    ]
    beside = min((_beside(claim, quote, aligned, words) for words in stretches), key=len)
    return tuple(dict.fromkeys([*alone, *beside]))


def _beside(
    claim: Text, quote: Text, aligned: Aligned, stretch: tuple[Word, ...]
) -> tuple[Doubt, ...]:
    """What differs from a stretch of the quote as a whole."""
    same = claim.language == quote.language
    found = [
        *denied_otherwise(claim, aligned, stretch, quote.language),
        *out_of_scope(claim.words, stretch, quote.words),
        *out_of_time(claim.words, stretch),
        *not_yet(claim, stretch, quote.language),
        *contrary(claim.words, stretch),
        *joins_more(claim.words, stretch),
        *left_out(aligned, stretch, same_language=same),
        *(() if same else longer(aligned, stretch)),
    ]
    return tuple(found)


def _stretch(aligned: Aligned) -> tuple[Word, ...]:
    """The parts of the quote from the first to the last that has a word of the claim."""
    parts = [other.part for _, other in aligned.pairs]
    if not parts:
        return ()
    return tuple(word for word in aligned.quote if min(parts) <= word.part <= max(parts))
