import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.evaluation.__main__ import main
from tests.evaluation.outcomes import Run as RunResult
from tests.evaluation.results import write_run
from tests.evaluation.test_measuring import result_of

ASKED = {
    "id": "0190",
    "question": "Who painted the ceiling of the hall?",
    "lang": "en",
    "votes": {"up": 1, "down": 0},
    "reasons": [],
    "abstained": False,
    "citations": [{"document": "hall.txt", "quote": "painted by Anna Berg"}],
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write_results(folder: Path, *cited: float) -> Path:
    results = tuple(result_of(id=f"d{n}", values={"cited": v}) for n, v in enumerate(cited))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    run = RunResult(
        at=at, revision="1", dataset="dossier", index="i", configurations={"shipped": results}
    )
    return write_run(folder, run)


def test_two_files_of_results_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = write_results(tmp_path / "before", 1, 0)
    after = write_results(tmp_path / "after", 1, 1)

    assert main(["--compare", str(before), str(after)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["cited, better now:", "  d1 (0.00 -> 1.00) When?"]
    assert lines[-1] == "compare: shipped no difference that is sure"


def test_what_is_no_file_of_results_is_named_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = write_results(tmp_path / "before", 1, 0)

    assert main(["--compare", str(before), "nothing.json"]) == 1

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: nothing.json holds no results of a run: No such file")


def test_feedback_becomes_candidates_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "asked.jsonl").write_text(json.dumps(ASKED))

    assert main(["candidates", "asked.jsonl"]) == 0

    told = capsys.readouterr()
    [line] = told.out.splitlines()
    assert json.loads(line)["question"] == "Who painted the ceiling of the hall?"
    assert told.err.splitlines()[-1] == "candidates: 1 new, 0 known"


def test_candidates_are_added_to_a_file_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "asked.jsonl").write_text(json.dumps(ASKED))

    for _ in range(2):
        assert main(["candidates", "asked.jsonl", "--into", "new.jsonl"]) == 0

    assert len((tmp_path / "new.jsonl").read_text().splitlines()) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1] == "candidates: 0 new, 1 known"


def test_as_a_program_bad_input_is_one_line_and_status_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text("{nothing}\n")

    done = run("tests.evaluation", "--questions", "mine.jsonl")

    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("error: mine.jsonl, line 1 ")
