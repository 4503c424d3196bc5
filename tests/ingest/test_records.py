"""What a passage is in Chroma, and that it comes back as it was."""

import json

from llama_index.core.schema import TextNode

from ingest.documents import Document, Metadata, Place, PlaceKind, Span
from ingest.passages import make_passage, metadata_of, place_of, sentences_of, span_of
from ingest.records import changed_since, make_record, mark_head, read_head, read_passage

TEXT = "Первое. Second 😀."
DOCUMENT = Document(
    "sub/a.pdf",
    TEXT,
    Metadata(title="T", published="2008-05"),
    "hash",
    places=(Place(0, PlaceKind.PAGE, "3"),),
)


def made(document: Document = DOCUMENT) -> TextNode:
    return make_passage(document, Span(8, 17), [Span(8, 17)], ["One"], 0)


def test_a_passage_comes_back_from_its_record() -> None:
    passage = made()

    back = read_passage(passage.node_id, make_record(passage))

    assert (back.text, span_of(back), sentences_of(back)) == (
        "Second 😀.",
        Span(8, 17),
        (Span(8, 17),),
    )
    assert metadata_of(back) == DOCUMENT.metadata
    assert place_of(back, Span(8, 9)) == place_of(passage, Span(8, 9))
    assert make_record(back) == make_record(passage)


def test_only_what_is_searched_for_is_a_key_of_its_own() -> None:
    record = make_record(made())

    assert sorted(record) == ["document", "head", "passage", "vector_key"]
    assert record["head"] is None
    assert json.loads(record["passage"])["title"] == "T"


def test_a_head_says_what_its_document_is() -> None:
    passage = made()
    mark_head(passage, "sub/mail.eml", passages=7, documents=2)

    head = read_head("id", make_record(passage))

    assert (head.path, head.file, head.content_hash) == ("sub/a.pdf", "sub/mail.eml", "hash")
    assert (head.passages, head.documents, head.is_whole) == (7, 2, False)


def test_what_has_changed_is_told_and_nothing_else() -> None:
    other = Document("sub/a.pdf", TEXT, Metadata(title="T"), "hash", places=DOCUMENT.places)

    assert changed_since(made(), read_passage("id", make_record(made()))) == {}
    assert list(changed_since(made(other), made())) == ["passage"]


def test_a_head_that_is_one_no_more_is_told_to_forget_it() -> None:
    was = made()
    mark_head(was, "sub/a.pdf", 1, 1)

    assert changed_since(made(), was)["head"] is None
