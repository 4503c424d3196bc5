"""What a passage carries, and what its id depends on."""

import numpy as np
import pytest

from ingest.documents import Document, Kind, Metadata, Span
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

    attach_vectors(made, [1.0, 0.0, 0.0], PassageVectors(rows[0], rows[1:]))
    copy_vectors(other, made)

    assert other.embedding == made.embedding == [1.0, 0.0, 0.0]
    for vectors in (vectors_of(made), vectors_of(other)):
        assert vectors.title is not None
        assert vectors.title.tolist() == [1, 0, 0]
        assert vectors.sentences.tolist() == [[0, 1, 0], [0, 0, 1]]
