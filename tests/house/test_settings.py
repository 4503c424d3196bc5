"""Every setting is documented where an operator looks, and read."""

import ast
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import SecretStr

from bot.settings import BotSettings
from ingest.settings import ENV_FILE, IngestSettings
from tests.conftest import ROOT

EXAMPLE = ROOT / ".env.example"
FIELDS = BotSettings.model_fields


class Documented(NamedTuple):
    """A setting as `.env.example` has it: `# description`, then `# NAME=default`."""

    description: str
    default: str


def documented() -> dict[str, Documented]:
    found, above = {}, ""
    for line in EXAMPLE.read_text("utf-8").splitlines():
        words = line.removeprefix("#").strip()
        name, equals, default = words.partition("=")
        if equals and name.isupper() and name.replace("_", "").isalnum():
            found[name] = Documented(above, default)
            above = ""
        else:
            above = f"{above} {words}".strip() if words else ""
    return found


def written(value: object) -> str:
    """A value as one would write it into `.env`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value if isinstance(value, Enum) else value)


def test_the_example_has_every_setting_and_no_other() -> None:
    assert set(documented()) == {name.upper() for name in FIELDS}


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_has_the_default_and_the_description(name: str) -> None:
    setting = documented()[name.upper()]

    assert setting.default == written(FIELDS[name].default)
    assert (FIELDS[name].description or "nothing") in setting.description


def test_the_example_sets_nothing_by_itself() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()

    assert [line for line in lines if line.strip() and not line.startswith("#")] == []


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_says_what_it_is_for_and_gives_an_example_that_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = FIELDS[name]
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name.upper(), str(field.examples[0]))

    assert written(getattr(BotSettings.load(), name)) == str(field.examples[0])


def test_asking_knows_every_setting_of_ingestion() -> None:
    assert FIELDS.keys() >= IngestSettings.model_fields.keys()


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_is_read(name: str) -> None:
    files = [file for package in ("bot", "ingest") for file in (ROOT / package).rglob("*.py")]
    read = {
        node.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "settings"
    }

    assert name in read


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        file.relative_to(ROOT).as_posix()
        for package in ("bot", "ingest")
        for file in sorted((ROOT / package).rglob("*.py"))
        if reads_environment(ast.parse(file.read_text("utf-8")))
    ]

    assert readers == ["ingest/settings.py"]


def reads_environment(tree: ast.AST) -> bool:
    """Giving a variable of some library a default is no reading."""
    nodes = list(ast.walk(tree))
    defaults = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Attribute) and node.attr == "setdefault"
    }
    return any(
        name in {"environ", "getenv", "dotenv_values", "load_dotenv"}
        for node in nodes
        if id(node) not in defaults
        for name in (getattr(node, "attr", ""), getattr(node, "id", ""))
    )


def test_the_file_of_settings_is_never_committed() -> None:
    assert ENV_FILE == ".env"
    assert ENV_FILE in (ROOT / ".gitignore").read_text("utf-8").split()
