"""What counts as added, replaced, moved and removed."""

from ingest.plan import Move, Plan, plan_sync, without_failed
from ingest.stored import StoredFile


def stored(content_hash: str | None) -> StoredFile:
    return StoredFile({"document": 1}, content_hash)


def test_a_folder_is_compared_with_the_index_by_content() -> None:
    plan = plan_sync(
        {"new": "1", "same": "2", "edited": "3"},
        {"same": stored("2"), "edited": stored("4"), "gone": stored("5")},
    )

    assert plan == Plan(
        added=("new",), replaced=("edited",), removed=("gone",), unchanged=("same",)
    )


def test_paths_are_in_order() -> None:
    assert plan_sync({"c": "1", "a": "1", "b": "1"}, {}).added == ("a", "b", "c")


def test_a_file_that_is_half_written_counts_as_replaced() -> None:
    assert plan_sync({"a": "1"}, {"a": stored(None)}).replaced == ("a",)


def test_a_file_that_can_not_be_read_is_not_removed() -> None:
    plan = plan_sync({}, {"a": stored("1"), "b": stored("2")}, failed={"a": "why"})

    assert plan == Plan(removed=("b",))


def test_nothing_and_nothing_is_nothing_to_do() -> None:
    assert plan_sync({}, {}) == Plan()
    assert not Plan(unchanged=("a",)).changes


def test_what_is_gone_here_and_new_there_with_the_same_content_has_moved() -> None:
    plan = plan_sync({"new": "1", "other": "2"}, {"old": stored("1"), "gone": stored("3")})

    assert plan == Plan(added=("other",), moved=(Move("old", "new"),), removed=("gone",))
    assert plan.to_read == ("other", "new")
    assert plan.to_delete == ("old", "gone")


def test_a_copy_is_added_and_of_two_that_are_gone_one_has_moved() -> None:
    assert plan_sync({"a": "1", "b": "1"}, {"a": stored("1")}).added == ("b",)

    plan = plan_sync({"z": "1"}, {"a": stored("1"), "b": stored("1")})

    assert (plan.moved, plan.removed) == ((Move("a", "z"),), ("b",))


def test_what_was_half_written_has_not_moved() -> None:
    assert plan_sync({"new": "1"}, {"old": stored(None)}).moved == ()


def test_a_file_that_fails_where_it_moved_to_stays_where_it_was() -> None:
    plan = Plan(added=("a",), replaced=("b", "c"), moved=(Move("old", "new"),))

    left = without_failed(plan, {"b", "new"})

    assert left == Plan(added=("a",), replaced=("c",))
    assert left.to_delete == ()
