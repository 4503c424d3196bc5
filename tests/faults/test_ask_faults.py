"""What can go wrong with asking, in real processes: one line that says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

QUESTION = "did the RIAA win in court?"


def check_error(run: Run, *arguments: str, problem: str, remedy: str, **settings: str) -> None:
    """The command fails with one line for a person, and prints nothing else."""
    done = run("bot", *arguments, **settings)

    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert problem in line
    assert remedy in line


@pytest.mark.parametrize("command", [["ask", QUESTION], ["ask", "--json", "-"], ["chat"]])
def test_nothing_ingested_yet(run: Run, command: list[str], tmp_path: Path) -> None:
    check_error(run, *command, problem="There is no index in", remedy="Run: python -m ingest")

    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("question", ["", "  \u00a0\n\t"])
def test_an_empty_question(run: Run, question: str) -> None:
    check_error(run, "ask", question, problem="The question is empty.", remedy="Ask in words")


@pytest.mark.parametrize("question", ["\U0001f600\U0001f680", "?!"])
def test_a_question_without_words(run: Run, question: str) -> None:
    check_error(run, "ask", question, problem="The question has no words.", remedy="Ask in words")


def test_a_question_of_10_000_characters(run: Run) -> None:
    check_error(
        run,
        "ask",
        "why " * 2_500,
        problem="The question has 9999 characters, and at most 2000 can be read.",
        remedy="Ask one thing at a time.",
    )


def test_a_question_with_bytes_that_are_no_utf_8(run: Run) -> None:
    check_error(
        run,
        "ask",
        "who \udcff?",  # what the operating system is given is the byte alone
        problem="The question has no whole character at position 5.",
        remedy="Write it again, in UTF-8.",
    )


def test_an_index_made_by_another_model(run: Run, seed_data: Path) -> None:
    check_error(
        run,
        "ask",
        QUESTION,
        problem="but the settings ask for other",
        remedy="Run: python -m ingest - or set EMBEDDING_MODEL back.",
        DATA_DIR=str(seed_data),
        EMBEDDING_MODEL="other",
    )


def test_a_data_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder", "utf-8")

    check_error(
        run,
        "ask",
        QUESTION,
        problem=f"The data folder {file} can't be used: it is not a folder.",
        remedy="set DATA_DIR to a folder",
        DATA_DIR=str(file),
    )

    assert file.read_text("utf-8") == "not a folder"


def test_a_setting_that_can_not_be_used(run: Run) -> None:
    check_error(
        run,
        "ask",
        QUESTION,
        problem="The setting LOG_LEVEL can't be used",
        remedy="for example LOG_LEVEL=INFO",
        LOG_LEVEL="LOUD",
    )


def test_a_store_that_is_damaged(run: Run, seed_data: Path, tmp_path: Path) -> None:
    shutil.copytree(seed_data, tmp_path / "data")
    [database] = (tmp_path / "data").rglob("chroma.sqlite3")
    database.write_bytes(b"no database" * 1_000)

    check_error(run, "ask", QUESTION, problem=str(tmp_path / "data"), remedy="DATA_DIR")


WITHOUT_ROOTS_RIGHTS = """
import ctypes, os, sys

if sys.platform == "linux":  # drop CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH; nobody else has them
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Run Python as somebody whom the modes of files bind, as they do not bind root."""


def test_a_read_only_data_folder_answers_or_says_what_to_do(
    seed_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(seed_data, data)
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_ROOTS_RIGHTS, "-m", "bot", "ask", QUESTION],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    if done.returncode == 0:
        assert "Numerama" in done.stdout
        assert done.stderr == ""
    else:
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"error: The data folder {data} can't be used: ")
        assert "Make it writable, or set DATA_DIR to a folder that is." in line
