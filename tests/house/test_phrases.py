"""Every fixed sentence exists in every language, with the same fields."""

import string
import tomllib
from pathlib import Path

import pytest

from bot.phrases import LANGUAGES
from ingest.documents import Kind
from tests.conftest import ROOT

FOLDER = ROOT / "bot" / "phrases"


def read(language: str) -> dict[str, str]:
    texts: dict[str, str] = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return texts


def fields(phrase: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(phrase) if field is not None}


def test_there_is_one_file_a_language_and_no_other() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_there_with_the_same_fields(language: str) -> None:
    theirs = {key: fields(phrase) for key, phrase in read(language).items()}

    assert theirs == {key: fields(phrase) for key, phrase in read("en").items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty_or_has_space_around(language: str) -> None:
    assert all(phrase and phrase == phrase.strip() for phrase in read(language).values())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_phrases_are_translated(language: str) -> None:
    """A few words are the same in two languages; sentences are not."""
    english = read("en")
    same = [key for key, phrase in read(language).items() if phrase == english[key]]

    assert all(len(english[key].split()) <= 2 for key in same), same


def test_every_kind_of_document_has_a_name() -> None:
    assert {f"kind_{kind}" for kind in Kind} | {"kind_unknown"} <= read("en").keys()


def test_every_phrase_is_said_somewhere() -> None:
    code = "".join(file.read_text("utf-8") for file in Path(ROOT / "bot").rglob("*.py"))
    unused = [key for key in read("en") if f'"{key}"' not in code and not key.startswith("kind_")]

    assert unused == []
