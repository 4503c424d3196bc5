"""What of a question is embedded: all but the names that stand all over the dossier. Pure.

In a dossier about AllofMP3 the name tells no sentence from another, as a stop word doesn't in BM25,
but in an embedding it drowns the words that do: the sentences that repeat the name win. Without it,
the first quote of the answerable starter questions was right in 17 of 19 instead of 13, and of the
calibration file no fewer.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

COMMON_SHARE = 1 / 3
"""Share of sentences from which a name counts as common; 1/4 to 2/5 give the same."""
SURE_SHARE = 1 / 5
"""The same, if it is surely that much: of a short text, a fifth may be chance. So a few edits don't
make a name common, or common no more, in a dossier of many documents. 1/8 to 1/5 give the same."""
_Z = 1.96
"""Standard deviations: surely is in 39 of 40 cases."""
MIN_LETTERS = 8
"""A question with fewer left is embedded as it is."""

_WORD = re.compile(r"\w+")


def find_common_names(sentences: Iterable[str]) -> frozenset[str]:
    """Find the names that a third of the sentences have, or surely a fifth, case folded."""
    counts: Counter[str] = Counter()
    total = 0
    for sentence in sentences:
        total += 1
        counts.update(set(_names(sentence)))
    return frozenset(
        name
        for name, count in counts.items()
        if count >= COMMON_SHARE * total or _least(count, total) >= SURE_SHARE
    )


def focus(question: str, common_names: frozenset[str]) -> str:
    """Leave the common names out of a question, unless hardly anything would be left."""

    def keep(match: re.Match[str]) -> str:
        return "" if match.group().casefold() in common_names else match.group()

    focused = " ".join(_WORD.sub(keep, question).split())
    return focused if sum(map(str.isalpha, focused)) >= MIN_LETTERS else question


def _least(count: int, total: int) -> float:
    """The least share that `count` of `total` may be a sample of: Wilson's lower bound."""
    share, slack = count / total, _Z**2 / total
    spread = _Z * math.sqrt(share * (1 - share) / total + slack / (4 * total))
    return (share + slack / 2 - spread) / (1 + slack)


def _names(sentence: str) -> Iterator[str]:
    """Words with a capital that the beginning of a sentence doesn't explain, or with a digit."""
    for nth, match in enumerate(_WORD.finditer(sentence)):
        word = match.group()
        capital = word[0].isupper() and nth > 0
        inside = any(c.isupper() or c.isdigit() for c in word[1:]) and not word.isdigit()
        if capital or inside:
            yield word.casefold()
