"""The weights are converted once, and whatever happens to what is kept does no harm."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.bundled.conversion import Converted, load_converted
from tests.conftest import ROOT

CODE = (
    "import sys\n"
    "from pathlib import Path\n"
    "from ingest.bundled.conversion import load_converted\n"
    "from ingest.bundled.weights import find_weights\n"
    "load_converted(find_weights(), Path(sys.argv[1]))\n"
)


def start_converting(cache: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", CODE, str(cache)], cwd=ROOT)


def load(weights: Path, cache: Path) -> Converted:
    """The bytes of what is loaded, wherever they are."""
    model, tokenizer = load_converted(weights, cache)
    return Converted(model if isinstance(model, bytes) else model.read_bytes(), tokenizer)


def folder_in(cache: Path) -> Path:
    (folder,) = cache.iterdir()
    return folder


@pytest.fixture
def cache(converted: Converted, weights: Path, tmp_path: Path) -> Path:
    """A cache that holds the converted model."""
    assert load(weights, tmp_path / "cache") == converted
    return tmp_path / "cache"


def test_the_model_is_kept_with_its_hashes_in_a_folder_of_the_converter_s_version(
    cache: Path,
) -> None:
    folder = folder_in(cache)

    assert folder.name == "e5-small-1.2-1571fc982750"
    assert {file.name for file in folder.iterdir()} == {
        "model.onnx",
        "tokenizer.model",
        "sha256.json",
    }
    assert set(json.loads((folder / "sha256.json").read_text())) == {
        "model.onnx",
        "tokenizer.model",
    }


def test_what_is_kept_is_read_and_not_made_again(cache: Path, tmp_path: Path) -> None:
    """There are no weights to make it from."""
    load(tmp_path / "no-weights", cache)


@pytest.mark.parametrize(
    ("file", "kept"), [("model.onnx", -9), ("tokenizer.model", 0), ("sha256.json", -9)]
)
def test_what_is_truncated_is_made_anew(
    file: str, kept: int, cache: Path, weights: Path, converted: Converted
) -> None:
    damaged = folder_in(cache) / file
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:kept])

    assert load(weights, cache) == converted
    assert damaged.read_bytes() == whole
    assert len(list(cache.iterdir())) == 1


def test_a_model_with_one_byte_changed_is_made_anew(
    cache: Path, weights: Path, converted: Converted
) -> None:
    model = folder_in(cache) / "model.onnx"
    with model.open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"?")

    assert load(weights, cache) == converted
    assert model.read_bytes() == converted.model


def test_a_file_that_is_missing_is_made_anew(
    cache: Path, weights: Path, converted: Converted
) -> None:
    (folder_in(cache) / "tokenizer.model").unlink()

    assert load(weights, cache) == converted
    assert (folder_in(cache) / "tokenizer.model").exists()


def test_a_folder_that_can_not_be_written_is_done_without(
    weights: Path, converted: Converted, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    assert load(weights, tmp_path / "file" / "cache") == converted


def test_processes_that_convert_at_the_same_time_leave_one_whole_model(
    converted: Converted, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"

    processes = [start_converting(cache) for _ in range(2)]

    assert [process.wait(120) for process in processes] == [0, 0]
    assert [folder.name for folder in cache.iterdir()] == ["e5-small-1.2-1571fc982750"]
    assert load(tmp_path / "no-weights", cache) == converted


def test_a_kill_while_it_is_written_harms_nobody_and_is_swept_up_later(
    weights: Path, converted: Converted, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    process = start_converting(cache)
    while not (cache.exists() and list(cache.glob("*.*/*/*"))):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    (left,) = cache.iterdir()
    os.utime(left, (0, 0))

    assert load(weights, cache) == converted
    assert [folder.name for folder in cache.iterdir()] == ["e5-small-1.2-1571fc982750"]
