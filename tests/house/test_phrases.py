"""Every fixed sentence exists in every language, with the same fields."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from bot.answers import Fallback
from bot.failures import FOR_ASKERS, FOR_EDITORS, phrase_key
from bot.phrases import LANGUAGES
from ingest.documents import Kind
from tests.conftest import ROOT

FOLDER = ROOT / "bot" / "phrases"

COMMANDS = (
    "ask check sources search status help forget gaps reingest dossier setup",
    "add remove",
    "show allow listen reset",
)
"""Names that stand side by side in Discord's list of commands."""
OPTIONS = (
    "question private",
    "statement",
    "document",
    "text",
    "file replace title publisher published kind source",
    "channel",
)
"""Names that stand side by side in one command."""
OLDER = {language: frozenset[str]() for language in LANGUAGES} | {
    "en": frozenset({"abstained", "help_promise"}),
    "fr": frozenset({"answered", "searched_one", "searched", "nearest"}),
}
"""Phrases older than our typography, which the tests of the terminal know letter for letter."""
LEVELS = [level.split() for level in (*COMMANDS, *OPTIONS)]


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
    assert {f"kind_{kind}" for kind in Kind} <= read("en").keys()


def test_every_phrase_is_said_somewhere() -> None:
    code = "".join(file.read_text("utf-8") for file in Path(ROOT / "bot").rglob("*.py"))
    said = set(re.findall(r"[\"'](\w+)[\"']", code))
    composed = {phrase_key(error) for error in (*FOR_ASKERS, *FOR_EDITORS)}
    composed |= {f"command_{name}_description" for name in said}
    composed |= {f"fallback_{fallback}" for fallback in Fallback}
    unused = [
        key
        for key in read("en").keys() - composed
        if key.removeprefix("command_") not in said and not key.startswith("kind_")
    ]

    assert unused == []


def test_every_failure_told_on_discord_has_its_sentence() -> None:
    assert {phrase_key(error) for error in (*FOR_ASKERS, *FOR_EDITORS)} <= read("en").keys()


def test_keys_stand_in_the_same_order_in_every_file() -> None:
    assert {tuple(read(language)) for language in LANGUAGES} == {tuple(read("en"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_have_no_straight_apostrophe(language: str) -> None:
    phrases = read(language)

    assert {key for key in phrases if "'" in phrases[key]} <= OLDER[language]


def test_french_marks_that_stand_alone_do_not_begin_a_line() -> None:
    breakable, phrases = re.compile(r" [:;?!»]|« |\w[;?!]"), read("fr")

    assert {key for key in phrases if breakable.search(phrases[key])} <= OLDER["fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_command_is_one_that_discord_takes(language: str) -> None:
    phrases, names = read(language), [name for level in LEVELS for name in level]
    shown = [phrases[f"command_{name}"] for name in names]

    assert [name for name in shown if not re.fullmatch(r"[-_'\w]{1,32}", name)] == []
    assert shown == [name.lower() for name in shown]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS, ids=" ".join)
def test_names_that_stand_side_by_side_differ(language: str, level: list[str]) -> None:
    phrases = read(language)

    assert len({phrases[f"command_{name}"] for name in level}) == len(level)


def test_every_name_of_a_command_is_on_a_level() -> None:
    names = {key.removeprefix("command_") for key in read("en") if key.startswith("command_")}
    levels = {name for level in LEVELS for name in level}

    menus = {"ask_about", "check_this"}
    assert names == levels | {f"{name}_description" for name in levels} | menus


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_that_phrases_tell_to_use_are_there_by_that_name(language: str) -> None:
    phrases = read(language)
    known = {phrases[f"command_{name}"] for name in LEVELS[0]}
    told = {name for text in phrases.values() for name in re.findall(r"(?<!\S)/(\w+)", text)}

    assert told
    assert told <= known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("pattern", "max_chars"),
    [
        (r"command_ask_about|command_check_this", 32),
        (r"command_\w+_description", 100),
        (r"\w+_title", 45),
        (r"\w+_label", 45),
        (r"\w+_placeholder", 100),
        (r"button_\w+|removal_yes|removal_no", 80),
        (r"button_passages|button_follow_up", 16),
    ],
)
def test_what_discord_limits_is_short_enough(language: str, pattern: str, max_chars: int) -> None:
    """The last limit is ours: these two stand in a row with two emoji on a phone."""
    phrases = {key: text for key, text in read(language).items() if re.fullmatch(pattern, key)}

    assert phrases
    assert {key: len(text) for key, text in phrases.items() if len(text) > max_chars} == {}
