"""One writer, and a lock that does not outlive its process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import BusyError, DataFolderError
from ingest.lock import one_writer
from tests.conftest import ROOT

HOLD = """
import sys, pathlib
from ingest.lock import one_writer
with one_writer(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold_elsewhere(folder: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock, and has it when this returns."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_data_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    with one_writer(tmp_path / "deep" / "data"):
        assert (tmp_path / "deep" / "data").is_dir()


def test_a_second_writer_is_turned_away_at_once(tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path) as other:
        with pytest.raises(BusyError) as caught, one_writer(tmp_path):
            pass
        other.kill()

    assert str(caught.value) == (
        f"Another process is ingesting into {tmp_path} right now. "
        "Wait until it has finished, then run this again."
    )


def test_the_lock_is_free_after_its_holder_was_killed(tmp_path: Path) -> None:
    with hold_elsewhere(tmp_path) as other:
        other.send_signal(signal.SIGKILL)

    with one_writer(tmp_path):
        pass


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), one_writer(tmp_path):
        raise ZeroDivisionError

    with one_writer(tmp_path):
        pass


def test_two_data_folders_have_two_locks(tmp_path: Path) -> None:
    with one_writer(tmp_path / "one"), one_writer(tmp_path / "two"):
        pass


def test_a_data_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with (
        pytest.raises(DataFolderError, match="can't be used: File exists"),
        one_writer(tmp_path / "data"),
    ):
        pass
