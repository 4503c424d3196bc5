"""Text without its type-setting: what of two texts must be equal for them to have the same words.

Pure.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_TYPE_SETTING = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇´`", "'"),
        **dict.fromkeys("“”„‟″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)
"""Marks that are not seen: soft hyphen, joiners, directions, invisible operators, byte order."""

_GROUP_SPACES = frozenset("\u00a0\u2009\u202f")
_NUMBER = re.compile(
    # A sign or a leading point counts where a number begins: not in mi-2007, p.65, 10...20.
    r"""(?:(?<![^\s(\["«$€£=<>~])-?[.,]?)?"""
    r"(?:\d{1,3}(?:\u00a0\d{3})+(?!\d)|\d+)(?:[.,']\d+|[/:]\d{1,3}(?!\d))*"
)
"""1,650.5 and 1 650,5 and -.65 and 1/2 and 10:30, group spaces spelt U+00A0."""
_CONTRACTED = re.compile(r"'(?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
"""English endings: what stands behind any other apostrophe (l'éditeur) is a word of its own."""
_UNSPACED = (
    *("CJK ", "IDEOGRAPHIC ", "HIRAGANA ", "KATAKANA", "HALFWIDTH KATAKANA"),
    *("THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN "),
)
"""Scripts that set no spaces between words, as the names of their characters begin."""


@dataclass(frozen=True)
class Flat:
    """Text without its type-setting, and for each character where it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    seams: frozenset[int]
    """Places inside a number."""

    def is_whole(self, start: int, end: int) -> bool:
        """Whether neither end of a span cuts a written character, a word or a number.

        A quote may begin behind the apostrophe of "l'éditeur", but not end on either side of it.
        """
        inside = self._is_inner_apostrophe
        if self._cuts(start) or self._cuts(end) or inside(start) or inside(end) or inside(end - 1):
            return False
        return not (inside(start - 1) and _CONTRACTED.match(self.text, start - 1))

    def _cuts(self, at: int) -> bool:
        if not 0 < at < len(self.text):
            return False
        if self.starts[at] == self.starts[at - 1] or at in self.seams:
            return True
        return _run_on(self._base(at - 1), self._base(at))

    def _is_inner_apostrophe(self, at: int) -> bool:
        return (
            0 < at < len(self.text) - 1
            and self.text[at] == "'"
            and self._base(at - 1).isalnum()
            and self._base(at + 1).isalnum()
        )

    def _base(self, at: int) -> str:
        """The letter that a mark belongs to; any other character as it is."""
        while at and self.starts[at - 1] == self.starts[at]:
            at -= 1
        return self.text[at]


def _run_on(before: str, after: str) -> bool:
    """Whether two neighbours belong to one word, or to one number such as 5万."""
    if not (before.isalnum() and after.isalnum()):
        return False
    if before.isnumeric() and after.isnumeric():
        return True
    return not (_is_unspaced(before) or _is_unspaced(after))


def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNSPACED)


@lru_cache(maxsize=128)
def flatten(text: str) -> Flat:
    """Take the type-setting off a text.

    Composed Unicode forms, one kind of each mark, single spaces, no marks that are not seen.
    """
    flat: list[str] = []
    marked: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        seen = "".join(character for character in text[start:end] if character not in _UNSEEN)
        plain = unicodedata.normalize("NFC", seen).translate(_TYPE_SETTING)
        if plain.isspace():
            plain = "" if not flat or flat[-1] == " " else " "
        flat += plain
        marked += "\u00a0" if plain == " " and seen in _GROUP_SPACES else plain
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    if flat and flat[-1] == " ":
        del flat[-1], marked[-1], starts[-1], ends[-1]
    seams = (range(n.start() + 1, n.end()) for n in _NUMBER.finditer("".join(marked)))
    return Flat("".join(flat), tuple(starts), tuple(ends), frozenset().union(*seams))


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Spans of a character with the marks behind it: what NFC may put together, and no less.

    Characters that are not seen are left out, unless they stand between the two.
    """
    start = end = 0
    for at, character in enumerate(text):
        if character in _UNSEEN:
            continue
        if start < end and _continues(text[end - 1], character):
            end = at + 1
            continue
        if start < end:
            yield start, end
        start, end = at, at + 1
    if start < end:
        yield start, end


def _continues(before: str, character: str) -> bool:
    # Vowel signs of Indic scripts and Thai are marks of combining class 0.
    if unicodedata.category(character).startswith("M"):
        return True
    # Parts of a Korean syllable compose without being marks.
    is_korean = "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return is_korean and "\u1160" <= character <= "\u11ff"
