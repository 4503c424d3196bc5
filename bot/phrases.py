"""A fixed sentence in the asker's language; `phrases/*.toml` has one file a language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr", "de", "es", "ru")
DEFAULT = "en"
_FOLDER = Path(__file__).parent / "phrases"


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
