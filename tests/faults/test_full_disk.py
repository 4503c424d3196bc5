"""`python -m ingest` where a file can't grow, as on a full disk: one line, and nothing is lost."""

import shlex
import sys
from contextlib import closing
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.passages import document_of
from tests.conftest import Run, ingest, open_index, write_dossier

HALL = "Ada Quist founded the assembly hall in 1907 and paid for its roof herself."
FERRY = "The ferry Aurora carried 412 passengers a day between the islands in 1931."
LONG = "\n\n".join(f"## {year}\n\nThe council put it off in {year}." for year in range(1600, 1680))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_dossier(tmp_path / "dossier", {"hall.md": HALL})


@pytest.fixture
def data(tmp_path: Path, dossier: Path, embedding: BaseEmbedding) -> Path:
    """What holds one document."""
    ingest(dossier, tmp_path / "data", embedding)
    return tmp_path / "data"


def run_with(run: Run, room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ingest where no file may have more bytes than there is room for.

    Returns: the lines of the one way to fail.
    """
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\nexec prlimit --fsize={room} {shlex.quote(sys.executable)} "$@"\n'
    )
    python.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(python))
        result = run("ingest")
    assert result.returncode == 1, result.stdout
    return result.stderr.splitlines()


def documents(data: Path) -> list[str]:
    with closing(open_index(data)) as index:
        return sorted({document_of(passage) for passage in index.passages()})


def folders(data: Path) -> list[str]:
    return [file.name for file in (data / "chroma").iterdir() if file.is_dir()]


def largest(data: Path) -> int:
    return max(file.stat().st_size for file in data.rglob("*") if file.is_file())


def assert_fails(lines: list[str], data: Path) -> None:
    """One line; what was ingested before answers."""
    [line] = lines
    assert line.startswith(f"error: The data folder {data} can't be used: ")
    assert line.endswith("Make it writable, or set DATA_DIR to a folder that is.")
    assert documents(data) == ["hall.md"]


def assert_goes_on(dossier: Path, data: Path, embedding: BaseEmbedding) -> None:
    """With room, the next run does all, and leaves nothing over."""
    ingest(dossier, data, embedding)

    assert documents(data) == ["ferry.md", "hall.md"]
    assert len(folders(data)) == 1


def test_there_is_no_room_for_a_copy(
    run: Run,
    dossier: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    embedding: BaseEmbedding,
) -> None:
    write_dossier(dossier, {"ferry.md": FERRY})

    lines = run_with(run, largest(data) // 2, tmp_path, monkeypatch)

    assert_fails(lines, data)
    assert_goes_on(dossier, data, embedding)


def test_there_is_no_room_for_new_passages(
    run: Run,
    dossier: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    embedding: BaseEmbedding,
) -> None:
    write_dossier(dossier, {"ferry.md": LONG})

    lines = run_with(run, largest(data) + 50_000, tmp_path, monkeypatch)

    assert_fails(lines, data)
    assert_goes_on(dossier, data, embedding)


def test_what_is_written_can_not_take_its_place(
    run: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"ferry.md": FERRY})
    in_the_way = data / "chroma" / "CURRENT.new"
    in_the_way.symlink_to(data / "nowhere" / "at-all")

    lines = run("ingest").stderr.splitlines()
    in_the_way.unlink()

    assert_fails(lines, data)
    assert_goes_on(dossier, data, embedding)


def test_there_is_no_room_for_a_first_index(
    run: Run,
    dossier: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    embedding: BaseEmbedding,
) -> None:
    lines = run_with(run, 50_000, tmp_path, monkeypatch)

    [line] = lines
    assert line.startswith(f"error: The data folder {tmp_path}/data can't be used: ")
    ingest(dossier, tmp_path / "data", embedding)
    assert documents(tmp_path / "data") == ["hall.md"]
