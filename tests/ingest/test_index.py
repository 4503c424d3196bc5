"""Chroma, for real, in a folder of the test."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import TextNode

from ingest.documents import Document, Metadata, Span
from ingest.errors import DataFolderError, IndexMismatchError, IndexMissingError
from ingest.index import Index, open_to_plan, open_to_read, open_to_write
from ingest.passages import (
    attach_vectors,
    document_of,
    make_passage,
    passage_id,
    sentences_of,
    span_of,
    vector_key_of,
    vectors_of,
)
from ingest.vectors import PassageVectors


def passages(path: str, *texts: str, content_hash: str = "1") -> list[TextNode]:
    """Passages of a document, each at a direction of its own."""
    text = "\n\n".join(texts)
    document = Document(path, text, Metadata(title="T", language="en"), content_hash)
    made = []
    for words in texts:
        start = text.index(words)
        span = Span(start, start + len(words))
        passage = make_passage(document, span, [span], [], 0)
        vector = np.random.default_rng(len(words)).normal(size=8).astype(np.float32)
        vector /= np.linalg.norm(vector)
        attach_vectors(passage, vector.tolist(), PassageVectors(vector, vector[None]))
        made.append(passage)
    return made


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return open_to_write(tmp_path, "model one")


def contents(index: Index) -> list[tuple[str, str]]:
    return sorted((document_of(passage), passage.text) for passage in index.passages())


def test_what_is_written_is_read_back_in_the_order_asked_for(index: Index) -> None:
    written = passages("a.txt", "One 😀.", "Два\u00a0!", "Three")
    index.write(written)
    ids = [passage_id(passage) for passage in reversed(written)]

    read = index.get(ids)

    assert [passage.text for passage in read] == ["Three", "Два\u00a0!", "One 😀."]
    for before, after in zip(reversed(written), read, strict=True):
        assert (span_of(after), sentences_of(after)) == (span_of(before), sentences_of(before))
        assert after.embedding == pytest.approx(before.embedding)
        assert vectors_of(after).sentences.shape == (1, 8)


def test_an_index_outlives_its_process_and_is_opened_again(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One"))
    index.switch_over()

    again = open_to_read(tmp_path, "model one")

    assert again.is_whole
    assert again.fingerprint == "model one"
    assert contents(again) == [("a.txt", "One")]


def test_ids_that_are_gone_are_left_out(index: Index) -> None:
    one, two = passages("a.txt", "One", "Second")
    index.write([one, two])
    index.delete([passage_id(one)])
    index.delete([passage_id(one)])

    assert [p.text for p in index.get([passage_id(one), passage_id(two)])] == ["Second"]
    assert index.count() == 1


def test_asking_for_nothing_gives_nothing(index: Index) -> None:
    assert index.get([]) == []


def test_the_nearest_passages_come_best_first(index: Index) -> None:
    written = passages("a.txt", *("x" * n for n in range(1, 30)))
    index.write(written)
    question = np.random.default_rng(99).normal(size=8)
    question /= np.linalg.norm(question)
    cosines = {passage_id(p): float(np.dot(p.embedding or [], question)) for p in written}

    assert index.nearest(question.tolist(), 5) == sorted(cosines, key=lambda i: -cosines[i])[:5]


def test_asking_for_more_neighbours_than_there_are_gives_all(index: Index) -> None:
    index.write(passages("a.txt", "One", "Second"))

    assert len(index.nearest([1.0] + [0.0] * 7, 50)) == 2


def test_a_passage_written_twice_is_there_once(index: Index) -> None:
    index.write(passages("a.txt", "One"))
    index.write(passages("a.txt", "One", content_hash="2"))

    assert index.count() == 1
    assert index.documents()["a.txt"].hashes == {"2"}


def test_documents_know_their_hashes_and_passages(index: Index) -> None:
    first, second = passages("a.txt", "One", "Second"), passages("b.txt", "Third", content_hash="2")
    index.write(first)
    index.write(second)

    documents = index.documents()

    assert sorted(documents) == ["a.txt", "b.txt"]
    assert documents["a.txt"].passage_ids == {passage_id(passage) for passage in first}
    assert documents["b.txt"].hashes == {"2"}
    assert all(document.is_whole for document in documents.values())


def test_a_document_with_a_passage_missing_or_left_over_is_not_whole(index: Index) -> None:
    first, second = passages("a.txt", "One", "Second")
    index.write([first, second])
    index.delete([passage_id(first)])

    assert not index.documents()["a.txt"].is_whole

    index.write(passages("b.txt", "One", "Second"))
    index.write(passages("b.txt", "Third"))

    assert not index.documents()["b.txt"].is_whole


def test_passages_are_found_by_vector_key_whatever_their_document(index: Index) -> None:
    (here,) = passages("a.txt", "One")
    (there,) = passages("b.txt", "One")
    index.write([here])

    found = index.by_vector_key([vector_key_of(there), "unknown"])

    assert list(found) == [vector_key_of(here)]
    assert found[vector_key_of(here)].embedding == pytest.approx(here.embedding)
    assert index.by_vector_key([]) == {}


def test_more_passages_than_a_batch_are_written_read_and_deleted(index: Index) -> None:
    many = passages("a.txt", *(f"{n:04}" for n in range(1201)))
    index.write(many)

    assert index.count() == 1201
    assert len(list(index.passages())) == 1201
    assert index.documents()["a.txt"].is_whole
    assert len(index.by_vector_key([vector_key_of(passage) for passage in many])) == 1201

    index.delete([passage_id(passage) for passage in many])
    assert index.count() == 0


def test_an_index_does_not_answer_before_it_is_whole(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One"))

    assert not index.is_whole
    with pytest.raises(IndexMissingError) as caught:
        open_to_read(tmp_path, "model one")
    assert str(caught.value) == f"There is no index in {tmp_path} yet. Run: python -m ingest"


def test_the_old_index_answers_until_the_new_one_is_whole(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One"))
    index.switch_over()
    new = open_to_write(tmp_path, "model two")
    new.write(passages("a.txt", "Second"))

    assert contents(open_to_read(tmp_path, "model one")) == [("a.txt", "One")]
    with pytest.raises(IndexMismatchError) as caught:
        open_to_read(tmp_path, "model two")
    assert str(caught.value) == (
        "The index was made with model one, but the settings ask for model two. "
        "Run: python -m ingest - or set EMBEDDING_MODEL back."
    )

    new.switch_over()

    assert contents(open_to_read(tmp_path, "model two")) == [("a.txt", "Second")]
    with pytest.raises(IndexMismatchError):
        open_to_read(tmp_path, "model one")


def test_a_half_built_index_is_taken_up_again(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One"))

    assert contents(open_to_write(tmp_path, "model one")) == [("a.txt", "One")]


def test_switching_over_leaves_other_peoples_collections_alone(
    index: Index, tmp_path: Path
) -> None:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(
        tmp_path / "chroma", settings=Settings(anonymized_telemetry=False)
    )
    client.create_collection("theirs", embedding_function=None)
    index.switch_over()

    assert "theirs" in [collection.name for collection in client.list_collections()]


def test_planning_finds_a_half_built_index_and_makes_none(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One"))

    found = open_to_plan(tmp_path, "model one")

    assert found is not None
    assert contents(found) == [("a.txt", "One")]
    assert open_to_plan(tmp_path, "model two") is None
    assert open_to_plan(tmp_path / "data", "model one") is None
    assert not (tmp_path / "data").exists()


def test_documents_written_together_are_each_whole(index: Index) -> None:
    index.write([*passages("a.txt", "One", "Second"), *passages("b.txt", "Third")])

    assert all(document.is_whole for document in index.documents().values())


def test_a_whole_index_without_passages_counts_as_missing(index: Index, tmp_path: Path) -> None:
    """There is nothing to search in it."""
    index.switch_over()

    with pytest.raises(IndexMissingError):
        open_to_read(tmp_path, "model one")


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        open_to_read(tmp_path / "data", "model one")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("rubbish", [b"this is no database" * 100, b""])
def test_a_store_that_is_not_chromas_is_an_error_of_the_data_folder(
    rubbish: bytes, tmp_path: Path
) -> None:
    store = tmp_path / "chroma"
    store.mkdir()
    (store / "chroma.sqlite3").write_bytes(rubbish)

    if rubbish:
        with pytest.raises(DataFolderError) as caught:
            open_to_read(tmp_path, "model one")
        assert str(caught.value).startswith(f"The data folder {tmp_path} can't be used: ")
        assert "\n" not in str(caught.value)
    else:
        with pytest.raises(IndexMissingError):
            open_to_read(tmp_path, "model one")


def test_vectors_of_another_length_are_an_error_and_not_a_crash(index: Index) -> None:
    index.write(passages("a.txt", "One"))
    (other,) = passages("b.txt", "Second")
    other.embedding = [1.0, 0.0]

    with pytest.raises(DataFolderError):
        index.write([other])


def test_a_copy_of_the_data_folder_answers_elsewhere(
    index: Index, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """A backup is a copy."""
    index.write(passages("a.txt", "One"))
    index.switch_over()
    copy = tmp_path_factory.mktemp("copy") / "data"
    shutil.copytree(tmp_path, copy)

    assert contents(open_to_read(copy, "model one")) == [("a.txt", "One")]


def known(index: Index, ids: Sequence[TextNode]) -> list[dict[str, object]]:
    return [passage.metadata for passage in index.get([passage_id(p) for p in ids])]


def test_a_passage_written_again_has_nothing_of_its_old_metadata(index: Index) -> None:
    document = Document("a.txt", "One", Metadata(author="A. Writer"), "1")
    old = make_passage(document, Span(0, 3), [Span(0, 3)], [], 0)
    new = make_passage(Document("a.txt", "One", Metadata(), "2"), Span(0, 3), [Span(0, 3)], [], 0)
    vector = np.eye(8, dtype=np.float32)[0]
    for passage in (old, new):
        attach_vectors(passage, vector.tolist(), PassageVectors(None, vector[None]))
        index.write([passage])

    assert "author" not in known(index, [new])[0]


def test_an_index_says_when_it_was_last_synced(index: Index, tmp_path: Path) -> None:
    index.write(passages("a.txt", "One."))
    index.switch_over()
    before = open_to_read(tmp_path, index.fingerprint).synced_at

    index.mark_synced(1_700_000_000.5)

    again = open_to_read(tmp_path, index.fingerprint)
    assert (before, again.synced_at, again.is_whole) == (None, 1_700_000_000.5, True)
