"""Whether a claim's words are in the order of its quote's, as far as order tells roles. Pure.

What a preposition sets apart may move, and so may dates. A sentence may be turned from active to
passive, but not half turned.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.answers import Why
from bot.support.aligning import Aligned, decisive
from bot.support.doubt import Doubt
from bot.support.pairing import Pair, pair_words
from bot.support.reading import Word
from bot.support.tables import small_words
from bot.support.text import Text
from bot.support.turning import is_passive, is_turned_round

_RUSSIAN_VERB = re.compile(
    r".{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ют|ят|ёт|ется|ится|ются|ятся|ть|ться)"
)
_JOINING = frozenset(["of", "s", "de", "du", "d", "des", "del", "von", "vom", "in"])
"""Small words between two that make one of them the other's."""


def out_of_order(aligned: Aligned, claim: Text, quote: Text) -> Iterator[Doubt]:
    """Find words that changed places as they do where roles are swapped."""
    pairs = list(pair_words(aligned, claim))
    if claim.language != quote.language:
        yield from _turned(pairs, claim, quote)
        yield from _other_side(pairs, claim, quote)
        return
    yield from _led_otherwise(pairs, quote)
    if claim.language == "ru":
        yield from _declined(pairs)
    if is_passive(claim) == is_passive(quote):
        yield from _turned(pairs, claim, quote)
    elif not is_turned_round(pairs, claim, quote):
        yield Doubt(Why.ORDER, claim.text)


def _turned(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """Two words that stand the other way round in the quote."""
    same = claim.language == quote.language
    placed = [pair for pair in pairs if _has_place(pair, claim, quote)]
    for one, later in combinations(placed, 2):
        if (
            later.place < one.place
            and _is_ordered(one, later, same_language=same)
            and not _touch(one, later, claim, quote)
        ):
            yield Doubt(Why.ORDER, f"{one.word.text} … {later.word.text}")


def _has_place(pair: Pair, claim: Text, quote: Text) -> bool:
    """Whether it matters where a word stands beside others."""
    word = pair.word
    only_scope = bool(word.concepts) and not decisive(word) and not word.is_name
    if word.is_date or only_scope or _is_beside_date(pair.at, claim):
        return False
    if _is_beside_date(pair.place, quote):
        return False
    if claim.language != quote.language:
        return pair.is_named or word.is_number or pair.has_role
    if word.is_number:
        return True
    if claim.language == "de":
        # The verb is second, whatever comes first.
        return not pair.is_led and word.text[0].isupper()
    return not pair.is_led and not (claim.language == "ru" and _is_russian_verb(word))


def _is_ordered(one: Pair, other: Pair, *, same_language: bool) -> bool:
    """Whether two words have to keep their order: numbers among numbers, names among names."""
    numbers = [pair for pair in (one, other) if pair.word.is_number]
    if len(numbers) != 1:
        return True
    return same_language and not numbers[0].is_led


def _is_beside_date(at: int, text: Text) -> bool:
    """Whether a word belongs to a date: "summer 2007", "early August"."""
    word, after = text.words[at], text.words[at + 1 : at + 2]
    return not word.is_name and word.value is None and any(other.is_date for other in after)


def _touch(one: Pair, other: Pair, claim: Text, quote: Text) -> bool:
    """Whether two words stand side by side in both texts: they are one thing, named either way."""
    if one.word.is_number or other.word.is_number:
        return False
    return _are_joined(claim, one.at, other.at) and _are_joined(quote, one.place, other.place)


def _are_joined(text: Text, one: int, other: int) -> bool:
    first, last = sorted((one, other))
    joining = _JOINING | small_words("articles", text.language)
    return all(word.text.lower() in joining for word in text.words[first + 1 : last])


def _is_russian_verb(word: Word) -> bool:
    return not word.is_name and _RUSSIAN_VERB.fullmatch(word.text.lower()) is not None


def _declined(pairs: Sequence[Pair]) -> Iterator[Doubt]:
    """Russian tells roles by cases: the words that stand bare keep theirs."""
    for pair in pairs:
        is_verb = pair.is_done or _is_russian_verb(pair.word)
        is_declined = pair.word.text.lower() != pair.other.text.lower()
        if is_declined and pair.is_bare and pair.word.value is None and not is_verb:
            yield Doubt(Why.ORDER, pair.word.text)


def _led_otherwise(pairs: Sequence[Pair], quote: Text) -> Iterator[Doubt]:
    """Of several numbers, one behind another preposition: "by 6" in place of "to 6"."""
    for pair in pairs:
        beside = [one for one in quote.words if one.is_number and one.part == pair.other.part]
        if pair.word.is_number and pair.word.lead != pair.other.lead and len(beside) > 1:
            yield Doubt(Why.ORDER, pair.word.text)


def _other_side(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """In another language: a name that stands on the other side of what is done."""
    if is_passive(claim) != is_passive(quote):
        return
    named = [pair for pair in pairs if pair.is_named or pair.has_role]
    for act in pairs:
        if not (act.is_bare and act.is_done) or _is_verb_second(act, named, claim, quote):
            continue
        for name in named:
            is_bare = name.word.lead is None or name.other.lead is None
            if is_bare and (act.at < name.at) != (act.place < name.place):
                yield Doubt(Why.ORDER, f"{name.word.text} … {act.word.text}")


def _is_verb_second(act: Pair, named: Sequence[Pair], claim: Text, quote: Text) -> bool:
    """German sets the verb before the subject where something else comes first."""
    if claim.language == "de" and all(act.at < name.at for name in named):
        return True
    return quote.language == "de" and all(act.place < name.place for name in named)
