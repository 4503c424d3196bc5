"""The container files name what is there: they are built by no test."""

import re
import shlex

import yaml

from bot.settings import BotSettings
from tests.conftest import ROOT

SETTINGS = {name.upper() for name in BotSettings.model_fields}
OTHERS = {"XDG_CACHE_HOME", "PYTHONUNBUFFERED"}


def test_the_dockerfile_copies_what_is_there_and_is_let_in() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }

    copied = {
        word
        for line in dockerfile.splitlines()
        if line.startswith("COPY ")
        for word in shlex.split(line)[1:-1]
    }

    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_container_runs_as_an_ordinary_user_with_settings_that_exist() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    [variables] = re.findall(r"^ENV (.*)$", dockerfile, re.MULTILINE)

    assert {pair.split("=")[0] for pair in variables.split()} <= SETTINGS | OTHERS
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["dossier"]


def test_the_services_run_our_commands_with_settings_that_exist() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]

    assert sorted(services) == ["bot", "chroma", "ingest"]
    assert services["ingest"]["command"] == ["ingest", "--watch"]
    assert services["bot"]["command"] == ["bot"]
    for name in ("bot", "ingest"):
        said, mounted = services[name]["environment"], services[name]["volumes"]
        assert said.keys() <= SETTINGS
        # What .env says of folders outside must not reach in.
        assert {said["DOSSIER_DIR"], said["DATA_DIR"]} == {v.rpartition(":")[2] for v in mounted}


def test_the_server_has_the_version_that_the_tests_run() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    pinned = re.search(r"^chromadb==(.*)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)

    assert pinned is not None
    assert services["chroma"]["image"] == f"chromadb/chroma:{pinned[1]}"
