"""Which documents there are, and how one is found."""

import weakref
from collections.abc import Iterator

import pytest
from llama_index.core.schema import TextNode

from bot.catalogue import Catalogue, complete_document, find_by_key, find_document, read_catalogue
from bot.errors import DocumentGoneError, NoDocumentError
from bot.render.buttons import document_key
from ingest.passages import passage_id
from tests.bot.building import make_document, passage_at, passage_of

HALL = passage_of("Ada Quist founded it.", "hall.md", title="The hall")
FERRY = passage_of("It carried 412 passengers.", "The hall", title="Ferry")


@pytest.fixture
def catalogue() -> Catalogue:
    return read_catalogue([HALL, FERRY])


def test_passages_stand_in_the_order_of_the_text_however_they_are_stored() -> None:
    document = make_document("One. Two. Three.")
    first, second, third = (passage_at(document, *at) for at in ((0, 4), (5, 9), (10, 16)))

    catalogue = read_catalogue(iter([third, first, second]))

    assert catalogue["a.txt"].passage_ids == tuple(map(passage_id, (first, second, third)))


def test_documents_stand_in_order_of_path(catalogue: Catalogue) -> None:
    assert list(catalogue) == ["The hall", "hall.md"]
    assert catalogue["hall.md"].metadata.title == "The hall"


def test_passages_are_read_one_after_another_and_let_go_of() -> None:
    """A dossier of a million passages is not to be in memory at once."""
    given: list[weakref.ref[TextNode]] = []
    most = 0
    document = make_document("word " * 500)

    def read() -> Iterator[TextNode]:
        nonlocal most
        for start in range(0, 2500, 5):
            passage = passage_at(document, start, start + 4)
            given.append(weakref.ref(passage))
            most = max(most, sum(one() is not None for one in given))
            yield passage

    catalogue = read_catalogue(read())

    assert len(catalogue["a.txt"].passage_ids) == 500
    assert most < 10


def test_a_path_is_looked_for_before_a_title(catalogue: Catalogue) -> None:
    assert find_document(catalogue, "The hall").metadata.title == "Ferry"
    assert find_document(catalogue, "Ferry").path == "The hall"


def test_a_name_that_no_document_has_is_told(catalogue: Catalogue) -> None:
    with pytest.raises(NoDocumentError, match=r"There is no document zeppelin\. /sources lists"):
        find_document(catalogue, "zeppelin")


def test_a_button_finds_its_document_until_that_is_gone(catalogue: Catalogue) -> None:
    assert find_by_key(catalogue, document_key("hall.md")).path == "hall.md"
    with pytest.raises(DocumentGoneError):
        find_by_key(catalogue, document_key("gone.md"))


def test_a_path_longer_than_discord_takes_is_not_offered() -> None:
    catalogue = read_catalogue([passage_of("Words.", "a" * 101, title="Long"), HALL])

    assert [choice.name for choice in complete_document(catalogue, "")] == ["The hall"]
