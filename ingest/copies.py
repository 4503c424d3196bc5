"""Whether one text has its words from another: a story reprinted, trimmed, lightly edited. Pure.

Two passages of a reprint rarely begin at the same word, so they are laid beside each other first,
by the runs of words that both have (rapidfuzz). What counts is the share of such runs in the
stretch that both could have: a reprint goes on being the same, while a quotation that two articles
share is soon left for words of their own. A translation has no runs in common.

Measured on made-up agency stories in five languages (`tests/ingest/copies.toml`), the share is

- 0.98 or more of stories with sentences left out, 0.84 of edited ones, 0.64 of two papers' versions
  of which one is edited and the other trimmed, 0.77 of passages cut a quarter to half further on;
- 0.25 or less of two reporters' articles with the same quotation, and 0.61 at worst, where passages
  are cut so that one ends with the quotation and the other begins with it; 0 of translations.

A MinHash estimates the similarity of whole texts instead: 0.13 for the passages cut further on, and
0.12 for independent articles. Signatures cost 6 µs a passage (rensa) or 430 µs (datasketch) on the
machine where a pair costs 30 µs here; but only pairs with nearly the same vector are compared.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import NewType

from rapidfuzz.distance import LCSseq

Words = NewType("Words", tuple[str, ...])

RUN_WORDS = 3
"""With 2, independent articles come closer; with 4 and 5, edited ones fall to 0.59 and 0.47."""
SAME_ORIGIN = 0.62
"""Share from which two texts have one origin: see above."""
MIN_WORDS = 50
"""What has to be common: with 40, quotations at the ends of passages come to 0.76. It is less than
half a passage, so that of two passages that one overlaps, one passes."""
SHORT_WORDS, SHORT_SHARE = 20, 0.8
"""A text below MIN_WORDS has to be in the other nearly whole, and to be more than a phrase."""

_WORD = re.compile(
    # Scripts without spaces are taken by character.
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Overlap:
    """How much two texts have in common, in words."""

    shared: int
    """In runs of RUN_WORDS or more, in the same order in both."""
    common: int
    """In the stretch that both could have: where one text ends, the other is not held to go on."""

    @property
    def share(self) -> float:
        """Shared of common, in [0, 1]; 0 of nothing."""
        return self.shared / self.common if self.common else 0.0


def read_words(text: str) -> Words:
    """Read the words of a text without regard to case, punctuation, Unicode forms and layout."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return Words(tuple(_WORD.findall(text.casefold())))


def measure_overlap(one: Words, other: Words) -> Overlap:
    """Lay two texts beside each other; which is which makes no difference."""
    first, second = sorted((one, other))
    blocks = LCSseq.opcodes(first, second).as_matching_blocks()
    runs = [block for block in blocks if block.size >= RUN_WORDS]
    if not runs:
        return Overlap(0, 0)
    begin, end = runs[0], runs[-1]
    before = min(begin.a, begin.b)
    between = min(end.a - begin.a, end.b - begin.b) + end.size
    after = min(len(first) - end.a, len(second) - end.b) - end.size
    return Overlap(sum(run.size for run in runs), before + between + after)


def have_one_origin(one: Words, other: Words) -> bool:
    """Whether two passages are the same text or parts of it, where they meet."""
    if len(set(one) & set(other)) < SHORT_WORDS // 2:
        return False  # spares most pairs the rest
    overlap, shorter = measure_overlap(one, other), min(len(one), len(other))
    if shorter < MIN_WORDS:
        return shorter >= SHORT_WORDS and overlap.shared >= SHORT_SHARE * shorter
    return overlap.common >= MIN_WORDS and overlap.share >= SAME_ORIGIN


def share_repeated(one: Words, other: Words) -> float:
    """Share of the words of one that stand, in runs, in the other, in [0, 1]."""
    return measure_overlap(one, other).shared / len(one) if one else 0.0
