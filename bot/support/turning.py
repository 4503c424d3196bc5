"""Whether a sentence is an active one turned into a passive, or the other way round. Pure."""

from collections.abc import Sequence

from bot.support.pairing import Pair
from bot.support.reading import Word
from bot.support.tables import meets, small_words
from bot.support.text import Text

_PASSIVE_REACH = 4
"""Words from "was" to the participle that makes it a passive."""


def is_passive(text: Text) -> bool:
    """Whether a sentence has a passive: "was … sold"."""
    forms = [word.text.lower() for word in text.words]
    endings = small_words("participles", text.language)
    return any(
        form in small_words("passives", text.language)
        and any(
            meets(after, ending)
            for after in forms[at + 1 : at + 1 + _PASSIVE_REACH]
            for ending in endings
        )
        for at, form in enumerate(forms)
    )


def is_turned_round(pairs: Sequence[Pair], claim: Text, quote: Text) -> bool:
    """Whether the passive has first what the active has last.

    What is behind "by" in the one has to be before all else in the other.
    """
    bare = [pair for pair in pairs if not (pair.word.lead and pair.other.lead)]
    agents = [pair for pair in bare if is_agent(pair.word, claim) != is_agent(pair.other, quote)]
    others = [pair for pair in bare if pair not in agents and not pair.word.is_date]
    if agents and others:
        if is_agent(agents[0].word, claim):
            first = max(p.place for p in agents) < min(p.place for p in others)
        else:
            first = max(p.at for p in agents) < min(p.at for p in others)
        return first and _is_rotated(others)
    return _is_rotated(others)


def _is_rotated(pairs: Sequence[Pair]) -> bool:
    """Whether the words are in the quote's order but for some of the last, which are first."""
    order = [pair.place for pair in sorted(pairs, key=lambda pair: pair.at)]
    while order and order[-1] == max(order):
        order.pop()
    falls = [at for at in range(1, len(order)) if order[at] < order[at - 1]]
    return len(falls) == 1 and order[-1] < order[0]


def is_agent(word: Word, text: Text) -> bool:
    """Whether a preposition sets a word apart as who does it: "by Alba"."""
    return word.lead is not None and word.lead in small_words("agents", text.language)
