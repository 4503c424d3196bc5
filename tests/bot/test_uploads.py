"""Attachments as files of the dossier: whole or not at all, and nowhere else."""

import os
import resource
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from bot.errors import LastDocumentError, UploadExistsError, UploadNameError
from bot.uploads import MAX_NAME_BYTES, check_name, remove_document, store_document
from ingest.documents import Kind, Metadata
from ingest.errors import (
    BinaryDocumentError,
    DossierError,
    EmptyDocumentError,
    EncodingDocumentError,
    FolderError,
    UnsupportedDocumentError,
)
from ingest.folder import SourceFile
from ingest.reading import read_file

NOTHING = Metadata()
RULING = b"The court dismissed the claim, and the union was told to pay what it had cost."
LONGEST = "a" * (MAX_NAME_BYTES - 3) + ".md"


@pytest.fixture
def full_after() -> Callable[[int], AbstractContextManager[None]]:
    """Let no file grow beyond so many bytes: as on a full disk, writing more is an OSError."""

    @contextmanager
    def limit(size: int) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limit


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_document_is_a_file_with_the_attachments_own_bytes(tmp_path: Path) -> None:
    store_document(tmp_path, "ruling.md", RULING, NOTHING)

    assert files(tmp_path) == {"ruling.md": RULING}


def test_what_is_said_about_a_document_stands_beside_it(tmp_path: Path) -> None:
    about = Metadata(
        title="Überprüfung: “nein”",
        published="2008-05",
        kind=Kind.RULING,
        source="https://example.org/a",
    )

    store_document(tmp_path, "ruling.txt", RULING, about)

    sidecar = files(tmp_path)["ruling.txt.meta.yaml"]
    read = read_file(SourceFile("ruling.txt", RULING, sidecar)).documents[0].metadata
    assert read == about.model_copy(update={"language": "en"})
    assert "Überprüfung".encode() in sidecar


def test_a_document_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    store_document(tmp_path, "ruling.md", RULING, NOTHING)

    with pytest.raises(UploadExistsError, match=r"There is a document ruling\.md already"):
        store_document(tmp_path, "ruling.md", b"Another.", Metadata(title="Another"))

    assert files(tmp_path) == {"ruling.md": RULING}


def test_a_document_is_replaced_when_that_is_asked_for(tmp_path: Path) -> None:
    store_document(tmp_path, "ruling.md", RULING, NOTHING)

    store_document(tmp_path, "ruling.md", b"Another.", NOTHING, replace=True)

    assert files(tmp_path) == {"ruling.md": b"Another."}


def at_once(folder: Path, *texts: bytes, replace: bool = False) -> list[bytes]:
    """The texts with which a document of one name could be stored, by as many at once.

    One after the other, as the writer's lock has it, unless they replace it.
    """
    ready, writer = threading.Barrier(len(texts)), nullcontext() if replace else threading.Lock()

    def store(text: bytes) -> bytes | None:
        ready.wait()
        try:
            with writer:
                store_document(folder, "ruling.md", text, NOTHING, replace=replace)
        except UploadExistsError:
            return None
        return text

    with ThreadPoolExecutor(len(texts)) as people:
        return [text for text in people.map(store, texts) if text]


TEXTS = tuple(b"Judge number %d dismissed the claim. " % n * 500 for n in range(8))


def test_of_many_who_add_a_document_of_one_name_at_once_one_does(tmp_path: Path) -> None:
    [stored] = at_once(tmp_path, *TEXTS)

    assert files(tmp_path) == {"ruling.md": stored}


def test_a_document_that_somebody_puts_there_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_one_there(_: int) -> None:
        (tmp_path / "ruling.md").write_bytes(b"Theirs.")

    monkeypatch.setattr(os, "fsync", put_one_there)

    with pytest.raises(UploadExistsError):
        store_document(tmp_path, "ruling.md", RULING, Metadata(title="Ours"))

    assert files(tmp_path) == {"ruling.md": b"Theirs."}


def test_an_empty_file_that_was_left_by_a_kill_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "ruling.md").touch()

    store_document(tmp_path, "ruling.md", RULING, Metadata(title="Ruling"))

    assert files(tmp_path) == {"ruling.md": RULING, "ruling.md.meta.yaml": b"title: Ruling\n"}


@pytest.mark.parametrize("before", [{}, {"ruling.md.meta.yaml": b"title: First\n"}])
def test_where_a_document_can_not_be_written_its_sidecar_is_what_it_was(
    tmp_path: Path, before: dict[str, bytes]
) -> None:
    folder = tmp_path / "ruling.md"
    folder.mkdir()
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)

    with pytest.raises(FolderError, match="can't be written"):
        store_document(tmp_path, "ruling.md", RULING, Metadata(title="Second"), replace=True)

    folder.rmdir()
    assert files(tmp_path) == before


def test_a_document_replaced_by_many_at_once_is_whole(tmp_path: Path) -> None:
    assert len(at_once(tmp_path, *TEXTS, replace=True)) == 8

    assert files(tmp_path)["ruling.md"] in TEXTS
    assert list(files(tmp_path)) == ["ruling.md"]


def test_where_a_sidecar_can_not_be_written_there_is_no_document_either(tmp_path: Path) -> None:
    (tmp_path / "ruling.md.meta.yaml").mkdir()

    with pytest.raises(FolderError, match="can't be written"):
        store_document(tmp_path, "ruling.md", RULING, Metadata(title="Ruling"))

    assert [path.name for path in tmp_path.iterdir()] == ["ruling.md.meta.yaml"]


def test_a_document_can_be_read_by_whoever_may_read_what_the_bot_writes(tmp_path: Path) -> None:
    """Another user may run `python -m ingest`."""
    (tmp_path / "like.md").touch()

    store_document(tmp_path, "ruling.md", RULING, NOTHING)

    assert (tmp_path / "ruling.md").stat().st_mode == (tmp_path / "like.md").stat().st_mode


def test_replacing_a_document_keeps_what_was_said_about_it_unless_something_new_is(
    tmp_path: Path,
) -> None:
    store_document(tmp_path, "ruling.md", RULING, Metadata(title="First"))

    store_document(tmp_path, "ruling.md", b"Another.", NOTHING, replace=True)
    assert files(tmp_path)["ruling.md.meta.yaml"] == b"title: First\n"

    store_document(tmp_path, "ruling.md", b"Another.", Metadata(title="Second"), replace=True)
    assert files(tmp_path)["ruling.md.meta.yaml"] == b"title: Second\n"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("ruling.md", b"nul \0 byte", BinaryDocumentError),
        ("ruling.md", b"caf\xe9", EncodingDocumentError),
        ("ruling.md", b" \n\t\n", EmptyDocumentError),
        ("ruling.md", b"", EmptyDocumentError),
        ("ruling.exe", b"MZ", UnsupportedDocumentError),
        ("ruling", b"text", UnsupportedDocumentError),
        ("ruling.md.meta.yaml", b"title: Mine", UnsupportedDocumentError),
        ("../../x.md", b"text", UploadNameError),
    ],
)
def test_what_can_not_be_a_document_writes_nothing(
    tmp_path: Path, name: str, data: bytes, error: type[DossierError]
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)

    with pytest.raises(error):
        store_document(folder, name, data, Metadata(title="Mine"), replace=True)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "name", ["ruling.md", "Ruling 2008 (final).TXT", "рішення.md", "a.b.markdown", LONGEST]
)
def test_plain_names_are_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        ".hidden.md",
        "../ruling.md",
        "../../x",
        "/etc/ruling.md",
        "a/b.md",
        "a\\b.md",
        "C:ruling.md",
        "ruling.md\n",
        "rul\0ing.md",
        "rul\u202eing.md",
        " ruling.md",
        "ruling.md ",
        "what?.md",
        "a" + LONGEST,
        "й" * 100 + ".md",
    ],
)
def test_names_that_lead_elsewhere_or_can_not_be_read_are_not(name: str) -> None:
    with pytest.raises(UploadNameError):
        check_name(name)


def test_the_longest_name_fits_with_its_sidecar_onto_a_file_system(tmp_path: Path) -> None:
    store_document(tmp_path, LONGEST, RULING, Metadata(title="Long"))

    assert set(files(tmp_path)) == {LONGEST, f"{LONGEST}.meta.yaml"}


def test_a_kind_that_can_not_be_read_is_told_with_those_that_can() -> None:
    with pytest.raises(UnsupportedDocumentError, match=r"Save it as one of \.txt, .*\.markdown"):
        check_name("ruling.exe")


def test_a_document_goes_with_what_was_said_about_it_and_no_other(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        store_document(tmp_path, name, RULING, Metadata(title=name))

    remove_document(tmp_path, "a.md")
    remove_document(tmp_path, "a.md")

    assert set(files(tmp_path)) == {"b.md", "b.md.meta.yaml"}


def test_the_last_document_stays_whatever_else_is_in_the_folder(tmp_path: Path) -> None:
    """What can't be read is no document: nothing would be left to answer from."""
    store_document(tmp_path, "a.md", RULING, Metadata(title="Ruling"))
    (tmp_path / "scan.png").write_bytes(b"PNG")
    before = files(tmp_path)

    with pytest.raises(LastDocumentError, match=r"a\.md is the only document"):
        remove_document(tmp_path, "a.md")

    assert files(tmp_path) == before


def test_a_document_below_a_folder_of_the_dossier_goes_too(tmp_path: Path) -> None:
    (tmp_path / "2008").mkdir()
    store_document(tmp_path / "2008", "a.md", RULING, NOTHING)
    store_document(tmp_path, "b.md", RULING, NOTHING)

    remove_document(tmp_path, "2008/a.md")

    assert files(tmp_path / "2008") == {}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="can't be written"):
        store_document(tmp_path / "none", "ruling.md", RULING, NOTHING)


def test_a_disk_that_fills_up_leaves_the_folder_as_it_was(
    tmp_path: Path, full_after: Callable[[int], AbstractContextManager[None]]
) -> None:
    store_document(tmp_path, "ruling.md", RULING, Metadata(title="First"))
    before = files(tmp_path)

    with full_after(100), pytest.raises(FolderError, match="can't be written"):
        store_document(tmp_path, "ruling.md", RULING * 9, Metadata(title="Second"), replace=True)

    assert files(tmp_path) == before
