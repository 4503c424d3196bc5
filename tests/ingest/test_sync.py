"""What a sync leaves in the index, and that it does no more than it must."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.embedding import BUNDLED, model_name
from ingest.errors import (
    EmptyDocumentError,
    EncodingDocumentError,
    FolderError,
    IndexMismatchError,
    MetadataError,
    UnsupportedDocumentError,
)
from ingest.fingerprint import fingerprint
from ingest.index import Index, open_to_read, open_to_write
from ingest.passages import document_of
from ingest.plan import Plan
from ingest.sync import SyncReport, plan_folder, sync
from tests.conftest import ingest, write_dossier

DOSSIER = {
    "court.md": "# Ruling\n\nThe judge dismissed it.\n\n## Costs\n\nThe shop pays them.\n",
    "prices.txt": "A song costs ten cents. An album costs a dollar.",
    "sub/закрытие.txt": "Сайт закрыли летом. Никто не объяснил почему 😀.",
}


class Killed(BaseException):
    """Stands for the end of the process."""


def marks() -> str:
    return fingerprint(model_name(BUNDLED))


def never() -> BaseEmbedding:
    raise AssertionError("there was nothing to embed")


def contents(data: Path, of: str | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    """Id, text and metadata (with vectors) of every passage that answers, in order of id."""
    return sorted(
        (passage.node_id, passage.text, passage.metadata)
        for passage in open_to_read(data, of or marks()).passages()
    )


def texts(data: Path) -> dict[str, list[str]]:
    """Passages by document."""
    found: dict[str, list[str]] = {}
    for passage in open_to_read(data, marks()).passages():
        found.setdefault(document_of(passage), []).append(passage.text)
    return {path: sorted(passages) for path, passages in sorted(found.items())}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_dossier(tmp_path / "dossier", DOSSIER)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Path:
    """A data folder into which DOSSIER was ingested. To be copied, not written to."""
    folder = tmp_path_factory.mktemp("synced")
    ingest(write_dossier(folder / "dossier", DOSSIER), folder / "data", embedding)
    return folder / "data"


@pytest.fixture
def again(
    dossier: Path, data: Path, synced: Path, embedding: BaseEmbedding
) -> Callable[[], SyncReport]:
    """Sync the dossier, which was synced once already."""
    shutil.copytree(synced, data)
    return lambda: ingest(dossier, data, embedding)


def test_a_new_folder_is_ingested(dossier: Path, data: Path, embedding: BaseEmbedding) -> None:
    report = ingest(dossier, data, embedding)

    assert report.plan == Plan(("court.md", "prices.txt", "sub/закрытие.txt"), (), (), ())
    assert report.failed == {}
    assert report.passages == 4
    assert texts(data) == {
        "court.md": ["The judge dismissed it.", "The shop pays them."],
        "prices.txt": ["A song costs ten cents. An album costs a dollar."],
        "sub/закрытие.txt": ["Сайт закрыли летом. Никто не объяснил почему 😀."],
    }


@pytest.mark.usefixtures("again")
def test_an_unchanged_folder_embeds_nothing_and_loads_no_model(dossier: Path, data: Path) -> None:
    before = contents(data)

    report = sync(dossier, open_to_write(data, marks()), never)

    assert report.plan == Plan((), (), (), ("court.md", "prices.txt", "sub/закрытие.txt"))
    assert report.embedded == 0
    assert contents(data) == before


def test_an_edited_paragraph_embeds_only_what_it_touches(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    court = DOSSIER["court.md"].replace("The shop pays them.", "The shop pays all of them.")
    write_dossier(dossier, {"court.md": court})

    report = again()

    assert report.plan.replaced == ("court.md",)
    assert report.embedded == 2  # the passage, which is its only sentence, and its title path
    assert texts(data)["court.md"] == ["The judge dismissed it.", "The shop pays all of them."]


def test_an_edit_leaves_the_index_as_a_fresh_ingest_would(
    dossier: Path, data: Path, again: Callable[[], SyncReport], embedding: BaseEmbedding
) -> None:
    write_dossier(
        dossier,
        {
            "court.md": "# Ruling\n\nAn appeal was filed.\n\nThe judge dismissed it.\n",
            "prices.txt.meta.yaml": "publisher: The Post\npublished: 2008-05\n",
            "new.txt": "A song costs ten cents.",
        },
    )
    (dossier / "sub/закрытие.txt").unlink()

    again()
    ingest(dossier, data.with_name("fresh"), embedding)

    assert contents(data) == contents(data.with_name("fresh"))


def test_metadata_that_an_editor_took_back_is_forgotten(
    dossier: Path, data: Path, again: Callable[[], SyncReport], embedding: BaseEmbedding
) -> None:
    write_dossier(dossier, {"prices.txt.meta.yaml": "title: Prices\nauthor: A. Writer\n"})
    again()
    write_dossier(dossier, {"prices.txt.meta.yaml": "title: Prices\n"})
    again()
    ingest(dossier, data.with_name("fresh"), embedding)

    assert contents(data) == contents(data.with_name("fresh"))


@pytest.mark.usefixtures("again")
def test_a_renamed_document_embeds_nothing(dossier: Path, data: Path) -> None:
    (dossier / "prices.txt").rename(dossier / "sub" / "costs.txt")

    report = sync(dossier, open_to_write(data, marks()), never)

    assert report.plan.added == ("sub/costs.txt",)
    assert report.plan.removed == ("prices.txt",)
    assert report.embedded == 0
    assert sorted(texts(data)) == ["court.md", "sub/costs.txt", "sub/закрытие.txt"]


@pytest.mark.usefixtures("again")
def test_a_copied_document_embeds_nothing(dossier: Path, data: Path) -> None:
    write_dossier(dossier, {"copy.txt": DOSSIER["prices.txt"]})

    assert sync(dossier, open_to_write(data, marks()), never).plan.added == ("copy.txt",)
    assert texts(data)["copy.txt"] == texts(data)["prices.txt"]


@pytest.mark.usefixtures("again")
def test_a_removed_document_is_gone(dossier: Path, data: Path) -> None:
    (dossier / "prices.txt").unlink()

    report = sync(dossier, open_to_write(data, marks()), never)

    assert report.plan.removed == ("prices.txt",)
    assert sorted(texts(data)) == ["court.md", "sub/закрытие.txt"]


def test_a_changed_sidecar_alone_replaces_its_document(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    write_dossier(dossier, {"prices.txt.meta.yaml": "publisher: The Post\n"})

    report = again()

    assert report.plan.replaced == ("prices.txt",)
    assert report.embedded == 0
    publishers = {m.get("publisher") for _, _, m in contents(data) if m["document"] == "prices.txt"}
    assert publishers == {"The Post"}


def test_a_failing_file_keeps_its_old_passages_and_the_others_are_ingested(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    before = texts(data)
    (dossier / "prices.txt").write_bytes("Ça coûte".encode("latin-1"))
    write_dossier(
        dossier,
        {
            "court.md.meta.yaml": "autor: A\n",
            "sub/закрытие.txt": " \n",
            "a.pdf": "%PDF",
            "new.txt": "A new document.",
        },
    )

    report = again()

    assert {path: type(error) for path, error in report.failed.items()} == {
        "prices.txt": EncodingDocumentError,
        "court.md": MetadataError,
        "sub/закрытие.txt": EmptyDocumentError,
        "a.pdf": UnsupportedDocumentError,
    }
    assert report.plan == Plan(("new.txt",), (), (), ())
    assert texts(data) == {**before, "new.txt": ["A new document."]}


def test_a_mended_file_is_replaced(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")
    again()
    write_dossier(dossier, {"prices.txt": "A song costs nothing."})

    assert again().plan.replaced == ("prices.txt",)
    assert texts(data)["prices.txt"] == ["A song costs nothing."]


def test_a_document_that_is_all_boilerplate_fails_and_says_so(
    dossier: Path, again: Callable[[], SyncReport]
) -> None:
    box = "Subscribe to our newsletter\n\nEnter your e-mail address\n"
    write_dossier(dossier, {"box.txt": box})

    assert str(again().failed["box.txt"]) == (
        "box.txt has no text to ingest: all of it is marked as boilerplate. "
        "Add text to it, or move it out of the dossier folder."
    )


def test_boilerplate_is_reported_and_in_no_passage(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    box = "\n\nSubscribe to our newsletter\n\nEnter your e-mail address\n"
    write_dossier(dossier, {"prices.txt": DOSSIER["prices.txt"] + box})

    marked = again().marked["prices.txt"]

    assert marked.begins == ("Subscribe to our newsletter",)
    assert 50 <= marked.chars <= len(box)
    assert marked.share == marked.chars / (len(DOSSIER["prices.txt"]) + len(box))
    assert texts(data)["prices.txt"] == [DOSSIER["prices.txt"]]


def test_an_empty_or_missing_folder_removes_nothing(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    """It is taken for a mount that failed."""
    before = contents(data)
    away = dossier.rename(dossier.with_name("away"))
    with pytest.raises(FolderError):
        again()
    dossier.mkdir()
    with pytest.raises(FolderError):
        again()

    assert away.is_dir()
    assert contents(data) == before


def test_planning_changes_nothing(
    dossier: Path, data: Path, again: Callable[[], SyncReport]
) -> None:
    before = contents(data)
    write_dossier(dossier, {"new.txt": "New.", "prices.txt": "Other prices."})
    (dossier / "court.md").unlink()

    plan, failed = plan_folder(dossier, open_to_write(data, marks()).documents())

    assert plan == Plan(("new.txt",), ("prices.txt",), ("court.md",), ("sub/закрытие.txt",))
    assert failed == {}
    assert contents(data) == before
    assert again().plan == plan


def test_progress_names_each_changed_document_once(
    dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    calls: list[tuple[str, float, int]] = []

    sync(
        dossier,
        open_to_write(data, marks()),
        lambda: embedding,
        lambda path, done, total: calls.append((path, done, total)),
    )

    assert calls == [("court.md", 0, 3), ("prices.txt", 1, 3), ("sub/закрытие.txt", 2, 3)]


def test_the_dossier_folder_is_not_written_to(
    dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    dossier.chmod(0o555)
    before = {path: path.stat().st_mtime_ns for path in [dossier, *dossier.rglob("*")]}

    ingest(dossier, data, embedding)
    dossier.chmod(0o755)

    assert {path: path.stat().st_mtime_ns for path in [dossier, *dossier.rglob("*")]} == before


class Mortal:
    """A real collection whose process dies after so many of its writes."""

    def __init__(self, collection: object, writes: int) -> None:
        self._collection = collection
        self._left = writes

    def __getattr__(self, name: str) -> Any:
        if name in ("upsert", "delete", "modify"):
            if not self._left:
                raise Killed
            self._left -= 1
        return getattr(self._collection, name)


def mortal_index(data: Path, writes: int, of: str) -> Index:
    index = open_to_write(data, of)
    index._collection = cast("Any", Mortal(index._collection, writes))
    return index


EDITED = {
    "court.md": "# Ruling\n\nAn appeal came.\n\n## Costs\n\nThe shop pays them.\n\n## End\n\nNo.",
    "prices.txt": "A song costs nothing.",
}


@pytest.fixture(scope="module")
def fresh(
    tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding
) -> list[tuple[str, str, dict[str, Any]]]:
    """What a fresh ingest of EDITED holds."""
    folder = tmp_path_factory.mktemp("fresh")
    ingest(write_dossier(folder / "dossier", EDITED), folder / "data", embedding)
    return contents(folder / "data")


@pytest.mark.parametrize("group", [1, 64])
@pytest.mark.parametrize("writes", range(8))
def test_whatever_write_a_sync_dies_at_the_next_one_completes_it(
    writes: int,
    group: int,
    dossier: Path,
    data: Path,
    again: Callable[[], SyncReport],
    fresh: list[tuple[str, str, dict[str, Any]]],
    embedding: BaseEmbedding,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every document answers meanwhile, and afterwards the index is that of a fresh ingest."""
    monkeypatch.setattr("ingest.index._BATCH", 1)
    monkeypatch.setattr("ingest.sync._GROUP", group)
    write_dossier(dossier, EDITED)
    (dossier / "sub/закрытие.txt").unlink()
    with pytest.raises(Killed):
        sync(dossier, mortal_index(data, writes, marks()), lambda: embedding)

    assert EDITED.keys() <= texts(data).keys()

    again()
    assert contents(data) == fresh


def test_a_sync_that_lives_through_eight_writes_is_done(
    dossier: Path,
    data: Path,
    again: Callable[[], SyncReport],
    embedding: BaseEmbedding,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that the test above dies at each of them."""
    monkeypatch.setattr("ingest.index._BATCH", 1)
    write_dossier(dossier, EDITED)
    (dossier / "sub/закрытие.txt").unlink()

    sync(dossier, mortal_index(data, 8, marks()), lambda: embedding)

    assert again().plan == Plan((), (), (), tuple(sorted(EDITED)))


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_half_written_document_counts_as_replaced(
    writes: int,
    dossier: Path,
    data: Path,
    embedding: BaseEmbedding,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.index._BATCH", 1)
    sections = "\n\n".join(f"# {word}\n\nThe {word} one." for word in ["first", "next", "last"])
    write_dossier(dossier, {"a.md": sections})
    with pytest.raises(Killed):
        sync(dossier, mortal_index(data, writes, marks()), lambda: embedding)

    plan, _ = plan_folder(dossier, open_to_write(data, marks()).documents())

    assert plan.replaced == (("a.md",) if writes < 3 else ())
    assert plan.unchanged == (() if writes < 3 else ("a.md",))


BIG = "\n\n".join(f"# Part {n}\n\nSentence {n} is here." for n in range(10))


def test_what_a_killed_sync_wrote_of_a_big_document_is_not_embedded_again(
    dossier: Path,
    data: Path,
    again: Callable[[], SyncReport],
    embedding: BaseEmbedding,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.sync._GROUP", 4)
    write_dossier(dossier, {"big.md": BIG})
    with pytest.raises(Killed):
        sync(dossier, mortal_index(data, 2, marks()), lambda: embedding)
    assert len(texts(data)["big.md"]) == 8
    stored = open_to_write(data, marks()).documents()["big.md"]
    assert not stored.is_whole

    report = again()

    assert report.plan.replaced == ("big.md",)
    assert report.embedded == 2 * 2  # the two passages that were left, and their title paths
    assert open_to_write(data, marks()).documents()["big.md"].is_whole
    ingest(dossier, data.with_name("fresh"), embedding)
    assert contents(data) == contents(data.with_name("fresh"))


def test_progress_advances_within_a_big_document(
    dossier: Path, data: Path, embedding: BaseEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sync._GROUP", 4)
    shutil.rmtree(dossier)
    write_dossier(dossier, {"big.md": BIG})
    done: list[float] = []

    sync(
        dossier,
        open_to_write(data, marks()),
        lambda: embedding,
        lambda _path, share, _total: done.append(share),
    )

    assert done == pytest.approx([0, 0.4, 0.8])


def test_a_model_that_fails_half_way_loses_nothing(
    dossier: Path,
    data: Path,
    again: Callable[[], SyncReport],
    embedding: BaseEmbedding,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.sync._GROUP", 1)
    before = texts(data)
    write_dossier(dossier, {"new.txt": "New words.", "prices.txt": "Other words."})

    def fail(path: str, _done: float, _total: int) -> None:
        if path == "prices.txt":
            raise Killed

    with pytest.raises(Killed):
        sync(dossier, open_to_write(data, marks()), lambda: embedding, fail)
    assert texts(data) == {**before, "new.txt": ["New words."]}

    assert again().plan == Plan(
        (), ("prices.txt",), (), ("court.md", "new.txt", "sub/закрытие.txt")
    )


@pytest.mark.usefixtures("again")
def test_the_old_index_answers_until_one_of_another_fingerprint_is_whole(
    dossier: Path, data: Path, embedding: BaseEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sync._GROUP", 1)
    before = contents(data)
    with pytest.raises(Killed):
        sync(dossier, mortal_index(data, 3, "another"), lambda: embedding)

    assert contents(data) == before
    with pytest.raises(IndexMismatchError):
        open_to_read(data, "another")

    report = sync(dossier, open_to_write(data, "another"), lambda: embedding)

    assert report.plan.added == ("sub/закрытие.txt",)
    assert [row[:2] for row in contents(data, "another")] == [row[:2] for row in before]
    with pytest.raises(IndexMismatchError):
        open_to_read(data, marks())


@pytest.mark.usefixtures("again")
@pytest.mark.parametrize("unread", [["prices.txt"], list(DOSSIER)], ids=["one", "all"])
def test_a_rebuild_does_not_lose_a_document_that_can_not_be_read_now(
    unread: list[str], dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    before = contents(data)
    for path in unread:
        (dossier / path).write_bytes(b"\xff")

    report = sync(dossier, open_to_write(data, "another"), lambda: embedding)

    assert (report.replaces, report.missing) == (marks(), tuple(sorted(unread)))
    assert contents(data) == before
    with pytest.raises(IndexMismatchError):
        open_to_read(data, "another")


@pytest.mark.usefixtures("again")
@pytest.mark.parametrize("mend", ["mended", "removed"])
def test_a_rebuild_takes_over_once_each_file_is_mended_or_removed(
    mend: str, dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")
    sync(dossier, open_to_write(data, "another"), lambda: embedding)
    if mend == "mended":
        write_dossier(dossier, DOSSIER)
    else:
        (dossier / "prices.txt").unlink()

    report = sync(dossier, open_to_write(data, "another"), lambda: embedding)

    assert report.missing == ()
    assert len(contents(data, "another")) == (4 if mend == "mended" else 3)
    with pytest.raises(IndexMismatchError):
        open_to_read(data, marks())


@pytest.mark.usefixtures("again")
def test_a_rebuild_that_read_a_document_before_it_failed_has_it(
    dossier: Path, data: Path, embedding: BaseEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.sync._GROUP", 1)
    with pytest.raises(Killed):
        sync(dossier, mortal_index(data, 3, "another"), lambda: embedding)
    (dossier / "prices.txt").write_bytes(b"\xff")

    assert sync(dossier, open_to_write(data, "another"), lambda: embedding).missing == ()
    assert len(contents(data, "another")) == 4


@pytest.mark.usefixtures("again")
def test_an_index_without_passages_never_takes_over(
    dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    before = contents(data)
    for path in DOSSIER:
        (dossier / path).unlink()
    write_dossier(dossier, {"new.pdf": "%PDF"})

    report = sync(dossier, open_to_write(data, "another"), lambda: embedding)

    assert (report.passages, report.missing) == (0, ())
    assert contents(data) == before


def test_a_first_index_takes_over_although_single_files_fail(
    dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")

    assert ingest(dossier, data, embedding).missing == ()
    assert sorted(texts(data)) == ["court.md", "sub/закрытие.txt"]


def test_small_documents_share_calls_of_model_and_store(
    tmp_path: Path, data: Path, embedding: BaseEmbedding
) -> None:
    """A call each made a folder of tiny documents ten times slower."""
    many = {f"{n:02}.txt": f"Song {n}." for n in range(30)}
    # One write of passages, one that makes the index whole, one that says when.
    index = mortal_index(data, 3, marks())

    sync(write_dossier(tmp_path / "many", many), index, lambda: embedding)

    assert sorted(texts(data)) == sorted(many)
    assert all(document.is_whole for document in index.documents().values())


def test_the_language_that_is_detected_is_stored(
    dossier: Path, data: Path, embedding: BaseEmbedding
) -> None:
    ingest(dossier, data, embedding)

    found = {m["document"]: m.get("language") for _, _, m in contents(data)}
    assert found["sub/закрытие.txt"] == "ru"


def test_a_run_of_another_fingerprint_back_and_forth_ends_where_it_began(
    dossier: Path, data: Path, again: Callable[[], SyncReport], embedding: BaseEmbedding
) -> None:
    before = contents(data)
    sync(dossier, open_to_write(data, "another"), lambda: embedding)
    again()

    assert contents(data) == before


def test_the_same_words_in_many_documents_are_embedded_once(
    tmp_path: Path, data: Path, embedding: BaseEmbedding
) -> None:
    paths: Sequence[str] = [f"{n}.txt" for n in range(5)]
    dossier = write_dossier(tmp_path / "same", dict.fromkeys(paths, "One sentence of many words."))

    assert ingest(dossier, data, embedding).embedded == 1
