"""Whether an answer tells the key facts that are expected of it, by their words. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from statistics import fmean

from bot.answers import Answer
from bot.typesetting import flatten

_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{2,4})\b")
"""25.10.2006: its parts are numbers of their own, unlike those of 1.650 and 3,5."""


def measure_facts(answer: Answer, key_facts: Sequence[Sequence[str]]) -> dict[str, float]:
    """The share of facts of which any variant stands in a claim or a quote that is shown.

    Nothing is said where no facts are expected. Of an abstention it is 0: what is shown as nearest
    is not said.
    """
    if not key_facts:
        return {}
    shown = [claim.text for claim in answer.claims] + [c.quote for c in answer.citations]
    return {"key_facts": fmean(_is_told(variants, shown) for variants in key_facts)}


def tells(text: str, fact: str) -> bool:
    """Whether a text has a fact's words, as whole words and whole numbers.

    Equal: Unicode forms, case, type-setting, runs of white space. "42" is neither in "1942" nor in
    "42,5". A language that sets no spaces between its words is not read.
    """
    wanted = _fold(fact)
    return bool(wanted and _pattern(wanted).search(_fold(text)))


def _is_told(variants: Sequence[str], shown: Sequence[str]) -> bool:
    return any(tells(text, variant) for variant in variants for text in shown)


@lru_cache(4096)
def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", flatten(text).text).casefold()
    # Casefolding takes forms apart.
    return _DATE.sub(r"\1 \2 \3", unicodedata.normalize("NFKC", folded))


@lru_cache(4096)
def _pattern(wanted: str) -> re.Pattern[str]:
    """Only a letter or digit at an end of what is wanted can be a part of a longer word."""
    before = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    before += r"(?<!\d[.,'])" if wanted[0].isdigit() else ""
    after = r"(?!\w)" if re.search(r"\w$", wanted) else ""
    after += r"(?![.,']\d)" if wanted[-1].isdigit() else ""
    return re.compile(f"{before}{re.escape(wanted)}{after}")
