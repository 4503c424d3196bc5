"""What counts as added, replaced and removed."""

from ingest.index import StoredDocument
from ingest.passages import PassageId
from ingest.plan import Plan, plan_sync


def stored(*hashes: str, is_whole: bool = True) -> StoredDocument:
    return StoredDocument(frozenset(hashes), frozenset({PassageId("id")}), is_whole)


def test_a_folder_is_compared_with_the_index_by_content() -> None:
    plan = plan_sync(
        {"new": "1", "same": "2", "edited": "3"},
        {"same": stored("2"), "edited": stored("4"), "gone": stored("5")},
    )

    assert plan == Plan(("new",), ("edited",), ("gone",), ("same",))


def test_paths_are_in_order() -> None:
    assert plan_sync({"c": "1", "a": "1", "b": "1"}, {}).added == ("a", "b", "c")


def test_a_document_with_missing_passages_counts_as_replaced() -> None:
    assert plan_sync({"a": "1"}, {"a": stored("1", is_whole=False)}).replaced == ("a",)


def test_a_document_with_stale_passages_counts_as_replaced() -> None:
    assert plan_sync({"a": "1"}, {"a": stored("1", "2")}).replaced == ("a",)


def test_a_document_that_can_not_be_read_is_not_removed() -> None:
    assert plan_sync({}, {"a": stored("1"), "b": stored("2")}, failed={"a": "why"}) == Plan(
        (), (), ("b",), ()
    )


def test_nothing_and_nothing_is_nothing_to_do() -> None:
    assert plan_sync({}, {}) == Plan((), (), (), ())
