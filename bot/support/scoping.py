"""Whether a claim is as sure, as wide and as early or late as its quote. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.answers import Why
from bot.support.doubt import Doubt
from bot.support.reading import Word
from bot.support.tables import meets, small_words
from bot.support.telling import concepts_of, happens
from bot.support.text import Text

_PRESENT_FUTURES = frozenset(["de", "ru"])
_GOVERNING = frozenset(
    ["scope.say", "scope.alleged", "scope.false", "scope.if", "scope.or", "scope.unlike"]
)


def out_of_scope(
    claim: Sequence[Word], stretch: Sequence[Word], sentence: Sequence[Word]
) -> Iterator[Doubt]:
    """A "may", an "only" that either has alone; "according to" holds for the whole sentence."""
    said = {c: w.text for w in claim for c in w.concepts if c.startswith("scope.")}
    meant = {c: w.text for w in sentence for c in w.concepts if c in _GOVERNING}
    meant |= {c: w.text for w in stretch for c in w.concepts if c.startswith("scope.")}
    for concept in sorted(said.keys() ^ meant.keys()):
        yield Doubt(Why.SCOPE, {**meant, **said}[concept])


def out_of_time(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "before" or "after" that the quote doesn't have, or that the claim doesn't.

    "Until" and "since" may stand for them, and for a place.
    """
    said, meant = concepts_of(claim), concepts_of(stretch)
    for side, like, other, unlike in (
        ("time.before", "time.until", "time.after", "time.since"),
        ("time.after", "time.since", "time.before", "time.until"),
    ):
        for one, two in ((said, meant), (meant, said)):
            bare = side in one and not two & {side, like}
            turned = like in one and two & {other, unlike} and not two & {side, like}
            if bare or turned:
                yield Doubt(Why.ORDER, side.partition(".")[2])


def not_yet(claim: Text, stretch: Sequence[Word], language: str) -> Iterator[Doubt]:
    """What is still to come told as done, or the other way round.

    German and Russian tell it by the present too, so there only what is past is told from it.
    """
    sides = [(claim.words, claim.language), (stretch, language)]
    will = [_any_meets(words, small_words("futures", of)) for words, of in sides]
    past = [_is_past(words, of) and not told for (words, of), told in zip(sides, will, strict=True)]
    sure = not {claim.language, language} & _PRESENT_FUTURES
    if (will[0] != will[1]) if sure else (will[0] and past[1]) or (will[1] and past[0]):
        yield Doubt(Why.SCOPE, claim.text)


def _is_past(words: Sequence[Word], language: str) -> bool:
    """Whether something has happened, by an auxiliary or the ending of what is done."""
    done = [word for word in words if happens(word)]
    is_past = _any_meets(done, small_words("past_endings", language))
    return is_past or _any_meets(words, small_words("past_auxiliaries", language))


def _any_meets(words: Iterable[Word], wanted: Iterable[str]) -> bool:
    forms = [word.text for word in words if word.text.islower()]
    return any(meets(form, one) for form in forms for one in wanted)


def contrary(claim: Sequence[Word], stretch: Sequence[Word]) -> Iterator[Doubt]:
    """A "cold" where the quote has "warm"."""
    meant = {c for c in concepts_of(stretch) if c.startswith("contrast.")}
    for word in claim:
        for concept in sorted(c for c in word.concepts if c.startswith("contrast.")):
            group = concept.partition("_")[0] + "_"
            if concept not in meant and any(other.startswith(group) for other in meant):
                yield Doubt(Why.SCOPE, word.text)
