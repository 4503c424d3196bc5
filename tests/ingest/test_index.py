"""Chroma, for real: in a folder, and on a server."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import numpy as np
import pytest
from llama_index.core.schema import TextNode

from ingest.documents import Document, Metadata, Span
from ingest.errors import DossierError
from ingest.index import Index
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
from ingest.records import changed_since, mark_head
from ingest.stored import Head
from ingest.stores.store import Store
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
        attach_vectors(passage, PassageVectors(vector, vector, vector[None]))
        made.append(passage)
    mark_head(made[0], path, len(made), 1)
    return made


@pytest.fixture
def index(store: Store) -> Iterator[Index]:
    with closing(store.begin("model one")) as draft:
        yield draft.index


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
        assert vectors_of(after).own.tolist() == vectors_of(before).own.tolist()
        assert vectors_of(after).sentences.shape == (1, 8)


def test_ids_that_are_gone_are_left_out(index: Index) -> None:
    one, two = passages("a.txt", "One", "Second")
    index.write([one, two])
    index.delete([passage_id(one)])
    index.delete([passage_id(one)])

    assert [p.text for p in index.get([passage_id(one), passage_id(two)])] == ["Second"]
    assert index.count() == 1


def test_asking_for_nothing_gives_nothing(index: Index) -> None:
    assert index.get([]) == []
    assert index.by_vector_key([]) == {}


def test_the_nearest_passages_come_best_first(index: Index) -> None:
    written = passages("a.txt", *("x" * n for n in range(1, 30)))
    index.write(written)
    question = np.random.default_rng(99).normal(size=8)
    question /= np.linalg.norm(question)
    cosines = {passage_id(p): float(vectors_of(p).own @ question) for p in written}

    assert index.nearest(question.tolist(), 5) == sorted(cosines, key=lambda i: -cosines[i])[:5]


def test_asking_for_more_neighbours_than_there_are_gives_all(index: Index) -> None:
    index.write(passages("a.txt", "One", "Second"))

    assert len(index.nearest([1.0] + [0.0] * 7, 50)) == 2


def test_a_passage_written_twice_is_there_once(index: Index) -> None:
    index.write(passages("a.txt", "One"))
    index.write(passages("a.txt", "One", content_hash="2"))

    assert index.count() == 1
    assert [head.content_hash for head in index.heads()] == ["2"]


def test_the_head_of_a_document_says_what_of_it_is_written(index: Index) -> None:
    first, *_ = passages("a.txt", "One", "Second")
    index.write(passages("a.txt", "One", "Second"))
    index.write(passages("b.txt", "Third", content_hash="2"))
    index.finish([passage_id(first)])

    assert sorted(index.heads(), key=lambda head: head.path) == [
        Head(passage_id(first), "a.txt", "a.txt", "1", 2, 1, is_whole=True),
        Head(
            passage_id(passages("b.txt", "Third")[0]), "b.txt", "b.txt", "2", 1, 1, is_whole=False
        ),
    ]


def test_passages_are_found_by_their_document(index: Index) -> None:
    here, there = passages("a.txt", "One", "Second"), passages("b.txt", "One")
    index.write([*here, *there])

    assert set(index.passages_of("a.txt")) == set(map(passage_id, here))
    assert index.passages_of("c.txt") == {}


def test_passages_are_found_by_vector_key_whatever_their_document(index: Index) -> None:
    (here,) = passages("a.txt", "One")
    (there,) = passages("b.txt", "One")
    index.write([here])

    found = index.by_vector_key([vector_key_of(there), "unknown"])

    assert list(found) == [vector_key_of(here)]
    assert vectors_of(found[vector_key_of(here)]).own.tolist() == vectors_of(here).own.tolist()


def test_more_passages_than_a_batch_are_written_read_and_deleted(index: Index) -> None:
    many = passages("a.txt", *(f"{n:04}" for n in range(1201)))
    index.write(many)

    assert index.count() == 1201
    assert len(list(index.passages())) == 1201
    assert len(index.by_vector_key([vector_key_of(passage) for passage in many])) == 1201

    index.delete([passage_id(passage) for passage in many])
    assert index.count() == 0


def test_vectors_of_another_length_are_an_error_and_not_a_crash(index: Index) -> None:
    index.write(passages("a.txt", "One"))
    (other,) = passages("b.txt", "Second")
    short = np.array([1.0, 0.0], dtype=np.float32)
    attach_vectors(other, PassageVectors(short, None, short[None]))

    with pytest.raises(DossierError):
        index.write([other])


def known(index: Index, ids: Sequence[TextNode]) -> list[dict[str, object]]:
    return [passage.metadata for passage in index.get([passage_id(p) for p in ids])]


@pytest.mark.parametrize("way", ["write", "revise"])
def test_a_passage_written_again_has_nothing_of_its_old_metadata(way: str, index: Index) -> None:
    document = Document("a.txt", "One", Metadata(author="A. Writer"), "1")
    old = make_passage(document, Span(0, 3), [Span(0, 3)], [], 0)
    new = make_passage(Document("a.txt", "One", Metadata(), "2"), Span(0, 3), [Span(0, 3)], [], 0)
    vector = np.eye(8, dtype=np.float32)[0]
    for passage in (old, new):
        attach_vectors(passage, PassageVectors(vector, None, vector[None]))
    mark_head(old, "a.txt", 1, 1)
    index.write([old])

    if way == "write":
        index.write([new])
    else:
        index.revise({passage_id(new): changed_since(new, index.get([passage_id(old)])[0])})

    [metadata] = known(index, [new])
    assert metadata["content_hash"] == "2"
    assert not {"author", "head", "file"} & metadata.keys()
    assert vectors_of(index.get([passage_id(new)])[0]).own.tolist() == vector.tolist()


def test_all_of_another_index_is_taken_over(store: Store) -> None:
    with closing(store.begin("model one")) as draft:
        draft.index.write(passages("a.txt", "One", "Second"))
        draft.publish()
    with closing(store.begin("model two")) as draft:
        other = store.other("model two")
        assert other is not None
        draft.index.take_over(other)
        other.close()

        [_, second] = passages("a.txt", "One", "Second")
        assert contents(draft.index) == [("a.txt", "One"), ("a.txt", "Second")]
        nearest = draft.index.nearest(vectors_of(second).own.tolist(), 1)
        assert nearest == [passage_id(second)]


def test_an_index_says_when_it_was_last_synced(index: Index) -> None:
    assert index.synced_at is None

    index.mark_synced(1_700_000_000.5)

    assert index.synced_at == 1_700_000_000.5
