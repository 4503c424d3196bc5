"""A sentence of a claim beside one of a quote: what the one says and the other doesn't. Pure.

Neither is parsed. A claim passes where its words are the quote's, in the quote's order but for what
a preposition sets apart; where the languages differ, names, values and what decides the outcome
stand for the words, and the claim must have all of them that the quote has.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.answering.names import has_name
from bot.answers import Why
from bot.support.aligning import Aligned, align, decisive
from bot.support.doubt import Doubt
from bot.support.ordering import out_of_order
from bot.support.reading import Word
from bot.support.tables import meets, small_words
from bot.support.text import Text

_MAX_MORE = 2
"""Words that a translation may have beyond those of the original."""
_GOVERNING = frozenset(
    ["scope.say", "scope.alleged", "scope.false", "scope.if", "scope.or", "scope.unlike"]
)
_DENYING_ONCE = frozenset(["en", "de"])
_SAME_SPELT = 0.95
"""Jaro-Winkler similarity by sound from which a word is a name that the passage has elsewhere."""


def compare(claim: Text, quote: Text, elsewhere: frozenset[str]) -> tuple[Doubt, ...]:
    """Find what a sentence of a claim says that a sentence of a quote doesn't.

    `elsewhere`: the names of the passages that were quoted, by sound: what is one there is one in
    the claim too, though it begins a sentence or is German.
    """
    same = claim.language == quote.language
    aligned = align(claim.words, quote.words, same_language=same)
    stretches = [_stretch(aligned), *(() if same else (quote.words,))]
    alone = [
        *_missing(aligned, elsewhere, claim.language, same_language=same),
        *out_of_order(aligned, claim, quote),
        *_mixed(aligned),
        *_linked_otherwise(claim, aligned),
        *(() if same else _untold(aligned)),
    ]
    beside = min((_beside(claim, quote, aligned, words) for words in stretches), key=len)
    return tuple(dict.fromkeys([*alone, *beside]))


def _beside(
    claim: Text, quote: Text, aligned: Aligned, stretch: tuple[Word, ...]
) -> tuple[Doubt, ...]:
    """What differs from a stretch of the quote as a whole."""
    same = claim.language == quote.language
    found = [
        *_denied(claim, aligned, stretch, quote.language),
        *_out_of_scope(claim.words, stretch, quote.words),
        *_out_of_time(claim.words, stretch),
        *_not_yet(claim, stretch, quote.language),
        *_contrary(claim.words, stretch),
        *_joined(claim.words, stretch),
        *_left_out(aligned, stretch, same_language=same),
        *(() if same else _longer(aligned, stretch)),
    ]
    return tuple(found)


def _stretch(aligned: Aligned) -> tuple[Word, ...]:
    """The parts of the quote from the first to the last that has a word of the claim."""
    parts = [other.part for _, other in aligned.pairs]
    if not parts:
        return ()
    return tuple(word for word in aligned.quote if min(parts) <= word.part <= max(parts))


def _missing(
    aligned: Aligned, elsewhere: frozenset[str], language: str, *, same_language: bool
) -> Iterator[Doubt]:
    found = [other for _, other in aligned.pairs]
    # "Forscher Paul Meyer": German has a capital on every noun, and no name was left out.
    is_title = (
        language == "de"
        and not same_language
        and all(other in found for other in aligned.quote if other.is_name)
    )
    for word in aligned.unmatched:
        if word.is_date:
            yield Doubt(Why.DATE, word.text)
        elif word.is_number:
            yield Doubt(Why.NUMBER, word.text)
        elif (word.is_name and not is_title) or (
            word.text[0].isupper() and has_name(word.sound, elsewhere, _SAME_SPELT)
        ):
            yield Doubt(Why.NAME, word.text)
        elif any(concept.startswith("unit.") for concept in word.concepts):
            yield Doubt(Why.UNIT, word.text)
        elif _events(word):
            yield Doubt(Why.OUTCOME, word.text)
        elif same_language and not word.concepts:
            yield Doubt(Why.WORDS, word.text)


def _events(word: Word) -> frozenset[str]:
    """The concepts of a word that say what happened, who did it and to what."""
    return frozenset(c for c in word.concepts if c.startswith(("outcome.", "role.", "thing.")))


def _untold(aligned: Aligned) -> Iterator[Doubt]:
    """In another language: whether it can't be told what the claim says happened, or to what."""
    unknown = [word for word in aligned.unmatched if not word.concepts]
    events = {word.part for word, _ in aligned.pairs if _happens(word)}
    is_about = any(not _happens(word) for word, _ in aligned.pairs)
    is_open = len(events) > 1 and len({word.part for word in unknown}) > 1
    if unknown and (not events or not is_about or is_open):
        yield Doubt(Why.WORDS, " ".join(word.text for word in unknown))


def _happens(word: Word) -> bool:
    return any(concept.startswith("outcome.") for concept in word.concepts)


def _mixed(aligned: Aligned) -> Iterator[Doubt]:
    """What is told in one part of the quote, of what is in another."""
    for part in dict.fromkeys(word.part for word in aligned.claim):
        pairs = [pair for pair in aligned.pairs if pair[0].part == part]
        about = {other.part for word, other in pairs if not _is_told(word)}
        for word, other in pairs:
            is_apart = other.part not in (about or {pairs[0][1].part})
            if _is_told(word) and is_apart and _tells_more(aligned.quote, other.part):
                yield Doubt(Why.JOINED, word.text)


def _tells_more(quote: Iterable[Word], part: int) -> bool:
    """Whether a part has more than a number or date: "In October 2007, the court …"."""
    return any(word.part == part and not word.is_small and word.value is None for word in quote)


def _is_told(word: Word) -> bool:
    """Whether a word is what is told of something: an event, a number, a date."""
    return word.value is not None or _happens(word)


def _denied(
    claim: Text, aligned: Aligned, stretch: Sequence[Word], language: str
) -> Iterator[Doubt]:
    denied = _denials(claim.words, claim.language)
    if denied != _denials(stretch, language) or _denied_elsewhere(claim, aligned, language):
        yield Doubt(Why.NEGATION, claim.text)


def _denied_elsewhere(claim: Text, aligned: Aligned, language: str) -> bool:
    """Whether a part of the claim is denied and what it stands for in the quote is not."""
    denying = set(_denied_parts(claim.words, claim.language))
    denied = set(_denied_parts(aligned.quote, language))
    bare = {word.part for word in aligned.claim if word.lead is None}
    for part in sorted(bare):
        parts = {other.part for word, other in aligned.pairs if word.part == part}
        if not parts and part in denying and len(bare) > 1:
            return True
        if parts and (not parts & denied if part in denying else parts <= denied):
            return True
    return False


def _denials(words: Iterable[Word], language: str) -> int:
    """How often something is denied: French, Spanish and Russian need several words for once."""
    parts = _denied_parts(words, language)
    return len(parts if language in _DENYING_ONCE else set(parts))


def _denied_parts(words: Iterable[Word], language: str) -> list[int]:
    """The part of each word that denies something."""
    spoken = [(word.text.lower(), word.part) for word in words]
    negations, half = (small_words(kind, language) for kind in ("negations", "half_negations"))
    particles = {part for form, part in spoken if form in ("n", "ne")}
    return [
        part for form, part in spoken if form in negations or (form in half and part in particles)
    ]


def _out_of_scope(
    claim: Sequence[Word], stretch: Sequence[Word], sentence: Sequence[Word]
) -> Iterator[Doubt]:
    """A "may", an "only" that either has alone; "according to" holds for the whole sentence."""
    said = {c: w.text for w in claim for c in w.concepts if c.startswith("scope.")}
    meant = {c: w.text for w in sentence for c in w.concepts if c in _GOVERNING}
    meant |= {c: w.text for w in stretch for c in w.concepts if c.startswith("scope.")}
    for concept in sorted(said.keys() ^ meant.keys()):
        yield Doubt(Why.SCOPE, {**meant, **said}[concept])


def _not_yet(claim: Text, stretch: Sequence[Word], language: str) -> Iterator[Doubt]:
    """What is still to come told as done, or the other way round.

    German and Russian have forms that may mean either.
    """
    will = [small_words("futures", of) for of in (claim.language, language)]
    if all(will) and _any_meets(claim.words, will[0]) != _any_meets(stretch, will[1]):
        yield Doubt(Why.SCOPE, claim.text)


def _any_meets(words: Iterable[Word], wanted: Iterable[str]) -> bool:
    forms = [word.text for word in words if word.text.islower()]
    return any(meets(form, one) for form in forms for one in wanted)


def _contrary(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "cold" where the quote has "warm"."""
    meant = {c for c in _concepts(stretch) if c.startswith("contrast.")}
    for word in claim:
        for concept in sorted(c for c in word.concepts if c.startswith("contrast.")):
            group = concept.partition("_")[0] + "_"
            if concept not in meant and any(other.startswith(group) for other in meant):
                yield Doubt(Why.SCOPE, word.text)


def _out_of_time(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "before" or "after" that the quote doesn't have, or that the claim doesn't.

    "Until" and "since" may stand for them, and for a place.
    """
    said, meant = _concepts(claim), _concepts(stretch)
    for side, like, other, unlike in (
        ("time.before", "time.until", "time.after", "time.since"),
        ("time.after", "time.since", "time.before", "time.until"),
    ):
        for one, two in ((said, meant), (meant, said)):
            bare = side in one and not two & {side, like}
            turned = like in one and two & {other, unlike} and not two & {side, like}
            if bare or turned:
                yield Doubt(Why.ORDER, side.partition(".")[2])


def _joined(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "because" that the quote doesn't have."""
    meant = _concepts(stretch)
    for word in claim:
        joins = {concept for concept in decisive(word) if not concept.startswith("time.")}
        if word.is_small and joins and not word.concepts & meant:
            yield Doubt(Why.JOINED, word.text)


def _concepts(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(concept for word in words for concept in word.concepts)


def _linked_otherwise(claim: Text, aligned: Aligned) -> Iterator[Doubt]:
    """What a "because" or "after" introduces in the claim and not in the quote."""
    there = _links(aligned.quote)
    for concept, part in sorted(_links(claim.words).items()):
        inside = [other for word, other in aligned.pairs if word.part == part]
        outside = [other for word, other in aligned.pairs if word.part != part]
        if concept in there:
            is_linked = [other.part == there[concept] for other in inside]
            is_wrong = any(other.part == there[concept] for other in outside)
        else:
            link = next((w.start for w in aligned.quote if concept in w.concepts), None)
            is_linked = [link is None or other.start > link for other in inside]
            is_wrong = False
        if is_wrong or not any(is_linked) or not all(is_linked):
            yield Doubt(Why.ORDER, concept.partition(".")[2])


def _links(words: Sequence[Word]) -> dict[str, int]:
    """The parts that begin with a "because" or "after", if there are others."""
    firsts = {word.part: word for word in reversed(words)}
    if len(firsts) < 2:
        return {}
    return {
        concept: part
        for part, word in firsts.items()
        for concept in word.concepts
        if word.is_small and concept.startswith(("time.", "outcome.cause"))
    }


def _left_out(aligned: Aligned, stretch: Sequence[Word], *, same_language: bool) -> Iterator[Doubt]:
    """What the quote has beside the claim's words, without which they may mean something else."""
    kept = {place for place in aligned.places if place is not None}
    parts = {aligned.quote[place].part for place in kept}
    said = _concepts(aligned.claim)
    for at, word in enumerate(aligned.quote):
        if at in kept or word.is_small or word not in stretch or (_events(word) & said):
            continue
        if same_language:
            if word.part in parts and (len(parts) > 1 or _bears(at, aligned, kept)):
                yield Doubt(Why.LEFT_OUT, word.text)
        elif _counts(word) and not (word.is_name and {at - 1, at + 1} & kept):
            yield Doubt(Why.LEFT_OUT, word.text)  # but for Lake Brenn, le lac Brenn


def _counts(word: Word) -> bool:
    """Whether a word can be told in another language, so that its absence means something."""
    return word.is_name or word.value is not None or bool(_events(word))


def _bears(at: int, aligned: Aligned, kept: Iterable[int]) -> bool:
    """Whether a word that was left out may turn what is left: a verb, a subject, another number.

    Words with a preposition before them don't, nor do those right before a name or noun that is
    there still: "the British body BPI", "the BPI".
    """
    word = aligned.quote[at]
    if word.is_number:
        return _competes(word, aligned, kept)
    if _happens(word):
        return True
    if word.lead is not None or word.is_date:
        return False
    after = at + 1
    while after < len(aligned.quote) and after not in kept and not _is_wall(aligned.quote[after]):
        after += 1
    return after not in kept


def _is_wall(word: Word) -> bool:
    return word.is_small or word.is_number or _happens(word)


def _competes(word: Word, aligned: Aligned, kept: Iterable[int]) -> bool:
    """Whether a number stands where the claim's stands: what it counts may be something else."""
    others = (aligned.quote[at] for at in kept)
    leads = [other.lead for other in others if other.is_number]
    return word.is_number and (word.lead is None or word.lead in leads)


def _longer(aligned: Aligned, stretch: Sequence[Word]) -> Iterator[Doubt]:
    """In another language: words without a counterpart, being more than the quote has."""
    unmatched = list(aligned.unmatched)
    free = sum(not word.is_small for word in stretch) - sum(1 for _ in aligned.pairs)
    if len(unmatched) > free + _MAX_MORE:
        yield Doubt(Why.WORDS, " ".join(word.text for word in unmatched))
