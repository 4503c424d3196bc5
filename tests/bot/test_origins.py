"""Copies of a passage take no place among what is retrieved, and are not lost."""

import tomllib

from bot.origins import find_copies, set_copies_apart
from bot.ranking import RankedPassage
from tests.bot.building import passage_of, rank_by_hand
from tests.conftest import ROOT

EVENTS: list[dict[str, str]] = tomllib.loads(
    (ROOT / "tests" / "ingest" / "copies.toml").read_text("utf-8")
)["event"]
COURT, STORM, BIKES = EVENTS[:3]


def found(text: str, path: str) -> RankedPassage:
    return rank_by_hand([text.strip()], [0.8], path)


def paths(passages: tuple[RankedPassage, ...]) -> list[object]:
    return [each.passage.metadata["document"] for each in passages]


def test_copies_make_room_for_other_passages() -> None:
    reprints = [found(COURT["story"], f"{n}.txt") for n in range(9)]
    ranked = [*reprints, found(STORM["story"], "storm.txt"), found(BIKES["story"], "bikes.txt")]

    chosen, copies = set_copies_apart(ranked, 8)

    assert paths(chosen) == ["0.txt", "storm.txt", "bikes.txt"]
    assert paths(copies) == [f"{n}.txt" for n in range(1, 9)]


def test_a_copy_that_ranks_below_what_is_chosen_is_found_too() -> None:
    ranked = [
        found(COURT["story"], "a.txt"),
        found(STORM["story"], "b.txt"),
        found(BIKES["story"], "c.txt"),
        found(COURT["edited"], "d.txt"),
    ]

    chosen, copies = set_copies_apart(ranked, 2)

    assert (paths(chosen), paths(copies)) == (["a.txt", "b.txt"], ["d.txt"])


def test_a_longer_version_keeps_its_place_for_what_only_it_has() -> None:
    ranked = [found(COURT["trimmed"], "short.txt"), found(COURT["story"], "long.txt")]

    chosen, copies = set_copies_apart(ranked, 8)

    assert (paths(chosen), copies) == (["short.txt", "long.txt"], ())


def test_what_a_document_repeats_of_itself_is_no_copy() -> None:
    ranked = [found(COURT["story"], "a.txt"), found(COURT["story"], "a.txt")]

    assert set_copies_apart(ranked, 8) == (tuple(ranked), ())


def test_copies_are_found_among_other_documents_only() -> None:
    others = [
        passage_of(COURT["story"], "a.txt"),
        passage_of(COURT["independent"], "b.txt"),
        passage_of(COURT["edited"], "c.txt"),
        passage_of(COURT["translated"], "d.txt"),
        passage_of(COURT["trimmed"], "e.txt"),
    ]

    assert find_copies(passage_of(COURT["story"], "a.txt"), others) == [2, 4]
