"""What a sync leaves in the index, and that it does no more than it must."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.models.Collection import Collection
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.errors import (
    EmptyDocumentError,
    EncodingDocumentError,
    FolderError,
    IndexMismatchError,
    MetadataError,
    UnsupportedDocumentError,
)
from ingest.passages import document_of
from ingest.plan import Move, Plan
from ingest.stored import StoredFile, group_files
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.store import Store
from ingest.sync import SyncReport, sync, try_sync
from tests.conftest import bundled_fingerprint, write_dossier

DOSSIER = {
    "court.md": "# Ruling\n\nThe judge dismissed it.\n\n## Costs\n\nThe shop pays them.\n",
    "prices.txt": "A song costs ten cents. An album costs a dollar.",
    "sub/закрытие.txt": "Сайт закрыли летом. Никто не объяснил почему 😀.",
}


class Killed(BaseException):
    """Stands for the end of the process."""


Ingest = Callable[..., SyncReport]
Fresh = Callable[[], list[tuple[str, str, dict[str, Any]]]]


def never() -> BaseEmbedding:
    raise AssertionError("there was nothing to embed")


def contents(store: Store, of: str | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    """Id, text and metadata (with vectors) of every passage that answers, in order of id."""
    with closing(store.open_to_read(of or bundled_fingerprint())) as index:
        return sorted((p.node_id, p.text, p.metadata) for p in index.passages())


def texts(store: Store) -> dict[str, list[str]]:
    """Passages by document."""
    found: dict[str, list[str]] = {}
    with closing(store.open_to_read(bundled_fingerprint())) as index:
        for passage in index.passages():
            found.setdefault(document_of(passage), []).append(passage.text)
    return {path: sorted(passages) for path, passages in sorted(found.items())}


def files(store: Store) -> dict[str, StoredFile]:
    """What is stored of each file that answers."""
    with closing(store.open_to_read(bundled_fingerprint())) as index:
        return group_files(index.heads())


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_dossier(tmp_path / "dossier", DOSSIER)


@pytest.fixture
def run(dossier: Path, store: Store, embedding: BaseEmbedding) -> Ingest:
    """Sync the dossier with the store."""

    def run(of: str | None = None, **options: Any) -> SyncReport:
        load = options.pop("load_model", lambda: embedding)
        return sync(dossier, store, of or bundled_fingerprint(), load, **options)

    return run


@pytest.fixture
def again(run: Ingest) -> Ingest:
    """The same, once it was synced already."""
    run()
    return run


@pytest.fixture
def fresh(tmp_path: Path, dossier: Path, embedding: BaseEmbedding) -> Fresh:
    """What a fresh ingest of the dossier as it is now holds."""

    def ingest_afresh() -> list[tuple[str, str, dict[str, Any]]]:
        afresh = EmbeddedStore(tmp_path / "fresh")
        sync(dossier, afresh, bundled_fingerprint(), lambda: embedding)
        return contents(afresh)

    return ingest_afresh


def test_a_new_folder_is_ingested(run: Ingest, store: Store) -> None:
    report = run()

    assert report.plan == Plan(added=("court.md", "prices.txt", "sub/закрытие.txt"))
    assert report.failed == {}
    assert report.passages == 4
    assert texts(store) == {
        "court.md": ["The judge dismissed it.", "The shop pays them."],
        "prices.txt": ["A song costs ten cents. An album costs a dollar."],
        "sub/закрытие.txt": ["Сайт закрыли летом. Никто не объяснил почему 😀."],
    }


def test_an_unchanged_folder_embeds_nothing_and_loads_no_model(again: Ingest, store: Store) -> None:
    before, version = contents(store), store.version()

    report = again(load_model=never)

    assert report.plan == Plan(unchanged=("court.md", "prices.txt", "sub/закрытие.txt"))
    assert (report.embedded, report.passages) == (0, 4)
    assert contents(store) == before
    assert store.version() == version


def test_an_edited_paragraph_embeds_only_what_it_touches(
    dossier: Path, store: Store, again: Ingest
) -> None:
    court = DOSSIER["court.md"].replace("The shop pays them.", "The shop pays all of them.")
    write_dossier(dossier, {"court.md": court})
    before = store.version()

    report = again()

    assert report.plan.replaced == ("court.md",)
    assert report.embedded == 2  # the passage, which is its only sentence, and its title path
    assert texts(store)["court.md"] == ["The judge dismissed it.", "The shop pays all of them."]
    assert store.version() != before


def test_an_edit_leaves_the_index_as_a_fresh_ingest_would(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh
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

    assert contents(store) == fresh()


def test_metadata_that_an_editor_took_back_is_forgotten(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh
) -> None:
    write_dossier(dossier, {"prices.txt.meta.yaml": "title: Prices\nauthor: A. Writer\n"})
    again()
    write_dossier(dossier, {"prices.txt.meta.yaml": "title: Prices\n"})
    again()

    assert contents(store) == fresh()


def test_a_passage_that_is_the_first_no_more_is_no_head_any_more(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh
) -> None:
    write_dossier(
        dossier,
        {
            "court.md": "# Ruling\n\n## Before\n\nIt was heard.\n\n# Ruling\n\n"
            "The judge dismissed it.\n\n## Costs\n\nThe shop pays them.\n"
        },
    )
    again()

    assert contents(store) == fresh()
    assert files(store)["court.md"].passages == {"court.md": 3}


def test_a_renamed_document_moves_and_embeds_nothing(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh
) -> None:
    (dossier / "prices.txt").rename(dossier / "sub" / "costs.txt")

    report = again(load_model=never)

    assert report.plan.moved == (Move("prices.txt", "sub/costs.txt"),)
    assert (report.plan.added, report.plan.removed, report.embedded) == ((), (), 0)
    assert sorted(texts(store)) == ["court.md", "sub/costs.txt", "sub/закрытие.txt"]
    assert contents(store) == fresh()


def test_a_document_that_is_renamed_and_edited_embeds_only_the_edit(
    dossier: Path, store: Store, again: Ingest
) -> None:
    (dossier / "court.md").unlink()
    write_dossier(dossier, {"ruling.md": DOSSIER["court.md"].replace("pays them", "pays half")})

    report = again()

    assert (report.plan.added, report.plan.removed) == (("ruling.md",), ("court.md",))
    assert report.embedded == 2  # the passage, which is its only sentence, and its title path
    assert texts(store)["ruling.md"] == ["The judge dismissed it.", "The shop pays half."]


def test_a_copied_document_embeds_nothing(dossier: Path, store: Store, again: Ingest) -> None:
    write_dossier(dossier, {"copy.txt": DOSSIER["prices.txt"]})

    assert again(load_model=never).plan.added == ("copy.txt",)
    assert texts(store)["copy.txt"] == texts(store)["prices.txt"]


def test_a_removed_document_is_gone(dossier: Path, store: Store, again: Ingest) -> None:
    (dossier / "prices.txt").unlink()

    report = again(load_model=never)

    assert report.plan.removed == ("prices.txt",)
    assert sorted(texts(store)) == ["court.md", "sub/закрытие.txt"]


def test_a_purge_changes_nothing_that_answers(store: Store, again: Ingest) -> None:
    before = contents(store)

    report = again(load_model=never, purge=True)

    assert report.plan == Plan(unchanged=("court.md", "prices.txt", "sub/закрытие.txt"))
    assert contents(store) == before


def test_a_changed_sidecar_alone_replaces_its_document(
    dossier: Path, store: Store, again: Ingest
) -> None:
    write_dossier(dossier, {"prices.txt.meta.yaml": "publisher: The Post\n"})

    report = again(load_model=never)

    assert report.plan.replaced == ("prices.txt",)
    known = [metadata for _, _, metadata in contents(store) if metadata["document"] == "prices.txt"]
    assert [metadata.get("publisher") for metadata in known] == ["The Post"]


def test_a_failing_file_keeps_its_old_passages_and_the_others_are_ingested(
    dossier: Path, store: Store, again: Ingest
) -> None:
    before = texts(store)
    (dossier / "prices.txt").write_bytes("Ça coûte".encode("latin-1"))
    write_dossier(
        dossier,
        {
            "court.md.meta.yaml": "autor: A\n",
            "sub/закрытие.txt": " \n",
            "a.xyz": "?",
            "new.txt": "A new document.",
        },
    )

    report = again()

    assert {path: type(error) for path, error in report.failed.items()} == {
        "prices.txt": EncodingDocumentError,
        "court.md": MetadataError,
        "sub/закрытие.txt": EmptyDocumentError,
        "a.xyz": UnsupportedDocumentError,
    }
    assert report.plan == Plan(added=("new.txt",))
    assert texts(store) == {**before, "new.txt": ["A new document."]}


def test_a_file_that_moved_and_is_broken_there_answers_from_where_it_was(
    dossier: Path, store: Store, again: Ingest
) -> None:
    (dossier / "prices.txt").rename(dossier / "prices.xyz")
    before = texts(store)

    report = again()

    assert list(report.failed) == ["prices.xyz"]
    assert report.plan.removed == ("prices.txt",)
    assert texts(store) == {p: t for p, t in before.items() if p != "prices.txt"}


def test_a_mended_file_is_replaced(dossier: Path, store: Store, again: Ingest) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")
    again()
    write_dossier(dossier, {"prices.txt": "A song costs nothing."})

    assert again().plan.replaced == ("prices.txt",)
    assert texts(store)["prices.txt"] == ["A song costs nothing."]


MAIL = """From: Ann <ann@example.org>
Subject: Minutes
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

The minutes are attached.
--b
Content-Type: text/plain; name=a.txt
Content-Disposition: attachment; filename=a.txt

The bridge was sold in 1911.
--b--
"""


def test_the_files_attached_to_a_letter_are_documents(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh
) -> None:
    write_dossier(dossier, {"mail.eml": MAIL})

    assert again().plan.added == ("mail.eml",)
    assert texts(store)["mail.eml"] == ["The minutes are attached."]
    assert texts(store)["mail.eml/a.txt"] == ["The bridge was sold in 1911."]
    assert again(load_model=never).plan.unchanged[1] == "mail.eml"

    write_dossier(dossier, {"mail.eml": MAIL.replace("filename=a.txt", "filename=b.txt")})

    assert again().plan.replaced == ("mail.eml",)
    assert sorted(texts(store)) == [
        "court.md",
        "mail.eml",
        "mail.eml/b.txt",
        "prices.txt",
        "sub/закрытие.txt",
    ]
    assert contents(store) == fresh()

    (dossier / "mail.eml").unlink()

    assert again().plan.removed == ("mail.eml",)
    assert sorted(texts(store)) == ["court.md", "prices.txt", "sub/закрытие.txt"]


def test_an_attachment_that_fails_keeps_its_old_passages_and_is_reported_each_time(
    dossier: Path, store: Store, again: Ingest
) -> None:
    mail = MAIL.replace("=a.txt", "=a.md")
    write_dossier(dossier, {"mail.eml": mail})
    again()
    broken = mail.replace("The bridge", "---\nautor: A\n---\nA bridge").replace(
        "are attached", "follow"
    )
    write_dossier(dossier, {"mail.eml": broken})

    reports = [again(), again()]

    assert [list(report.failed) for report in reports] == [["mail.eml/a.md"]] * 2
    assert texts(store)["mail.eml/a.md"] == ["The bridge was sold in 1911."]
    assert texts(store)["mail.eml"] == ["The minutes follow."]


def test_an_attachment_that_never_could_be_read_is_reported_each_time_too(
    dossier: Path, store: Store, again: Ingest
) -> None:
    broken = MAIL.replace("=a.txt", "=a.md").replace("The bridge", "---\nautor: A\n---\nA bridge")
    write_dossier(dossier, {"mail.eml": broken})

    assert [list(again().failed) for _ in range(2)] == [["mail.eml/a.md"]] * 2
    assert texts(store)["mail.eml"] == ["The minutes are attached."]


def test_a_document_that_is_all_boilerplate_or_all_headings_fails_and_says_so(
    dossier: Path, again: Ingest
) -> None:
    box = "Subscribe to our newsletter\n\nEnter your e-mail address\n"
    write_dossier(dossier, {"box.txt": box, "head.md": "# A heading\n"})

    failed = again().failed

    assert str(failed["box.txt"]) == (
        "box.txt has no text to ingest: all of it is marked as boilerplate. "
        "Add text to it, or move it out of the dossier folder."
    )
    assert str(failed["head.md"]).startswith("head.md has no text to ingest but headings.")


def test_boilerplate_is_reported_and_in_no_passage(
    dossier: Path, store: Store, again: Ingest
) -> None:
    box = "\n\nSubscribe to our newsletter\n\nEnter your e-mail address\n"
    write_dossier(dossier, {"prices.txt": DOSSIER["prices.txt"] + box})

    marked = again().notes.marked["prices.txt"]

    assert marked.begins == ("Subscribe to our newsletter",)
    assert 50 <= marked.chars <= len(box)
    assert marked.share == marked.chars / (len(DOSSIER["prices.txt"]) + len(box))
    assert texts(store)["prices.txt"] == [DOSSIER["prices.txt"]]


def test_an_empty_or_missing_folder_removes_nothing(
    dossier: Path, store: Store, again: Ingest
) -> None:
    """It is taken for a mount that failed."""
    before = contents(store)
    away = dossier.rename(dossier.with_name("away"))
    with pytest.raises(FolderError):
        again()
    dossier.mkdir()
    with pytest.raises(FolderError):
        again()

    assert away.is_dir()
    assert contents(store) == before


def test_a_folder_in_which_every_file_fails_removes_nothing(
    dossier: Path, store: Store, again: Ingest
) -> None:
    before = contents(store)
    for path in DOSSIER:
        (dossier / path).unlink()
    write_dossier(dossier, {"a.xyz": "?"})

    report = again(load_model=never)

    assert report.kept == tuple(DOSSIER)
    assert contents(store) == before


def test_a_dry_run_says_what_a_sync_would_do_and_changes_nothing(
    dossier: Path, store: Store, again: Ingest
) -> None:
    before = contents(store)
    write_dossier(dossier, {"new.txt": "New.", "prices.txt": "Other prices.", "empty.txt": " "})
    (dossier / "court.md").unlink()

    report = try_sync(dossier, store, bundled_fingerprint())

    assert report.plan == Plan(
        added=("new.txt",),
        replaced=("prices.txt",),
        removed=("court.md",),
        unchanged=("sub/закрытие.txt",),
    )
    assert list(report.failed) == ["empty.txt"]
    assert contents(store) == before
    assert again().plan == report.plan


def test_progress_names_each_changed_file_once(run: Ingest) -> None:
    calls: list[tuple[str, float, int]] = []

    run(on_progress=lambda path, done, total: calls.append((path, done, total)))

    assert calls == [("court.md", 0, 3), ("prices.txt", 1, 3), ("sub/закрытие.txt", 2, 3)]


def test_the_dossier_folder_is_not_written_to(dossier: Path, run: Ingest) -> None:
    dossier.chmod(0o555)
    before = {path: path.stat().st_mtime_ns for path in [dossier, *dossier.rglob("*")]}

    run()
    dossier.chmod(0o755)

    assert {path: path.stat().st_mtime_ns for path in [dossier, *dossier.rglob("*")]} == before


@contextmanager
def dying_after(writes: int) -> Iterator[None]:
    """Let the process die, as it were, at a write of Chroma's after so many of them."""
    left = writes

    def make(name: str) -> Callable[..., Any]:
        original = getattr(Collection, name)

        def write(self: Collection, *arguments: Any, **named: Any) -> Any:
            nonlocal left
            if not left:
                raise Killed
            left -= 1
            return original(self, *arguments, **named)

        return write

    with pytest.MonkeyPatch.context() as patch:
        for name in ("upsert", "update", "delete", "modify"):
            patch.setattr(Collection, name, make(name))
        patch.setattr("ingest.index._BATCH", 1)
        yield


EDITED = {
    "court.md": "# Ruling\n\nAn appeal came.\n\n## Costs\n\nThe shop pays them.\n\n## End\n\nNo.",
    "prices.txt": "A song costs nothing.",
    "moved.txt": DOSSIER["sub/закрытие.txt"],
}


def edit(dossier: Path) -> None:
    write_dossier(dossier, EDITED)
    (dossier / "sub/закрытие.txt").unlink()
    (dossier / "gone.txt").unlink()


@pytest.mark.parametrize(("writes", "group"), [(n, 64 if n % 4 else 1) for n in range(0, 32, 2)])
def test_whatever_write_a_sync_dies_at_the_next_one_completes_it(
    writes: int, group: int, dossier: Path, store: Store, run: Ingest, fresh: Fresh
) -> None:
    """Every document answers meanwhile, and afterwards the index is that of a fresh ingest."""
    write_dossier(dossier, {"gone.txt": "This will be removed.", "still.txt": "This stays."})
    run()
    edit(dossier)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.parts.GROUP", group)
        patch.setattr("ingest.sync.WRITTEN", group)
        with suppress(Killed), dying_after(writes):
            run()
        assert {"court.md", "prices.txt", "still.txt"} <= texts(store).keys()
        assert {"moved.txt", "sub/закрытие.txt"} & texts(store).keys()

        run()
    assert contents(store) == fresh()


def test_a_sync_that_lives_through_thirty_two_writes_is_done(dossier: Path, run: Ingest) -> None:
    """So that the test above dies at its beginning, its end, and in between."""
    write_dossier(dossier, {"gone.txt": "This will be removed.", "still.txt": "This stays."})
    run()
    edit(dossier)

    with dying_after(32):
        run()

    assert not run(load_model=never).plan.changes


BIG = "\n\n".join(f"# Part {n}\n\nSentence {n} is here." for n in range(10))


def test_what_a_killed_sync_wrote_of_a_big_document_is_not_embedded_again(
    dossier: Path, store: Store, again: Ingest, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.parts.GROUP", 4)
    monkeypatch.setattr("ingest.sync.WRITTEN", 4)
    write_dossier(dossier, {"big.md": BIG})

    def die(_path: str, done: float, _total: int) -> None:
        if done > 0.5:
            raise Killed

    with pytest.raises(Killed):
        again(on_progress=die)

    report = again()

    assert (report.plan.added or report.plan.replaced) == ("big.md",)
    assert report.embedded == 2 * 2  # the two passages that were left, and their title paths
    assert files(store)["big.md"].content_hash
    assert contents(store) == fresh()


def test_a_first_ingest_that_dies_twice_loses_nothing_of_either(
    dossier: Path, run: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.parts.GROUP", 1)
    monkeypatch.setattr("ingest.sync.WRITTEN", 1)
    shutil.rmtree(dossier)
    write_dossier(dossier, {"big.md": BIG})

    def die_at(share: float) -> Callable[[str, float, int], None]:
        def die(_path: str, done: float, _total: int) -> None:
            if done > share:
                raise Killed

        return die

    for share in (0.4, 0.75):
        with pytest.raises(Killed):
            run(on_progress=die_at(share))

    # The first leaves five of ten, with a title path each, and the second one of those.
    assert run().embedded == 2


def test_progress_advances_within_a_big_document(
    dossier: Path, run: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.parts.GROUP", 4)
    shutil.rmtree(dossier)
    write_dossier(dossier, {"big.md": BIG})
    done: list[float] = []

    run(on_progress=lambda _path, share, _total: done.append(share))

    assert done == pytest.approx([0, 0.4, 0.8])


def test_the_old_index_answers_until_one_of_another_fingerprint_is_whole(
    store: Store, again: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.parts.GROUP", 1)
    monkeypatch.setattr("ingest.sync.WRITTEN", 1)
    before = contents(store)
    with pytest.raises(Killed), dying_after(4):
        again("another")

    assert contents(store) == before
    with pytest.raises(IndexMismatchError):
        contents(store, "another")

    report = again("another")

    assert report.embedded < 12  # what the first try embedded is not embedded again
    assert [row[:2] for row in contents(store, "another")] == [row[:2] for row in before]
    with pytest.raises(IndexMismatchError):
        contents(store)


@pytest.mark.parametrize("unread", [["prices.txt"], list(DOSSIER)], ids=["one", "all"])
def test_a_rebuild_does_not_lose_a_document_that_can_not_be_read_now(
    unread: list[str], dossier: Path, store: Store, again: Ingest
) -> None:
    before = contents(store)
    for path in unread:
        (dossier / path).write_bytes(b"\xff")

    report = again("another")

    assert (report.replaces, report.missing) == (bundled_fingerprint(), tuple(sorted(unread)))
    assert contents(store) == before
    with pytest.raises(IndexMismatchError):
        contents(store, "another")


@pytest.mark.parametrize("mend", ["mended", "removed"])
def test_a_rebuild_takes_over_once_each_file_is_mended_or_removed(
    mend: str, dossier: Path, store: Store, again: Ingest
) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")
    again("another")
    if mend == "mended":
        write_dossier(dossier, DOSSIER)
    else:
        (dossier / "prices.txt").unlink()

    report = again("another")

    assert report.missing == ()
    assert len(contents(store, "another")) == (4 if mend == "mended" else 3)
    with pytest.raises(IndexMismatchError):
        contents(store)


def test_an_index_without_passages_never_takes_over(
    dossier: Path, store: Store, again: Ingest
) -> None:
    before = contents(store)
    for path in DOSSIER:
        (dossier / path).unlink()
    write_dossier(dossier, {"new.xyz": "?"})

    report = again("another")

    assert (report.passages, report.missing) == (0, ())
    assert contents(store) == before


def test_a_first_index_takes_over_although_single_files_fail(
    dossier: Path, store: Store, run: Ingest
) -> None:
    (dossier / "prices.txt").write_bytes(b"\xff")

    assert run().missing == ()
    assert sorted(texts(store)) == ["court.md", "sub/закрытие.txt"]


def test_small_documents_share_calls_of_the_store(
    dossier: Path, run: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call each made a folder of tiny documents ten times slower."""
    shutil.rmtree(dossier)
    write_dossier(dossier, {f"{n:02}.txt": f"Song {n}." for n in range(30)})
    calls: list[int] = []
    upsert = Collection.upsert

    def count(self: Collection, **rows: Any) -> None:
        calls.append(len(rows["ids"]))
        upsert(self, **rows)

    monkeypatch.setattr(Collection, "upsert", count)

    run()

    assert [rows for rows in calls if rows > 1] == [30]  # one is touched at the end


def test_the_language_that_is_detected_is_stored(store: Store, again: Ingest) -> None:
    assert again(load_model=never)

    found = {m["document"]: m.get("language") for _, _, m in contents(store)}
    assert found["sub/закрытие.txt"] == "ru"


def test_a_run_of_another_fingerprint_back_and_forth_ends_where_it_began(
    store: Store, again: Ingest
) -> None:
    before = contents(store)
    again("another")
    again()

    assert contents(store) == before


def test_the_same_words_in_many_documents_are_embedded_once(dossier: Path, run: Ingest) -> None:
    shutil.rmtree(dossier)
    paths = [f"{n}.txt" for n in range(5)]
    write_dossier(dossier, dict.fromkeys(paths, "One sentence of many words."))

    assert run().embedded == 1


def test_a_sync_says_when_it_ended_whether_or_not_anything_changed(
    store: Store, run: Ingest
) -> None:
    def synced_at() -> float:
        with closing(store.open_to_read(bundled_fingerprint())) as index:
            assert index.synced_at is not None
            return index.synced_at

    run()
    first = synced_at()
    run()

    assert first < synced_at()


def test_a_reader_keeps_what_it_reads_while_it_is_replaced(
    dossier: Path, tmp_path: Path, embedding: BaseEmbedding
) -> None:
    """Of a folder: a server changes under its readers, document by document."""
    store = EmbeddedStore(tmp_path / "data")
    sync(dossier, store, bundled_fingerprint(), lambda: embedding)
    with closing(store.open_to_read(bundled_fingerprint())) as reader:
        shutil.rmtree(dossier)
        write_dossier(dossier, {"new.txt": "All is new."})
        sync(dossier, store, bundled_fingerprint(), lambda: embedding)

        assert len(list(reader.passages())) == 4
        assert len(reader.nearest([1.0, *[0.0] * 383], 10)) == 4
    assert list(texts(store)) == ["new.txt"]
    assert len([p for p in (tmp_path / "data/chroma").iterdir() if p.is_dir()]) == 1
