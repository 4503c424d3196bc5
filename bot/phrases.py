"""A fixed sentence in the asker's language; `phrases/*.toml` has one file a language."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGES = ("en", "fr", "de", "es", "ru")
DEFAULT = "en"
_FOLDER = Path(__file__).parent / "phrases"
_NAME = re.compile(r"\b\w+(?=[A-ZА-Я\d])\w+\b")
_MIN_DISTANCE = 0.15
"""Lead over the next language below which a question counts as undecided (lingua)."""


class Phrases:
    """The fixed sentences of one language."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, /, **fields: object) -> str:
        """Give the phrase of a key with its fields filled in; KeyError on an unknown key."""
        return self._texts[key].format(**fields)

    def keys(self) -> frozenset[str]:
        """Every key there is."""
        return frozenset(self._texts)


@cache
def phrases_in(language: str) -> Phrases:
    """Load the phrases of one of LANGUAGES, or those of DEFAULT for any other."""
    language = language if language in LANGUAGES else DEFAULT
    return Phrases(language, tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8")))


def detect_question_language(question: str) -> str:
    """Tell which of LANGUAGES a question is in; DEFAULT where it can't be told."""
    return likely_language(question) or DEFAULT


def likely_language(question: str) -> str | None:
    """Tell which of LANGUAGES a question is in, or None where it can't be told.

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
