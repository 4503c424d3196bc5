"""Which of our languages a question is in: by its letters, and where it is short by its words."""

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.phrases import DEFAULT, LANGUAGES
from bot.understanding.cues import language_by_cues, split_words

if TYPE_CHECKING:
    from lingua import LanguageDetector

SHORT = 4
"""Up to this many words, those that are listed tell a language better than a detector does."""
_NAME = re.compile(r"\b\w+(?=[A-ZА-Я\d])\w+\b")
_MIN_DISTANCE = 0.15
"""Lead over the next language below which a question counts as undecided (lingua)."""


def detect_question_language(question: str, hint: str | None = None) -> str:
    """Tell which of LANGUAGES a question is in; DEFAULT where it can't be told.

    `hint`: what the person speaks otherwise, which decides where a question might be in several.
    """
    likely = likely_language(question)
    if likely and len(split_words(question)) > SHORT:
        return likely
    listed = language_by_cues(question)
    if not listed:
        return likely or hint or DEFAULT
    for language in (hint, likely):
        if language in listed:
            return language
    return min(listed, key=LANGUAGES.index)


def likely_language(question: str) -> str | None:
    """Tell the language by a question's letters alone, or None where they leave it open.

    Names like RIAA and AllofMP3 are left out: they are of no language.
    """
    words = " ".join(_NAME.sub(" ", question).split())
    language = language_detector().detect_language_of(words)
    return None if language is None else language.iso_code_639_1.name.lower()


@cache
def language_detector() -> "LanguageDetector":
    """Build the detector; its models load with the first question (about a second)."""
    # Of our five languages alone: among all 75, "did the RIAA win in court?" is Dutch.
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, language.upper()) for language in LANGUAGES]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_minimum_relative_distance(_MIN_DISTANCE).build()
