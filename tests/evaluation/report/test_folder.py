import re
from pathlib import Path

import pytest

from tests.evaluation.report.folder import ReportFolderError, check_folder, write_files


def files_in(folder: Path) -> dict[str, str]:
    """What a folder holds, by path, but for the list of what is the report's."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".evaluation-report"
    }


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    check_folder(tmp_path / "reports" / "today")

    assert (tmp_path / "reports" / "today").is_dir()


def test_an_old_report_is_replaced_whole_and_files_of_others_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {"index.html": "old", "questions/1.html": "1", "questions/2.html": "2"})
    (tmp_path / "notes.txt").write_text("mine")

    write_files(tmp_path, {"index.html": "new", "questions/2.html": "two"})

    assert files_in(tmp_path) == {
        "index.html": "new",
        "questions/2.html": "two",
        "notes.txt": "mine",
    }


@pytest.mark.parametrize("path", ["index.html", "questions/1.html", "questions/notes.txt"])
def test_a_file_of_others_where_a_report_is_written_is_named_and_stays(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / path).write_text("mine")

    with pytest.raises(ReportFolderError, match=re.escape(f"{path} is in the way")):
        write_files(tmp_path, {"index.html": "", "questions/1.html": ""})

    assert files_in(tmp_path) == {path: "mine"}


def test_a_file_of_others_beside_the_pages_of_an_old_report_is_in_the_way(tmp_path: Path) -> None:
    write_files(tmp_path, {"index.html": "", "questions/1.html": ""})
    (tmp_path / "questions" / "2.html").write_text("mine")

    with pytest.raises(ReportFolderError, match=r"2\.html is in the way"):
        check_folder(tmp_path)


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    report = tmp_path / "report"
    report.mkdir()
    (report / "questions").symlink_to(elsewhere)

    with pytest.raises(ReportFolderError, match="questions is in the way"):
        write_files(report, {"index.html": "", "questions/1.html": ""})

    assert list(elsewhere.iterdir()) == []


def test_a_list_that_names_files_of_others_removes_none_of_them(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (tmp_path / "mine.html").write_text("mine")
    (report / "mine.html").write_text("mine")
    (report / ".evaluation-report").write_text("../mine.html\nmine.html\nquestions/../mine.html")

    write_files(report, {"index.html": ""})

    assert (tmp_path / "mine.html").read_text() == "mine"
    assert (report / "mine.html").read_text() == "mine"


@pytest.mark.parametrize("path", ["file", "file/report"])
def test_a_folder_that_cant_be_made_is_named_with_what_to_do(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ReportFolderError) as error:
        check_folder(tmp_path / path)

    assert str(tmp_path / path) in str(error.value)
    assert "Give another folder" in str(error.value)


def test_half_a_surrogate_pair_does_not_stop_a_report(tmp_path: Path) -> None:
    write_files(tmp_path, {"index.html": "a\ud83db"})

    assert files_in(tmp_path) == {"index.html": "a?b"}
