"""Who does it, where a language tells it by cases: German by articles, Russian by endings. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.answers import Why
from bot.support.doubt import Doubt
from bot.support.pairing import Pair
from bot.support.reading import Word
from bot.support.text import Text

_RUSSIAN_VERB = re.compile(
    r"(?:.{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ют|ят|ёт|ется|ится|ются|ятся|ться)|.{3,}[аеиоуыэюя]ть)"
)
_MASCULINE_VERB = re.compile(r".{2,}л(?:ся)?")
_NO_SUBJECT = re.compile(r".{2,}(?:у|ю|ом|ем|ым|им|ого|его|ому|ему|ой)")
_FEMININE = re.compile(r".{2,}[ая]")
_OBJECTS = frozenset(["den", "dem", "einen", "einem", "seinen", "ihren", "diesen", "keinen"])
_CLITICS = frozenset(["lo", "los", "le", "les"])
_CASES = {
    "der": "nominative", "ein": "nominative", "den": "accusative", "einen": "accusative",
    "dem": "dative", "einem": "dative",
}  # fmt: skip
"""Articles that have another form where a man does something and where it is done to him."""


def is_russian_verb(word: Word) -> bool:
    """Whether a word may be a verb, by its ending."""
    return not word.is_name and _RUSSIAN_VERB.fullmatch(word.text.lower()) is not None


def other_cases(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """Within a language: words that stand bare in both texts and in different cases."""
    if _begins_with_object(claim) != _begins_with_object(quote) and claim.language == "es":
        yield Doubt(Why.ORDER, claim.text)
    for pair in pairs:
        if not pair.is_bare or pair.word.value is not None:
            continue
        if (claim.language == "ru" and _is_declined(pair)) or (
            claim.language == "de" and _article(claim, pair.at) != _article(quote, pair.place)
        ):
            yield Doubt(Why.ORDER, pair.word.text)


def objects_first(pairs: Sequence[Pair], claim: Text, quote: Text) -> Iterator[Doubt]:
    """In another language: a sentence that begins with the one to whom it is done."""
    for text, bare in (
        (claim, [(pair.at, pair.word) for pair in pairs if pair.word.lead is None]),
        (quote, [(pair.place, pair.other) for pair in pairs if pair.other.lead is None]),
    ):
        if _begins_with_object(text):
            yield Doubt(Why.ORDER, text.text)
        if text.language == "ru":
            yield from _russian_object(sorted(bare, key=lambda one: one[0]))


def _begins_with_object(text: Text) -> bool:
    """Whether it does as in "Den Direktor entließ …", "A Ruiz lo venció …"."""
    first, *others = (word.text.lower() for word in text.words)
    if text.language == "es":
        return first in ("a", "al") and not _CLITICS.isdisjoint(others)
    return text.language == "de" and first in _OBJECTS


def _russian_object(bare: Sequence[tuple[int, Word]]) -> Iterator[Doubt]:
    """A name before the verb that can't be its subject: Иванова обвинил, Петрову отказал."""
    verbs = [(at, word) for at, word in bare if is_russian_verb(word)]
    for at, name in bare[:1]:
        form = name.text.lower()
        after = next((verb.text.lower() for place, verb in verbs if place > at), None)
        if name.text[0].isupper() and after is not None and not is_russian_verb(name):
            is_object = _MASCULINE_VERB.fullmatch(after) and _FEMININE.fullmatch(form)
            if is_object or _NO_SUBJECT.fullmatch(form):
                yield Doubt(Why.ORDER, name.text)


def _is_declined(pair: Pair) -> bool:
    is_verb = pair.is_done or is_russian_verb(pair.word)
    return pair.word.text.lower() != pair.other.text.lower() and not is_verb


def _article(text: Text, at: int) -> str | None:
    """The case that the article before a word tells."""
    before = text.words[at - 1].text.lower() if at else ""
    return _CASES.get(before)
