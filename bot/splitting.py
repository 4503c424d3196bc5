"""The words, numbers and signs of a text: what a careless copy of it must have too. Pure."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from bot.typesetting import flatten


class Token(NamedTuple):
    """A word, a number or a sign, and its place in the flattened text: half-open."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it has letters alone, and not digits or a sign."""
        return not any(map(str.isnumeric, self.text)) and self.text[0].isalpha()


@lru_cache(maxsize=128)
def split_words(text: str) -> tuple[Token, ...]:
    """Split a text into its words, numbers and signs, without type-setting (`flatten`)."""
    return tuple(Token(m[0], *m.span()) for m in _pattern().finditer(flatten(text).text))


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Spell a word in small letters without accents."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare) or word


@cache
def _pattern() -> re.Pattern[str]:
    """Words with their vowel signs, which are no letters to `re`; numbers; signs that count."""
    marks = "".join(chr(at) for at in range(0x10000) if unicodedata.category(chr(at))[0] == "M")
    return re.compile(
        rf"[^\W\d_](?:[^\W_]|[{marks}])*"
        r"|(?:(?<![^\s(\[\"«$€£=<>~])-?[.,]?)?\d+(?:[ .,']\d{3}(?!\d))*(?:[.,/:]\d+)*"
        r"|[%‰€$£¥°§№=<>±]"
    )
