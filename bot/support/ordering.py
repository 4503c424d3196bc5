"""Whether a claim's words are in the order of its quote's, as far as order tells roles. Pure.

What a preposition sets apart may move, and so may dates. A sentence may be turned from active to
passive, but not half turned.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.answers import Why
from bot.support.aligning import Aligned
from bot.support.cases import is_russian_verb, objects_first, other_cases
from bot.support.doubt import Doubt
from bot.support.pairing import Pair, is_right_behind, pair_words
from bot.support.reading import Word
from bot.support.tables import small_words
from bot.support.text import Text
from bot.support.turning import is_agent, is_passive, is_turned_round

_JOINING = frozenset(["of", "s", "de", "du", "d", "des", "del", "von", "vom", "in"])
"""Small words between two that make one of them the other's."""


def out_of_order(aligned: Aligned, claim: Text, quote: Text) -> Iterator[Doubt]:
    """Find words that changed places as they do where roles are swapped."""
    pairs = list(pair_words(aligned, claim))
    if claim.language != quote.language:
        yield from objects_first(pairs, claim, quote)
        yield from _turned(pairs, claim, quote)
        yield from _other_side(pairs, claim, quote)
        yield from _led_against(pairs, claim, quote)
        return
    yield from _led_otherwise(pairs, quote)
    yield from other_cases(pairs, claim, quote)
    if is_passive(claim) == is_passive(quote):
        yield from _turned(pairs, claim, quote)
    elif not is_turned_round(pairs, claim, quote):
        yield Doubt(Why.ORDER, claim.text)


def _turned(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """Two words that stand the other way round in the quote."""
    placed = [pair for pair in pairs if _has_place(pair, claim, quote)]
    for one, later in combinations(placed, 2):
        if (
            later.place < one.place
            and _is_ordered(one, later, claim, quote)
            and not _touch(one, later, claim, quote)
        ):
            yield Doubt(Why.ORDER, f"{one.word.text} … {later.word.text}")


def _has_place(pair: Pair, claim: Text, quote: Text) -> bool:
    """Whether it matters where a word stands beside others."""
    word = pair.word
    only_scope = bool(word.concepts) and not word.is_name and _has_only_scope(word)
    if only_scope or _is_beside_date(pair.at, claim) or _is_beside_date(pair.place, quote):
        return False
    if word.is_date:
        return True
    if claim.language != quote.language:
        return pair.is_named or word.is_number or pair.is_about or pair.is_cognate
    if word.is_number:
        return True
    if claim.language == "de":
        # The verb is second, whatever comes first.
        return word.text[0].isupper()
    return not (claim.language == "ru" and is_russian_verb(word))


def _has_only_scope(word: Word) -> bool:
    return all(concept.startswith("scope.") for concept in word.concepts)


def _is_ordered(one: Pair, other: Pair, claim: Text, quote: Text) -> bool:
    """Whether two words have to keep their order: not where prepositions set them apart.

    In another language numbers do among numbers, and names among names.
    """
    if one.word.is_date or other.word.is_date:
        return one.word.is_date and other.word.is_date
    is_mixed = one.word.is_number != other.word.is_number
    if claim.language != quote.language:
        # "won two prizes in Locarno", "gewann in Locarno zwei Preise"
        places = [_is_place(pair, claim, quote) for pair in (one, other)]
        is_apart = (places[0] and other.is_bare) or (one.is_bare and places[1])
        return not is_mixed and not is_apart
    leads = (one.word.lead, one.other.lead), (other.word.lead, other.other.lead)
    is_apart = (one.is_led or other.is_led) and leads[0] != leads[1]
    return not is_apart


def _is_place(pair: Pair, claim: Text, quote: Text) -> bool:
    """Whether it says where, in both texts."""
    return pair.word.lead in small_words("places", claim.language) and (
        pair.other.lead in small_words("places", quote.language)
    )


def _is_beside_date(at: int, text: Text) -> bool:
    """Whether a word belongs to a date: "summer 2007", "early August"."""
    word, after = text.words[at], text.words[at + 1 : at + 2]
    return not word.is_name and word.value is None and any(other.is_date for other in after)


def _touch(one: Pair, other: Pair, claim: Text, quote: Text) -> bool:
    """Whether two words stand side by side in both texts: they are one thing, named either way."""
    if one.word.is_number or other.word.is_number:
        return False
    in_claim = _between(claim, one.at, other.at)
    in_quote = _between(quote, one.place, other.place)
    # One after the other in both is "Norvik bought", "bought Norvik".
    is_one_thing = claim.language != quote.language or bool(in_claim) or bool(in_quote)
    return is_one_thing and _are_joined(in_claim, claim) and _are_joined(in_quote, quote)


def _between(text: Text, one: int, other: int) -> Sequence[Word]:
    first, last = sorted((one, other))
    return text.words[first + 1 : last]


def _are_joined(between: Sequence[Word], text: Text) -> bool:
    joining = _JOINING | small_words("articles", text.language)
    return all(word.text.lower() in joining for word in between)


def _led_otherwise(pairs: Sequence[Pair], quote: Text) -> Iterator[Doubt]:
    """Of several numbers, one behind another preposition: "by 6" in place of "to 6"."""
    for pair in pairs:
        beside = [one for one in quote.words if one.is_number and one.part == pair.other.part]
        if pair.word.is_number and pair.word.lead != pair.other.lead and len(beside) > 1:
            yield Doubt(Why.ORDER, pair.word.text)


def _led_against(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """In another language: "for" in place of "against", "to Lind" in place of "from Lind"."""
    for pair in pairs:
        sides = (pair.word.lead, claim.language), (pair.other.lead, quote.language)
        against, favour, source, goal = (
            [lead in small_words(kind, language) for lead, language in sides]
            for kind in ("against", "favour", "sources", "goals")
        )
        is_led = is_right_behind(pair.at, claim) and is_right_behind(pair.place, quote)
        turned = (source[0] and goal[1]) or (goal[0] and source[1])
        opposed = (against[0] and favour[1]) or (favour[0] and against[1])
        if opposed or (turned and pair.is_named and is_led):
            yield Doubt(Why.ORDER, pair.word.text)


def _other_side(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """In another language: a name that stands on the other side of what is done."""
    if is_passive(claim) != is_passive(quote):
        yield from _other_agent(pairs, claim, quote)
        return
    named = [pair for pair in pairs if pair.is_named or pair.has_role or pair.is_cognate]
    for act in pairs:
        if not (act.is_bare and act.is_done) or _is_verb_second(act, named, claim, quote):
            continue
        for name in named:
            is_bare = name.word.lead is None or name.other.lead is None
            if is_bare and (act.at < name.at) != (act.place < name.place):
                yield Doubt(Why.ORDER, f"{name.word.text} … {act.word.text}")


def _other_agent(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """In another language: a passive whose "by" is not who does it in the active."""
    is_turned = is_passive(claim)
    passive = claim if is_turned else quote
    acts = [pair for pair in pairs if pair.is_done]
    agents = [pair for pair in pairs if is_agent(pair.word if is_turned else pair.other, passive)]
    subjects = [
        pair
        for pair in pairs
        if (pair.is_named or pair.has_role)
        and (pair.other if is_turned else pair.word).lead is None
        if all((pair.place < act.place) if is_turned else (pair.at < act.at) for act in acts)
    ]
    if acts and agents and subjects and not any(subject in agents for subject in subjects):
        yield Doubt(Why.ORDER, subjects[0].word.text)


def _is_verb_second(act: Pair, named: Sequence[Pair], claim: Text, quote: Text) -> bool:
    """German sets the verb before the subject where a time or place comes first."""
    return (
        claim.language == "de"
        and all(act.at < name.at for name in named)
        and _begins_apart(claim, act.word.part)
    ) or (
        quote.language == "de"
        and all(act.place < name.place for name in named)
        and _begins_apart(quote, act.other.part)
    )


def _begins_apart(text: Text, part: int) -> bool:
    first = next(word for word in text.words if word.part == part and not word.is_small)
    return first.lead is not None or first.is_date
