"""What a passage carries, and what its id depends on."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document, Kind, Metadata, Place, PlaceKind, Span
from ingest.passages import (
    PassageId,
    attach_vectors,
    content_hash_of,
    copy_vectors,
    document_of,
    language_of,
    make_passage,
    metadata_of,
    passage_id,
    place_of,
    sentences_of,
    span_of,
    title_path_of,
    vector_key_of,
    vectors_of,
    words_at,
)
from ingest.vectors import PassageVectors

TEXT = "Préface 😀.\n\nSite fermé\u00a0! Fin."
METADATA = Metadata(title="T", published="2008-05", language="fr", kind=Kind.PRESS)
DOCUMENT = Document("sub/a.md", TEXT, METADATA, "hash")
SPAN = Span(12, 29)
SENTENCES = (Span(12, 24), Span(25, 29))
PAGES = (
    Place(0, PlaceKind.PAGE, "1"),
    Place(10, PlaceKind.PAGE, "2"),
    Place(23, PlaceKind.PAGE, "3"),
    Place(29, PlaceKind.PAGE, "4"),
)
PAGED = replace(DOCUMENT, places=PAGES)


def passage(document: Document = DOCUMENT, headings: tuple[str, ...] = ("Un", "Deux")) -> PassageId:
    return passage_id(make_passage(document, SPAN, SENTENCES, headings, 0))


def test_a_passage_carries_its_words_its_place_and_what_is_known_of_its_document() -> None:
    made = make_passage(DOCUMENT, SPAN, SENTENCES, ("Un", "Deux"), 0)

    assert made.text == "Site fermé\u00a0! Fin."
    assert span_of(made) == SPAN
    assert sentences_of(made) == SENTENCES
    assert [words_at(made, sentence) for sentence in SENTENCES] == ["Site fermé\u00a0!", "Fin."]
    assert document_of(made) == "sub/a.md"
    assert content_hash_of(made) == "hash"
    assert title_path_of(made) == "T › Un › Deux"
    assert metadata_of(made) == METADATA
    assert language_of(made) == "fr"


def test_what_is_not_known_of_a_document_is_not_known_of_its_passages() -> None:
    unknown = Document("a.txt", TEXT, Metadata(), "hash")
    made = make_passage(unknown, SPAN, SENTENCES, (), 0)

    assert metadata_of(made) == Metadata()
    assert language_of(made) is None
    assert title_path_of(made) == ""


def test_the_place_of_words_is_where_they_begin() -> None:
    """A passage may run over the border of a page, and a quote in it too."""
    made = make_passage(PAGED, SPAN, SENTENCES, (), 0)

    assert [place_of(made, span) for span in (SPAN, Span(13, 29), Span(23, 29), Span(28, 29))] == [
        PAGES[1], PAGES[1], PAGES[2], PAGES[2],
    ]  # fmt: skip


def test_words_before_the_first_place_have_none() -> None:
    later = replace(DOCUMENT, places=(Place(23, PlaceKind.TIME, "0:12:03"),))
    made = make_passage(later, SPAN, SENTENCES, (), 0)

    assert place_of(made, SPAN) is None
    assert place_of(made, Span(25, 29)) == Place(23, PlaceKind.TIME, "0:12:03")


def test_a_document_without_places_gives_its_passages_none() -> None:
    made = make_passage(DOCUMENT, SPAN, SENTENCES, (), 0)

    assert place_of(made, SPAN) is None
    assert made.metadata["places"] is None


def test_neither_id_nor_vector_key_depends_on_places() -> None:
    made = make_passage(DOCUMENT, SPAN, SENTENCES, (), 0)
    paged = make_passage(PAGED, SPAN, SENTENCES, (), 0)

    assert passage_id(made) == passage_id(paged)
    assert vector_key_of(made) == vector_key_of(paged)


@given(st.sets(st.integers(0, 29)), st.integers(12, 28))
def test_a_passage_knows_the_places_of_all_its_words(starts: set[int], at: int) -> None:
    places = tuple(Place(start, PlaceKind.ROW, f"{start + 1}") for start in sorted(starts))
    made = make_passage(replace(DOCUMENT, places=places), SPAN, SENTENCES, (), 0)

    before = [place for place in places if place.start <= at]
    assert place_of(made, Span(at, at + 1)) == (before[-1] if before else None)


def test_an_id_does_not_depend_on_where_the_words_stand() -> None:
    """An edit before a passage moves it, and nothing else."""
    moved = Document("sub/a.md", "More. " + TEXT, METADATA, "another hash")
    span, sentences = Span(18, 35), (Span(18, 30), Span(31, 35))

    assert passage_id(make_passage(moved, span, sentences, ("Un", "Deux"), 0)) == passage()


@pytest.mark.parametrize(
    "document",
    [
        Document("sub/b.md", TEXT, METADATA, "hash"),
        Document("sub/a.md", TEXT.replace("Fin.", "Bon."), METADATA, "hash"),
        Document("sub/a.md", TEXT, Metadata(title="U"), "hash"),
    ],
    ids=["another path", "other words", "another title"],
)
def test_an_id_depends_on_path_words_and_title(document: Document) -> None:
    assert passage(document) != passage()


def test_an_id_depends_on_the_headings_above() -> None:
    assert passage(headings=("Un",)) != passage()


def test_an_id_depends_on_how_often_the_same_words_came_before() -> None:
    assert passage_id(make_passage(DOCUMENT, SPAN, SENTENCES, ("Un", "Deux"), 1)) != passage()


def test_the_vector_key_outlives_a_change_of_name() -> None:
    """So a renamed document takes its vectors along."""
    renamed = Document("b.md", TEXT, METADATA, "hash")
    first = make_passage(DOCUMENT, SPAN, SENTENCES, (), 0)
    second = make_passage(renamed, SPAN, SENTENCES, (), 0)

    assert passage_id(first) != passage_id(second)
    assert vector_key_of(first) == vector_key_of(second)


def test_the_vector_key_changes_with_title_words_and_sentences_alone() -> None:
    others = [
        Document("a.md", TEXT, Metadata(title="U", language="fr"), "hash"),
        Document("a.md", TEXT.replace("Fin.", "Bon."), METADATA, "hash"),
    ]
    alike = Document("b.md", TEXT, Metadata(title="T", language="en"), "other")
    keys = [vector_key_of(make_passage(d, SPAN, SENTENCES, (), 0)) for d in [DOCUMENT, *others]]
    cut_otherwise = vector_key_of(make_passage(DOCUMENT, SPAN, (SPAN,), (), 0))

    assert len({*keys, cut_otherwise}) == 4
    assert vector_key_of(make_passage(alike, SPAN, SENTENCES, (), 0)) == keys[0]


def test_vectors_come_back_as_they_were_attached() -> None:
    made = make_passage(DOCUMENT, SPAN, SENTENCES, (), 0)
    other = make_passage(DOCUMENT, SPAN, SENTENCES, ("Un",), 0)
    rows = np.eye(3, dtype=np.float32)

    attach_vectors(made, PassageVectors(rows[2], rows[0], rows[1:]))
    copy_vectors(other, made)

    for vectors in (vectors_of(made), vectors_of(other)):
        assert vectors.own.tolist() == [0, 0, 1]
        assert vectors.title is not None
        assert vectors.title.tolist() == [1, 0, 0]
        assert vectors.sentences.tolist() == [[0, 1, 0], [0, 0, 1]]
