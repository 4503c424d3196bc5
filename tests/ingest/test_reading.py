"""What documents a file is."""

import pytest

from ingest.documents import Document, Metadata
from ingest.errors import DamagedDocumentError, EmptyDocumentError, MetadataError
from ingest.folder import SourceFile
from ingest.readers.content import Content
from ingest.reading import read_file

ENGLISH = "The court found that the company kept no record of the works that it sold."


def read_one(source: SourceFile) -> Document:
    [document] = read_file(source).documents
    return document


def test_a_document_is_text_metadata_headings_and_marks() -> None:
    markdown = f"# Court\n\n{ENGLISH}\n\nSubscribe to our newsletter\n\nEnter your e-mail address\n"
    document = read_one(SourceFile("a.md", markdown.encode(), b"publisher: Post"))

    assert document.text.startswith("Court\n\nThe court found")
    assert document.metadata == Metadata(title="Court", publisher="Post", language="en")
    assert [heading.title for heading in document.headings] == ["Court"]
    assert [document.text[start:end][:9] for start, end in document.boilerplate] == ["Subscribe"]


def test_what_an_editor_says_is_not_overruled_by_what_is_detected() -> None:
    markdown = f"---\nlanguage: fr\ntitle: Mine\n---\n# Theirs\n\n{ENGLISH}"

    assert read_one(SourceFile("a.md", markdown.encode(), None)).metadata == Metadata(
        title="Mine", language="fr"
    )


def test_what_can_not_be_told_stays_unknown() -> None:
    """A text file's first line may or may not be its title."""
    assert read_one(SourceFile("a.txt", b"Sold out", None)).metadata == Metadata()


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\u00a0\ufeff".encode("utf-8-sig")[:5]])
def test_a_document_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyDocumentError) as caught:
        read_file(SourceFile("a.txt", data, None))

    assert str(caught.value) == (
        "a.txt has no text to ingest. Add text to it, or move it out of the dossier folder."
    )


def test_a_document_with_a_wrong_sidecar_is_refused() -> None:
    with pytest.raises(MetadataError):
        read_file(SourceFile("a.txt", b"Text", b"autor: A"))


def letter(*attachments: tuple[str, str], body: str = "See below.") -> SourceFile:
    """A mail with text files attached."""
    parts = [f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"]
    for name, text in attachments:
        disposition = f'Content-Disposition: attachment; filename="{name}"'
        parts.append(f"Content-Type: application/octet-stream\n{disposition}\n\n{text}\n")
    inner = "".join(f"--b\n{part}" for part in parts)
    head = "Subject: S\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    return SourceFile("mail.eml", f"{head}{inner}--b--\n".encode(), b"publisher: The Post")


def test_attached_files_are_documents_below_their_letter() -> None:
    read = read_file(letter(("a.txt", "One thing."), ("a.md", "# T\n\nAnother.")))

    assert [document.path for document in read.documents] == [
        "mail.eml",
        "mail.eml/a.txt",
        "mail.eml/a.md",
    ]
    assert [document.text.strip() for document in read.documents] == [
        "See below.",
        "One thing.",
        "T\n\nAnother.",
    ]
    assert len({document.content_hash for document in read.documents}) == 1


def test_a_sidecar_describes_the_letter_and_not_what_is_attached() -> None:
    mail, attached = read_file(letter(("a.txt", "One thing."))).documents

    assert (mail.metadata.publisher, attached.metadata.publisher) == ("The Post", None)


def test_attachments_that_nothing_reads_are_left_out_and_those_that_fail_are_named() -> None:
    read = read_file(letter(("logo.png", "?"), ("bad.md", "---\nautor: A\n---\nText")))

    assert [document.path for document in read.documents] == ["mail.eml"]
    assert read.left_out == ["mail.eml/logo.png"]
    assert {path: type(error) for path, error in read.failed.items()} == {
        "mail.eml/bad.md": MetadataError
    }


def test_two_attachments_of_one_name_are_two_documents() -> None:
    read = read_file(letter(("a.txt", "One."), ("a.txt", "Another.")))

    assert [document.path for document in read.documents][1:] == [
        "mail.eml/a.txt",
        "mail.eml/a (2).txt",
    ]


def test_a_reader_that_fails_as_nobody_foresaw_costs_that_one_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_path: str, _data: bytes) -> Content:
        raise RecursionError

    monkeypatch.setattr("ingest.reading.READERS", {".txt": fail})

    with pytest.raises(DamagedDocumentError) as caught:
        read_file(SourceFile("a.txt", b"Text", None))

    assert str(caught.value).startswith(
        "a.txt could not be read as TXT: its reader failed (RecursionError)."
    )
    assert [record.levelname for record in caplog.records] == ["ERROR"]
