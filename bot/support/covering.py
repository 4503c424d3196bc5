"""Whether a quote has the words of a claim, and the claim those of the quote that matter. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.answering.names import has_name
from bot.answers import Why
from bot.support.aligning import Aligned
from bot.support.doubt import Doubt
from bot.support.quantities import Quantity
from bot.support.reading import Word
from bot.support.tables import small_words
from bot.support.telling import concepts_of, events_of, happens
from bot.support.text import Text

_MAX_MORE = 2
"""Words that a translation may have beyond those of the original."""
_SAME_SPELT = 0.95
"""Jaro-Winkler similarity by sound from which a word is a name that the passage has elsewhere."""


def missing(
    aligned: Aligned, elsewhere: frozenset[str], language: str, *, same_language: bool
) -> Iterator[Doubt]:
    """Words of the claim that the quote doesn't have; `language` is the claim's."""
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
        elif events_of(word):
            yield Doubt(Why.OUTCOME, word.text)
        elif same_language and not word.concepts:
            yield Doubt(Why.WORDS, word.text)


def untold(aligned: Aligned, claim: Text) -> Iterator[Doubt]:
    """In another language: whether it can't be told what the claim says happened, or to what."""
    unknown = [word for word in aligned.unmatched if not word.concepts]
    events = {word.part for word, _ in aligned.pairs if happens(word)}
    is_about = any(not happens(word) for word, _ in aligned.pairs)
    is_open = len(events) > 1 and len({word.part for word in unknown}) > 1
    if unknown and (not events or not is_about or is_open):
        yield Doubt(Why.WORDS, " ".join(word.text for word in unknown))
    for word in unknown:
        if _is_bare_noun(word, aligned, claim):
            yield Doubt(Why.WORDS, word.text)


def _is_bare_noun(word: Word, aligned: Aligned, claim: Text) -> bool:
    """Whether a word stands alone behind an article or number, or has a capital.

    Before another that was found it only says which one.
    """
    if word.lead is not None:
        return False
    at = claim.words.index(word)
    before, after = claim.words[max(at - 1, 0) : at], claim.words[at + 1 : at + 2]
    found = [one for one, _ in aligned.pairs]
    is_name = word.text[0].isupper() and claim.language != "de"
    if not is_name and any(
        other in found and other.value is None and not happens(other) for other in after
    ):
        return False
    articles = small_words("articles", claim.language)
    return word.text[0].isupper() or any(
        other.text.lower() in articles or not other.is_small for other in before
    )


def left_out(aligned: Aligned, stretch: Sequence[Word], *, same_language: bool) -> Iterator[Doubt]:
    """What the quote has beside the claim's words, without which they may mean something else."""
    kept = {place for place in aligned.places if place is not None}
    parts = {aligned.quote[place].part for place in kept}
    said = concepts_of(aligned.claim)
    for at, word in enumerate(aligned.quote):
        if at in kept or word.is_small or word not in stretch or (events_of(word) & said):
            continue
        if same_language:
            if word.part in parts and (len(parts) > 1 or _bears(at, aligned, kept)):
                yield Doubt(Why.LEFT_OUT, word.text)
        elif _counts(word) and not (word.is_name and {at - 1, at + 1} & kept):
            yield Doubt(Why.LEFT_OUT, word.text)  # but for Lake Brenn, le lac Brenn


def _counts(word: Word) -> bool:
    """Whether a word can be told in another language, so that its absence means something."""
    return word.is_name or word.value is not None or bool(events_of(word))


def _bears(at: int, aligned: Aligned, kept: Iterable[int]) -> bool:
    """Whether a word that was left out may turn what is left: a verb, a subject, another number.

    A phrase with a name or a sum behind its preposition doesn't ("in Turin", not "in mice"), nor do
    those right before a name that say who that is: "the company Norvik", not "the draft law".
    """
    word = aligned.quote[at]
    if word.is_number:
        return _competes(word, aligned, kept)
    if happens(word):
        return True
    if word.is_date:
        return False
    if word.lead is not None and any(_is_telling(other) for other in _phrase(at, aligned.quote)):
        return False
    after = at
    while after < len(aligned.quote) and after not in kept and _only_names(aligned.quote[after]):
        after += 1
    return after not in kept or not aligned.quote[after].is_name


def _is_telling(word: Word) -> bool:
    """Whether a word tells where, with whom or for how much, which may be left out."""
    is_share = isinstance(word.value, Quantity) and word.value.unit in ("percent", "permille")
    return word.is_name or (word.value is not None and not is_share)


def _phrase(at: int, words: Sequence[Word]) -> Iterator[Word]:
    """The words behind one preposition: "of the company Norvik"."""
    lead, start = words[at].lead, at
    while start and words[start - 1].lead == lead and words[start].text.lower() != lead:
        start -= 1
    for word in words[start:]:
        if word.lead != lead or (word.text.lower() == lead and word is not words[start]):
            return
        yield word


def _only_names(word: Word) -> bool:
    """Whether a word before a name says no more than who it is: a role, a thing, a name."""
    about = any(concept.startswith(("role.", "thing.")) for concept in word.concepts)
    return not word.is_small and word.value is None and (about or word.is_name)


def _competes(word: Word, aligned: Aligned, kept: Iterable[int]) -> bool:
    """Whether a number stands where the claim's stands: what it counts may be something else."""
    others = (aligned.quote[at] for at in kept)
    leads = [other.lead for other in others if other.is_number]
    return word.is_number and (word.lead is None or word.lead in leads)


def shorter(aligned: Aligned, quote: Text) -> Iterator[Doubt]:
    """In another language: words of the quote without a counterpart, being more than the claim has.

    What they say can't be told: "in mice", "deputy", "in the novel".
    """
    kept = {place for place in aligned.places if place is not None}
    told = concepts_of(aligned.claim)
    parts = {quote.words[at].part for at in kept} | _apart(quote)
    more = [
        word
        for at, word in enumerate(quote.words)
        if at not in kept and word.part in parts and _is_open(word) and not (word.concepts & told)
        if quote.text[word.start - quote.words[0].start - 1 :][:1] != "-"
    ]
    if len(more) > sum(1 for _ in aligned.unmatched):
        yield Doubt(Why.LEFT_OUT, " ".join(word.text for word in more))


def _apart(quote: Text) -> frozenset[int]:
    """The parts that begin with a preposition: "In the novel by Bahr, …"."""
    firsts = {word.part: word for word in reversed(quote.words)}
    leads = small_words("leads", quote.language)
    return frozenset(part for part, word in firsts.items() if word.text.lower() in leads)


def _is_open(word: Word) -> bool:
    """Whether a word says something of its own; "the month of May", "the year 2013" don't."""
    return not word.is_small and not any(concept.startswith("unit.") for concept in word.concepts)


def longer(aligned: Aligned, stretch: Sequence[Word]) -> Iterator[Doubt]:
    """In another language: words without a counterpart, being more than the quote has."""
    unmatched = list(aligned.unmatched)
    free = sum(not word.is_small for word in stretch) - sum(1 for _ in aligned.pairs)
    if len(unmatched) > free + _MAX_MORE:
        yield Doubt(Why.WORDS, " ".join(word.text for word in unmatched))
