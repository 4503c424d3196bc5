"""Which files are documents, and what becomes of each."""

import os
from pathlib import Path

import pytest

from ingest.errors import (
    DocumentError,
    FolderError,
    NameDocumentError,
    TooLargeDocumentError,
    UnsupportedDocumentError,
)
from ingest.folder import (
    MAX_BYTES,
    SourceFile,
    known_documents,
    list_files,
    read_files,
)
from ingest.readers import READERS
from tests.conftest import write_dossier

ENGLISH = "The court found that the company kept no record of the works that it sold."


def test_documents_are_found_in_subfolders_in_order_of_path(tmp_path: Path) -> None:
    names = ["b.txt", "a.md", "sub/deep/c.TXT"]
    write_dossier(tmp_path, dict.fromkeys(names, "Text"))

    found = [path.relative_to(tmp_path).as_posix() for path in list_files(tmp_path)]

    assert found == ["a.md", "b.txt", "sub/deep/c.TXT"]


def test_hidden_files_and_sidecars_are_no_documents(tmp_path: Path) -> None:
    write_dossier(
        tmp_path,
        {
            "a.txt": "Text",
            "a.txt.meta.yaml": "title: T",
            ".b.txt": "",
            ".git/c.txt": "",
            ".d": "",
            "~$a.docx": "",
        },
    )

    assert list_files(tmp_path) == [tmp_path / "a.txt"]


def test_a_dossier_in_a_hidden_folder_has_its_documents(tmp_path: Path) -> None:
    write_dossier(tmp_path / ".hidden", {"a.txt": "Text"})

    assert list_files(tmp_path / ".hidden") == [tmp_path / ".hidden" / "a.txt"]


def test_a_folder_that_is_missing_empty_or_a_file_is_an_error(tmp_path: Path) -> None:
    write_dossier(tmp_path, {"file": "Text", "only-sidecars/a.txt.meta.yaml": "title: T"})
    (tmp_path / "empty").mkdir()

    reasons = {}
    for name in ("missing", "empty", "file", "only-sidecars"):
        with pytest.raises(FolderError) as caught:
            list_files(tmp_path / name)
        reasons[name] = caught.value.fields["reason"]

    assert reasons == {
        "missing": "does not exist",
        "empty": "has no documents",
        "file": "is not a folder",
        "only-sidecars": "has no documents",
    }


def test_what_can_not_be_read_is_put_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    write_dossier(tmp_path, {"a.txt": "Text", "b.xyz": "%PDF", "c": "?", "e.txt": "More"})
    with (tmp_path / "d.txt").open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    failed: dict[str, DocumentError] = {}

    read = [source.path for source in read_files(tmp_path, list_files(tmp_path), failed)]

    assert read == ["a.txt", "e.txt"]
    assert {path: type(error) for path, error in failed.items()} == {
        "b.xyz": UnsupportedDocumentError,
        "c": UnsupportedDocumentError,
        "d.txt": TooLargeDocumentError,
    }
    assert str(failed["b.xyz"]) == (
        f"b.xyz is of a kind that can't be read (.xyz). Save it as one of {', '.join(READERS)}, "
        "or move it out of the dossier folder."
    )
    assert str(failed["c"]).startswith("c is of a kind that can't be read (no suffix).")


def test_a_name_that_is_not_utf_8_is_put_aside(tmp_path: Path) -> None:
    write_dossier(tmp_path, {"a.txt": "Text"})
    Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")).write_text("Text")
    failed: dict[str, DocumentError] = {}

    assert [s.path for s in read_files(tmp_path, list_files(tmp_path), failed)] == ["a.txt"]
    assert [type(error) for error in failed.values()] == [NameDocumentError]


def test_names_for_a_message_are_in_order_and_few() -> None:
    assert known_documents(["b", "a"]) == "a, b"
    assert known_documents(f"{n:02}" for n in range(23)).endswith("18, 19 and 3 more")


def test_a_file_of_exactly_the_largest_size_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as large:
        large.truncate(MAX_BYTES)
    failed: dict[str, DocumentError] = {}

    assert [len(s.data) for s in read_files(tmp_path, list_files(tmp_path), failed)] == [MAX_BYTES]


def test_a_change_of_file_or_sidecar_changes_the_content_hash() -> None:
    sources = [
        SourceFile("a.txt", b"Text", None),
        SourceFile("a.txt", b"Text!", None),
        SourceFile("a.txt", b"Text", b"title: T"),
        SourceFile("a.txt", b"Tex", b"ttitle: T"),
    ]

    assert len({source.content_hash for source in sources}) == 4


def test_a_change_of_name_alone_keeps_the_content_hash() -> None:
    first, second = (
        SourceFile("a.txt", b"Text", b"title: T"),
        SourceFile("b.txt", b"Text", b"title: T"),
    )

    assert first.content_hash == second.content_hash


def test_a_link_within_the_dossier_is_a_file_like_others(tmp_path: Path) -> None:
    write_dossier(tmp_path, {"a.txt": "Text", "a.txt.meta.yaml": "title: T"})
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "b.txt.meta.yaml").symlink_to("a.txt.meta.yaml")
    failed: dict[str, DocumentError] = {}

    found = list(read_files(tmp_path, list_files(tmp_path), failed))

    assert failed == {}
    assert [(file.path, file.data, file.sidecar) for file in found] == [
        ("a.txt", b"Text", b"title: T"),
        ("b.txt", b"Text", b"title: T"),
    ]


def test_links_that_lead_out_to_a_folder_to_nothing_or_round_are_not_followed(
    tmp_path: Path,
) -> None:
    outside = write_dossier(tmp_path / "outside", {"secret.txt": "Secret", "s.yaml": "title: T"})
    dossier = write_dossier(tmp_path / "dossier", {"a.txt": "Text", "sub/b.txt": "Text"})
    (dossier / "out.txt").symlink_to(outside / "secret.txt")
    (dossier / "gone.txt").symlink_to("nowhere.txt")
    (dossier / "folder").symlink_to(outside)
    (dossier / "sub" / "up").symlink_to(dossier)
    (dossier / "round.txt").symlink_to("round.txt")
    (dossier / "a.txt.meta.yaml").symlink_to(outside / "s.yaml")
    failed: dict[str, DocumentError] = {}

    found = list(read_files(dossier, list_files(dossier), failed))

    assert [file.path for file in found] == ["sub/b.txt"]
    assert {path: error.fields["reason"] for path, error in failed.items()} == {
        "a.txt": "leads out of the dossier folder",
        "folder": "leads out of the dossier folder",
        "gone.txt": "leads to nothing",
        "out.txt": "leads out of the dossier folder",
        "round.txt": "leads nowhere",
        "sub/up": "leads to a folder, which is not followed",
    }
    assert str(failed["out.txt"]) == (
        "out.txt is a link that leads out of the dossier folder. "
        "Put the file itself in its place, or remove the link."
    )


def test_a_file_that_is_written_to_all_the_while_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dossier(tmp_path, {"a.txt": "Text", "b.txt": "Text"})
    look, touched = os.fstat, iter(range(1, 100))

    def touch_and_look(descriptor: int) -> os.stat_result:
        os.utime(tmp_path / "a.txt", ns=(0, next(touched)))
        return look(descriptor)

    monkeypatch.setattr("ingest.folder.os.fstat", touch_and_look)
    failed: dict[str, DocumentError] = {}

    assert [file.path for file in read_files(tmp_path, list_files(tmp_path), failed)] == ["b.txt"]
    assert str(failed["a.txt"]) == (
        "a.txt changes while it is read. Run this again once it is saved."
    )
