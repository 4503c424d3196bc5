"""What answers, and what is only being made: in a folder, and on a server."""

import shutil
import socket
from contextlib import closing
from pathlib import Path

import pytest

from ingest.chroma import connect_to_server
from ingest.errors import (
    ChromaServerError,
    DataFolderError,
    IndexMismatchError,
    IndexMissingError,
)
from ingest.index import WHOLE
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.served import ServedStore
from ingest.stores.store import Store
from tests.ingest.test_index import contents, passages


def publish(store: Store, path: str, *texts: str, of: str = "model one") -> None:
    """Add a document to what answers."""
    with closing(store.begin(of)) as draft:
        draft.index.write(passages(path, *texts))
        draft.publish()


def answering(store: Store, of: str = "model one") -> list[tuple[str, str]]:
    with closing(store.open_to_read(of)) as index:
        return contents(index)


def test_nothing_answers_before_it_is_published(store: Store) -> None:
    with closing(store.begin("model one")) as draft:
        draft.index.write(passages("a.txt", "One"))
        draft.index.mark_synced(1.0)

        assert store.version() is None
        assert store.peek("model one") is None
        with pytest.raises(IndexMissingError, match="Run: python -m ingest"):
            store.open_to_read("model one")

        draft.publish()

    assert answering(store) == [("a.txt", "One")]


def test_what_is_published_is_the_beginning_of_the_next_draft(store: Store) -> None:
    publish(store, "a.txt", "One")
    first = store.version()

    publish(store, "b.txt", "Second")

    assert answering(store) == [("a.txt", "One"), ("b.txt", "Second")]
    assert store.version() != first


def test_an_index_of_another_fingerprint_answers_until_the_new_one_is_published(
    store: Store,
) -> None:
    publish(store, "a.txt", "One")
    with closing(store.begin("model two")) as draft:
        draft.index.write(passages("a.txt", "Second"))

        assert answering(store) == [("a.txt", "One")]
        with pytest.raises(IndexMismatchError) as caught:
            store.open_to_read("model two")
        assert str(caught.value) == (
            "The index was made with model one, but the settings ask for model two. "
            "Run: python -m ingest - or set EMBEDDING_MODEL back."
        )
        other = store.other("model two")
        assert other is not None
        assert other.fingerprint == "model one"
        other.close()

        draft.publish()

    assert answering(store, "model two") == [("a.txt", "Second")]
    assert store.other("model two") is None
    with pytest.raises(IndexMismatchError):
        store.open_to_read("model one")


def test_a_draft_that_was_left_is_taken_up_again(store: Store) -> None:
    with closing(store.begin("model one")) as draft:
        draft.index.write(passages("a.txt", "One"))

    with closing(store.begin("model one")) as draft:
        spare = [row for index in draft.spare for row in contents(index)]

        assert [("a.txt", "One")] in (contents(draft.index), spare)


def test_an_index_without_passages_counts_as_missing(store: Store) -> None:
    """There is nothing to search in it."""
    with closing(store.begin("model one")) as draft:
        draft.publish()

    with pytest.raises(IndexMissingError):
        store.open_to_read("model one")


def test_what_is_rewritten_holds_the_same(store: Store) -> None:
    publish(store, "a.txt", "One", "Second")
    with closing(store.begin("model one")) as draft:
        draft.rewrite()
        draft.publish()

    assert answering(store) == [("a.txt", "One"), ("a.txt", "Second")]


def test_collections_of_others_are_left_alone(empty_url: str) -> None:
    import chromadb

    client = chromadb.HttpClient(port=int(empty_url.rsplit(":", 1)[1]))
    for name in ("theirs", "dossier-theirs"):
        client.get_or_create_collection(name, embedding_function=None)
    store = ServedStore(empty_url)

    publish(store, "a.txt", "One")
    publish(store, "a.txt", "One", of="model two")

    left = [collection.name for collection in client.list_collections()]
    for name in ("theirs", "dossier-theirs"):
        assert name in left
        client.delete_collection(name)
    for server in (client._server, client._admin_client._server):  # type: ignore[attr-defined]
        server._session.close()


def test_what_a_run_left_that_died_once_it_had_published_is_swept(empty_url: str) -> None:
    with closing(ServedStore(empty_url)) as store, closing(connect_to_server(empty_url)) as chroma:
        publish(store, "a.txt", "One")
        chroma.create("left", {"fingerprint": "model one", "whole": True, "published": 1})

        store.sweep()

        assert len(chroma.collections()) == 1
        assert answering(store) == [("a.txt", "One")]


def test_what_a_run_changed_that_died_before_it_published_is_a_state_of_its_own(
    empty_url: str,
) -> None:
    """Else a bot would go on with the words of the old one: the next run finds nothing to write."""
    with closing(ServedStore(empty_url)) as store:
        publish(store, "a.txt", "One")
        first = store.version()
        with closing(store.begin("model one")) as draft:
            draft.index.write(passages("b.txt", "Second"))

        store.sweep()
        second = store.version()
        store.sweep()

        assert second != first
        assert store.version() == second


def test_a_server_that_is_not_there_is_an_error_that_names_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"

    with pytest.raises(ChromaServerError) as caught:
        ServedStore(url).open_to_read("model one")

    assert str(caught.value).startswith(f"The Chroma server at {url} can't be used: ")
    assert str(caught.value).endswith(
        ". Start it (chroma run), or set CHROMA_URL to where it runs, or to nothing."
    )


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "data")

    assert (store.version(), store.peek("model one"), store.other("model one")) == (
        None,
        None,
        None,
    )
    with pytest.raises(IndexMissingError):
        store.open_to_read("model one")
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(DataFolderError, match="it is not a folder"):
        EmbeddedStore(tmp_path / "data").open_to_read("model one")


def test_a_database_that_is_broken_is_an_error_of_the_data_folder(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    [database] = tmp_path.rglob("chroma.sqlite3")
    database.write_bytes(b"this is no database" * 100)

    with pytest.raises(DataFolderError) as caught:
        store.open_to_read("model one")

    assert "\n" not in str(caught.value)


def test_a_database_that_was_broken_and_is_mended_is_opened(tmp_path: Path) -> None:
    """By the same process, which tries again."""
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    [database] = tmp_path.rglob("chroma.sqlite3")
    whole = database.read_bytes()
    database.write_bytes(b"this is no database" * 100)
    for _ in range(2):
        with pytest.raises(DataFolderError):
            store.open_to_read("model one")
    database.write_bytes(whole)

    assert answering(store) == [("a.txt", "One")]


def test_a_copy_of_the_data_folder_answers_elsewhere(tmp_path: Path) -> None:
    """A backup is a copy."""
    publish(EmbeddedStore(tmp_path / "data"), "a.txt", "One")
    shutil.copytree(tmp_path / "data", tmp_path / "copy")

    assert answering(EmbeddedStore(tmp_path / "copy")) == [("a.txt", "One")]


def test_what_is_published_is_alone_in_the_folder(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    with closing(store.begin("model one")):
        pass  # as if it had died
    publish(store, "b.txt", "Second")

    assert sorted(file.name for file in (tmp_path / "chroma").iterdir()) == sorted(
        ["CURRENT", store.version() or ""]
    )


def drafts(data: Path) -> int:
    """How many folders do not answer."""
    return len([file for file in (data / "chroma").iterdir() if file.is_dir()]) - 1


def test_of_many_runs_that_die_no_more_is_left_than_the_fullest_draft(tmp_path: Path) -> None:
    """Each is as large as the index: runs that die again and again must not fill the disk."""
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    for texts in (["Second", "Third"], ["Second"], ["Third"]):
        with closing(store.begin("model one")) as draft:
            draft.index.write(passages("b.txt", *texts))

    with closing(store.begin("model one")) as draft:
        [spare] = draft.spare
        assert contents(spare) == [("a.txt", "One"), ("b.txt", "Second"), ("b.txt", "Third")]
        assert drafts(tmp_path) == 2


def test_of_a_run_that_dies_while_it_publishes_the_passages_are_kept(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with closing(store.begin("model one")) as draft:
        draft.index.write(passages("a.txt", "One"))
        draft.index.mark({WHOLE: True})

    with closing(store.begin("model one")) as draft:
        assert contents(draft.index) == [("a.txt", "One")]


def test_a_draft_that_can_not_be_opened_now_is_kept_until_another_answers(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with closing(store.begin("model one")) as draft:
        draft.index.write(passages("a.txt", "One"))
    [database] = tmp_path.rglob("chroma.sqlite3")
    database.write_bytes(b"this is no database" * 100)

    with closing(store.begin("model one")):
        assert database.exists()
    publish(store, "a.txt", "One")

    assert drafts(tmp_path) == 0


def test_who_was_killed_leaves_no_lock_for_ever(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    (tmp_path / "chroma" / f"{store.version()}.1.lock").touch()
    (tmp_path / "chroma" / "gone.1.lock").touch()

    with closing(store.open_to_read("model one")):
        publish(store, "b.txt", "Second")
        left = len(list((tmp_path / "chroma").glob("*.lock")))

    assert left == 1


def test_a_folder_that_is_read_is_deleted_by_its_last_reader(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One")
    first, second = store.open_to_read("model one"), store.open_to_read("model one")
    old = tmp_path / "chroma" / (store.version() or "")
    publish(store, "b.txt", "Second")

    first.close()
    assert contents(second) == [("a.txt", "One")]
    second.close()

    assert not old.exists()
    assert answering(store) == [("a.txt", "One"), ("b.txt", "Second")]
    assert list((tmp_path / "chroma").glob("*.lock")) == []
