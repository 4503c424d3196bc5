"""Which failure is told to whom, in words; and that what only we can mend tells nothing."""

import ast
import string
import tomllib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import discord
import pytest

from bot.errors import (
    AskerKeyError,
    BatchLineError,
    CooldownError,
    RecordsBrokenError,
    RecordsBusyError,
    TokenRefusedError,
    UploadExistsError,
    WrongChannelError,
)
from bot.failures import FOR_ASKERS, FOR_EDITORS, explain, phrase_key
from bot.phrases import DEFAULT, LANGUAGES, phrases_in
from ingest.errors import (
    DataFolderError,
    DossierError,
    EmbeddingError,
    IndexMissingError,
    UnknownDocumentError,
)
from tests.conftest import ROOT

if TYPE_CHECKING:
    import aiohttp

TOLD = tuple(dict.fromkeys((*FOR_ASKERS, *FOR_EDITORS)))
FIELDS: dict[str, object] = {
    "byte": 0xE9,
    "channel": "<#1>",
    "channels": "<#1>, <#2>",
    "documents": "a.md",
    "encoding": "UTF-8",
    "folder": "/srv/dossier",
    "found": "f1",
    "keys": "title",
    "kind": "PDF",
    "length": 6000,
    "limit": 1000,
    "megabytes": 21.4,
    "name": "a.md",
    "offset": 4,
    "pages": 20_000,
    "path": "a.md",
    "position": 4,
    "reason": "the reason",
    "suffix": ".exe",
    "supported": ".md",
    "until": 1800000000,
    "value": "May 1931",
    "waiting": 50,
    "where": "its front matter",
}
"""What errors are told with, of the types that who raises them gives."""


def constructions() -> Iterator[tuple[str, frozenset[str]]]:
    """Each error that is made in the code, by name, with the fields that it is given."""
    for package in ("bot", "ingest"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                    yield node.exc.id, frozenset()
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield node.func.id, frozenset(word.arg for word in node.keywords if word.arg)


GIVEN = sorted(
    (name, sorted(fields))
    for name, fields in set(constructions())
    if name in {error.__name__ for error in TOLD}
)


def fields_of(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field is not None}


def make(error: type[DossierError]) -> DossierError:
    return error(**FIELDS)


def refusal_of_discord(status: int, code: int = 0) -> discord.HTTPException:
    response = cast("aiohttp.ClientResponse", SimpleNamespace(status=status, reason="No"))
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 500: discord.DiscordServerError}
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "No"})


@pytest.mark.parametrize("error", TOLD)
def test_an_error_that_is_told_is_raised_somewhere(error: type[DossierError]) -> None:
    assert error.__name__ in {name for name, _ in GIVEN}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "given"), GIVEN)
def test_whoever_raises_an_error_gives_the_fields_that_its_phrase_has(
    name: str, given: list[str], language: str
) -> None:
    sentences = tomllib.loads((ROOT / f"bot/phrases/{language}.toml").read_text("utf-8"))
    error = next(error for error in TOLD if error.__name__ == name)

    assert fields_of(sentences[phrase_key(error)]) <= set(given)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", TOLD)
def test_an_error_that_is_told_is_no_fault_of_ours_and_names_no_request(
    error: type[DossierError], language: str
) -> None:
    told = explain(make(error), phrases_in(language), request="r7")

    assert not told.is_our_fault
    assert told.text
    assert "r7" not in told.text
    assert "/srv/dossier" not in told.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [
        DataFolderError(folder="/srv/data", reason="No space left on device"),
        RecordsBusyError(path="/srv/data/dossier.sqlite3"),
        RecordsBrokenError(path="/srv/data/dossier.sqlite3"),
        AskerKeyError(path="/srv/data/asker.key", database="/srv/data/d", reason="is missing"),
        IndexMissingError(folder="/srv/data"),
        EmbeddingError(model="/srv/data/model", reason="No space left"),
        TokenRefusedError(),
        BatchLineError(line=1, reason="/srv/data"),
        ValueError("/srv/data is secret"),
        KeyError("/srv/data"),
        refusal_of_discord(500),
    ],
    ids=lambda error: type(error).__name__,
)
def test_any_other_failure_is_ours_and_tells_only_under_which_number_it_is_logged(
    error: Exception, language: str
) -> None:
    phrases = phrases_in(language)
    told = explain(error, phrases, request="r7")

    assert told.is_our_fault
    assert told.text == phrases("error_unexpected", request="r7")
    assert "/srv" not in told.text


def test_an_error_derived_from_one_that_is_told_is_not_told_in_its_words() -> None:
    class UnforeseenError(UnknownDocumentError):
        """Somebody adds an error, and no phrase for it."""

        key = "unforeseen"

    told = explain(make(UnforeseenError), phrases_in(DEFAULT), request="r7")

    assert told.is_our_fault


def test_a_missing_permission_is_told_as_one() -> None:
    told = explain(refusal_of_discord(403, 50013), phrases_in(DEFAULT), request="r7")

    assert not told.is_our_fault
    assert told.text.startswith("Discord doesn’t let me do that: a permission is missing.")


@pytest.mark.parametrize("status", [404, 401])
def test_an_interaction_that_is_too_old_is_told_as_that(status: int) -> None:
    code = {404: 10062, 401: 50027}[status]
    told = explain(refusal_of_discord(status, code), phrases_in(DEFAULT), request="r7")

    assert not told.is_our_fault
    assert told.text.startswith("Discord didn’t wait for me any longer")


@pytest.mark.parametrize("code", [0, 10003, 10008])
def test_what_is_not_there_any_more_is_told_as_that(code: int) -> None:
    """A file whose address has expired, a channel, a message."""
    told = explain(refusal_of_discord(404, code), phrases_in(DEFAULT), request="r7")

    assert not told.is_our_fault
    assert told.text.startswith("What this was about is not on Discord any more")


def test_names_of_files_are_shown_inert() -> None:
    told = explain(UploadExistsError(name="**@everyone**.md"), phrases_in(DEFAULT), request="")

    assert "a document \\*\\*\\@everyone\\*\\*.md already" in told.text


def test_what_discord_itself_shows_is_left_alone() -> None:
    phrases = phrases_in(DEFAULT)

    wrong = explain(WrongChannelError(channels="<#1>, <#2>"), phrases, request="")
    early = explain(CooldownError(until=1800000000), phrases, request="")

    assert "Ask in <#1>, <#2>, or in a direct message." in wrong.text
    assert "<t:1800000000:R>" in early.text
