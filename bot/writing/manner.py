"""Why a claim can't be shown in the words it was written in, whatever it says. Pure.

Its quotes may be shown all the same.
"""

import re
import unicodedata

from bot.answers import Why
from bot.languages import likely_language

MAX_CLAIM_CHARS = 400
"""A claim is one sentence. It is never cut: what was left out might have been the "not"."""
MIN_CLAIM_WORDS = 3
"""Fewer say nothing that could be compared with a quote: "Yes.", "They did.", "Zero crowns."."""
_SMALL_WORD_CHARS = 3
_MIN_LETTERS = 40
"""Of a shorter text the language is not told: names are of none."""
_MIN_SCRIPT_LETTERS = 10
_WORD = re.compile(r"\w+")
_RAISED = re.compile(r"\d[\u00b2\u00b3\u00b9\u2070-\u209c]")
"""A small digit behind another, which reads as one more: "42,000⁰"."""
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]*[”“»\"]")
_SCRIPTS = {"ru": "CYRILLIC"}
_LATIN = "LATIN"


def find_fault(text: str, language: str) -> Why | None:
    """Tell what is wrong with how a claim is written. `language`: the asker's, of LANGUAGES."""
    if len(text) > MAX_CLAIM_CHARS:
        return Why.TOO_LONG
    if is_foreign(text, language):
        return Why.OTHER_LANGUAGE
    words = _WORD.findall(text)
    if len(words) < MIN_CLAIM_WORDS or not any(map(_may_tell, words)):
        return Why.TOO_SHORT
    return Why.NUMBER if _RAISED.search(text) else None


def _may_tell(word: str) -> bool:
    """Whether a word may be more than "so", "war", "это"."""
    return len(word) > _SMALL_WORD_CHARS or word.isdigit()


def is_foreign(text: str, language: str) -> bool:
    """Whether a text is surely in another language; what it has in quotation marks aside."""
    own = _QUOTED.sub(" ", text)
    letters = [letter for letter in own if letter.isalpha()]
    script = _SCRIPTS.get(language, _LATIN)
    fitting = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
    if len(letters) >= _MIN_SCRIPT_LETTERS and fitting < len(letters) / 2:
        return True
    return len(letters) >= _MIN_LETTERS and likely_language(own) not in (None, language)
