"""Within a language: whether a claim has its quote's small words and its forms of words. Pure.

There a claim needs no words of its own: what it has beside the quote's may turn the quote round
("for" and "against", "up" and "down", "he" and "she", "is" and "was").
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from bot.answers import Why
from bot.support.aligning import Aligned
from bot.support.doubt import Doubt
from bot.support.names import is_same_name
from bot.support.pairing import Pair, is_right_behind, pair_words
from bot.support.reading import Word
from bot.support.tables import meets, same_leads, small_words
from bot.support.text import Text
from bot.support.turning import is_agent, is_passive

_OWNING = frozenset(["s", "of"])
"""“The glacier’s tongue” is “the tongue of the glacier”."""


def worded_otherwise(aligned: Aligned, claim: Text, quote: Text) -> Iterator[Doubt]:
    """Find the words that are others than the quote's, but for what turns active and passive."""
    turned = is_passive(claim) != is_passive(quote)
    pairs = list(pair_words(aligned, claim))
    for pair in pairs:
        if not _is_led_alike(pair, claim, quote, turned=turned):
            yield Doubt(Why.ORDER, pair.word.text)
        if not _has_form(pair, quote, turned=turned):
            yield Doubt(Why.WORDS, pair.word.text)
    yield from _owned_otherwise(pairs, claim, quote)
    beside = _beside(pairs, quote)
    yield from _added(claim, beside, _allowed(claim, beside) if turned else frozenset())
    yield from _changed_places(claim, beside)
    yield from _framed(pairs, quote)


def _is_led_alike(pair: Pair, claim: Text, quote: Text, *, turned: bool) -> bool:
    """Whether a word stands behind the same preposition in both."""
    alike = same_leads(claim.language)
    leads = [alike.get(word.lead or "", word.lead or "") for word in (pair.word, pair.other)]
    is_led = is_right_behind(pair.at, claim) or is_right_behind(pair.place, quote)
    if leads[0] == leads[1] or not is_led:
        return True
    if pair.word.is_date or pair.other.is_date:
        return all(not lead or lead in small_words("dated", claim.language) for lead in leads)
    agents = is_agent(pair.word, claim), is_agent(pair.other, quote)
    return turned and any(agents) and not all(leads)


def _has_form(pair: Pair, quote: Text, *, turned: bool) -> bool:
    """Whether a word stands in the quote's form, or in that of a passive of the same time."""
    one, other = pair.word.text.lower(), pair.other.text.lower()
    if one == other or pair.word.value is not None:
        return True
    if pair.is_named and quote.language != "de":
        return is_same_name(pair.word.text, pair.other.text, same_language=True)
    if quote.language == "en":
        pasts = small_words("pasts", "en")
        return turned and any(meets(other, past) for past in pasts) and not one.endswith("s")
    return turned or (quote.language in ("de", "ru") and not pair.is_done)


def _owned_otherwise(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """What is somebody's in the claim and not in the quote: "Bahr’s horse", "the horse Bahr’s"."""
    for pair, after in pairwise(pairs):
        owns = [
            [word.text for word in text.words[at + 1 : at + 2]] == ["s"]
            for text, at in ((claim, pair.at), (quote, pair.place))
        ]
        if all(owns) and after.place != pair.place + 2 and after.at == pair.at + 2:
            yield Doubt(Why.ORDER, f"{pair.word.text} … {after.word.text}")


def _beside(pairs: Sequence[Pair], quote: Text) -> tuple[Word, ...]:
    parts = {pair.other.part for pair in pairs}
    return tuple(word for word in quote.words if word.part in parts)


def _added(claim: Text, beside: Sequence[Word], allowed: frozenset[str]) -> Iterator[Doubt]:
    """The claim's small words that the quote doesn't have where it says the same."""
    alike = same_leads(claim.language)
    known = {form for word in beside for form in _forms(word, alike)} | allowed
    known |= small_words("free", claim.language)
    known |= _OWNING if known & _OWNING and claim.language == "en" else frozenset()
    for word in claim.words:
        is_dated = word.text.lower() in small_words("dated", claim.language)
        if word.is_small and not is_dated and not _forms(word, alike) & known:
            yield Doubt(Why.WORDS, word.text)


def _forms(word: Word, alike: Mapping[str, str]) -> set[str]:
    form = word.text.lower()
    return {form, alike.get(form, form)}


def _allowed(claim: Text, beside: Sequence[Word]) -> frozenset[str]:
    """What a passive of the same time has beyond the active: "was … by"."""
    forms = [word.text.lower() for word in beside if not word.is_small]
    pasts = small_words("pasts", claim.language)
    is_past = any(meets(form, past) for form in forms for past in pasts)
    more = small_words("past_passives", claim.language) if is_past else frozenset()
    always = small_words("participles_of_be", claim.language)
    there = {word.text.lower() for word in beside}
    groups = [set(entry.split()) for entry in small_words("same_auxiliaries", claim.language)]
    same = {form for group in groups if group & there for form in group}
    return small_words("agents", claim.language) | always | more | same


def _changed_places(claim: Text, beside: Sequence[Word]) -> Iterator[Doubt]:
    """Pronouns in another order than the quote's: only that tells who is meant by which."""
    pronouns = small_words("pronouns", claim.language)
    said = [word.text.lower() for word in claim.words if word.text.lower() in pronouns]
    rest = iter([word.text.lower() for word in beside])
    if not all(form in rest for form in said):
        yield Doubt(Why.ORDER, " ".join(said))


def _framed(pairs: Sequence[Pair], quote: Text) -> Iterator[Doubt]:
    """A phrase set apart that was left out, and may be where it is so: "In the novel"."""
    kept = {pair.other.part for pair in pairs}
    leads = small_words("leads", quote.language)
    for part, words in groupby(quote.words, key=lambda word: word.part):
        phrase = list(words)
        if part in kept or phrase[0].text.lower() not in leads:
            continue
        if any(not w.is_small and not w.is_name and w.value is None for w in phrase):
            yield Doubt(Why.LEFT_OUT, " ".join(word.text for word in phrase))
