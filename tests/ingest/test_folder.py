"""Which files are documents, and what becomes of each."""

import os
from pathlib import Path

import pytest

from ingest.documents import Metadata
from ingest.errors import (
    DocumentError,
    EmptyDocumentError,
    FolderError,
    MetadataError,
    NameDocumentError,
    TooLargeDocumentError,
    UnsupportedDocumentError,
)
from ingest.folder import (
    MAX_BYTES,
    SourceFile,
    known_documents,
    list_files,
    read_document,
    read_files,
)
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
        {"a.txt": "Text", "a.txt.meta.yaml": "title: T", ".b.txt": "", ".git/c.txt": "", ".d": ""},
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
    write_dossier(tmp_path, {"a.txt": "Text", "b.pdf": "%PDF", "c": "?", "e.txt": "More"})
    with (tmp_path / "d.txt").open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    failed: dict[str, DocumentError] = {}

    read = [source.path for source in read_files(tmp_path, list_files(tmp_path), failed)]

    assert read == ["a.txt", "e.txt"]
    assert {path: type(error) for path, error in failed.items()} == {
        "b.pdf": UnsupportedDocumentError,
        "c": UnsupportedDocumentError,
        "d.txt": TooLargeDocumentError,
    }
    assert str(failed["b.pdf"]) == (
        "b.pdf is of a kind that can't be read (.pdf). Save it as one of "
        ".txt, .text, .md, .markdown, or move it out of the dossier folder."
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


def test_a_document_is_text_metadata_headings_and_marks() -> None:
    markdown = f"# Court\n\n{ENGLISH}\n\nSubscribe to our newsletter\n\nEnter your e-mail address\n"
    document = read_document(SourceFile("a.md", markdown.encode(), b"publisher: Post"))

    assert document.text.startswith("Court\n\nThe court found")
    assert document.metadata == Metadata(title="Court", publisher="Post", language="en")
    assert [heading.title for heading in document.headings] == ["Court"]
    assert [document.text[start:end][:9] for start, end in document.boilerplate] == ["Subscribe"]


def test_what_an_editor_says_is_not_overruled_by_what_is_detected() -> None:
    markdown = f"---\nlanguage: fr\ntitle: Mine\n---\n# Theirs\n\n{ENGLISH}"

    assert read_document(SourceFile("a.md", markdown.encode(), None)).metadata == Metadata(
        title="Mine", language="fr"
    )


def test_what_can_not_be_told_stays_unknown() -> None:
    """A text file's first line may or may not be its title."""
    assert read_document(SourceFile("a.txt", b"Sold out", None)).metadata == Metadata()


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\u00a0\ufeff".encode("utf-8-sig")[:5]])
def test_a_document_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyDocumentError) as caught:
        read_document(SourceFile("a.txt", data, None))

    assert str(caught.value) == (
        "a.txt has no text to ingest. Add text to it, or move it out of the dossier folder."
    )


def test_a_document_with_a_wrong_sidecar_is_refused() -> None:
    with pytest.raises(MetadataError):
        read_document(SourceFile("a.txt", b"Text", b"autor: A"))
