import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.evaluation.making import make_result
from tests.evaluation.outcomes import Result, Run
from tests.evaluation.questions import read_questions
from tests.evaluation.results import (
    ResultsFileError,
    ResultsFolderError,
    check_results_folder,
    hash_questions,
    read_revision,
    read_run,
    write_run,
)


def result(name: str, **values: float) -> Result:
    return make_result(
        id=name,
        question=f"Was steht in „{name}“?\u2028Und wo?",
        lang="de",
        confidence=0.75,
        values=values,
        seconds={"retrieval": 0.0625},
    )


RUN = Run(
    at=datetime(2026, 11, 25, 6, 7, 8, tzinfo=UTC),
    revision="1a2b3c4+",
    dataset="dossier",
    index="print",
    configurations={
        "shipped": (result("d001", cited=1.0), result("d002", cited=0.0, mrr=1 / 3)),
        'odd "name"': (),
    },
)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_run(write_run(tmp_path / "new" / "results", RUN)) == RUN


def test_a_run_is_kept_under_its_time_and_revision(tmp_path: Path) -> None:
    assert write_run(tmp_path, RUN).name == "2026-11-25T06-07-08-1a2b3c4+.json"


def test_each_result_has_a_line_of_its_own_that_git_can_compare(tmp_path: Path) -> None:
    lines = write_run(tmp_path, RUN).read_text("utf-8").split("\n")

    assert [line[:12] for line in lines if "d00" in line] == ['{"id":"d001"', '{"id":"d002"']


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    path = write_run(tmp_path, RUN)

    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "Invalid JSON: EOF while parsing a value at line 1 column 0"),
        ("[]", "Input should be an object"),
        ('{"at": "2026-11-25T06:07:08Z"}', "revision: Field required"),
    ],
)
def test_a_file_of_another_form_is_named_with_what_is_wrong(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, "utf-8")

    with pytest.raises(ResultsFileError) as caught:
        read_run(path)

    assert str(caught.value).startswith(f"{path} holds no results of a run: {reason}")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultsFileError, match=r"gone\.json .*: No such file or directory"):
        read_run(tmp_path / "gone.json")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ResultsFolderError, match="file/results"):
        check_results_folder(tmp_path / "file" / "results")


def test_the_revision_says_where_files_were_changed_since(tmp_path: Path) -> None:
    assert read_revision(tmp_path) == "unknown"

    for command in (
        ["init", "--quiet"],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "A"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    clean = read_revision(tmp_path)
    (tmp_path / "new.txt").touch()

    assert len(clean) >= 7
    assert read_revision(tmp_path) == f"{clean}+"


def test_questions_hash_alike_in_any_order_and_not_with_other_expectations() -> None:
    questions = read_questions()[:3]
    first = questions[0].model_copy(update={"key_facts": (("another fact",),)})

    assert hash_questions(questions) == hash_questions(questions[::-1])
    assert hash_questions(questions) != hash_questions([first, *questions[1:]])
