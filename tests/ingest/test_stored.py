"""When a file counts as stored, and when as half done."""

from dataclasses import replace

from ingest.passages import PassageId
from ingest.stored import Head, StoredFile, group_files

HEAD = Head(PassageId("1"), "a.txt", "a.txt", "hash", passages=3, documents=1, is_whole=True)
LETTER = Head(PassageId("2"), "m.eml", "m.eml", "hash", passages=1, documents=2, is_whole=True)
ATTACHED = replace(LETTER, passage_id=PassageId("3"), path="m.eml/b.txt", passages=5)


def test_a_file_is_whole_when_all_its_documents_are() -> None:
    assert group_files([HEAD, ATTACHED, LETTER]) == {
        "a.txt": StoredFile({"a.txt": 3}, "hash"),
        "m.eml": StoredFile({"m.eml": 1, "m.eml/b.txt": 5}, "hash"),
    }


def test_a_document_that_is_not_yet_all_written_leaves_its_file_half_done() -> None:
    assert group_files([replace(HEAD, is_whole=False)])["a.txt"].content_hash is None


def test_a_document_that_is_missing_leaves_its_file_half_done() -> None:
    assert group_files([LETTER])["m.eml"].content_hash is None


def test_two_versions_of_a_document_leave_its_file_half_done() -> None:
    older = replace(HEAD, passage_id=PassageId("0"))

    assert group_files([older, HEAD])["a.txt"] == StoredFile({"a.txt": 3}, None)


def test_documents_of_different_versions_leave_their_file_half_done() -> None:
    assert group_files([LETTER, replace(ATTACHED, content_hash="old")])["m.eml"] == StoredFile(
        {"m.eml": 1, "m.eml/b.txt": 5}, None
    )
