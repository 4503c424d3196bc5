from collections import Counter

import pytest

from bot.phrases import LANGUAGES
from tests.evaluation.claims.cases import (
    Trap,
    TrueClaim,
    quote,
    read_claims,
    read_found,
    read_held,
    read_traps,
)
from tests.evaluation.claims.measure import (
    all_mutations,
    is_across,
    is_found_shown,
    is_shown,
    share,
    share_of_mutations,
    shown_unchanged,
)

CASES: list[TrueClaim] = [*read_claims(), *read_traps()]


def test_no_changed_claim_is_shown() -> None:
    """A digit, date, name, unit or "not", 40 of each, in every language."""
    mutations = all_mutations()

    assert Counter(mutation.change for mutation in mutations) == dict.fromkeys(
        ("digit", "date", "name", "unit", "not"), 40
    )
    assert {mutation.case.language for mutation in mutations} == set(LANGUAGES)
    assert [m.text for m in mutations if is_shown(m.case, m.text)] == []


def test_most_changed_claims_are_shown_unchanged() -> None:
    """A check that doubts everything would pass the test above."""
    mutations = all_mutations()

    assert len(shown_unchanged(mutations)) > len(mutations) * 0.4


def test_the_changes_are_the_same_every_time() -> None:
    assert all_mutations() == all_mutations()


@pytest.mark.parametrize("part", ["dev", "test"])
def test_at_most_two_traps_in_a_hundred_are_shown(part: str) -> None:
    traps: list[TrueClaim] = [trap for trap in read_traps() if trap.part == part]

    assert share(traps).shown <= 0.02 * len(traps)


def test_nothing_that_was_found_by_trying_is_shown_again() -> None:
    assert [found for found in read_found() if is_found_shown(found)] == []


def test_hardly_any_of_the_tries_that_were_held_apart_is_shown() -> None:
    assert sum(map(is_found_shown, read_held())) <= 1


def test_there_are_twenty_traps_of_each_kind_and_ten_in_each_part() -> None:
    found = Counter((trap.kind, trap.part) for trap in read_traps())

    assert min(found.values()) >= 10
    assert {trap.language for trap in read_traps()} == set(LANGUAGES)


def test_half_of_the_true_claims_are_in_another_language_than_their_quotes() -> None:
    claims = read_claims()

    assert len(claims) >= 120
    assert sum(map(is_across, claims)) >= len(claims) / 2


def test_quotes_stand_word_for_word_in_their_documents() -> None:
    for case in CASES:
        assert [found.text for found in quote(case)]


def test_the_parts_share_no_document() -> None:
    dev, test = ({case.document for case in CASES if case.part == part} for part in ("dev", "test"))

    assert dev.isdisjoint(test)


def test_a_share_counts_what_is_shown() -> None:
    trap = Trap(
        part="dev", kind="roles", document="council.en.md", language="en",
        quotes=("The pool will be repaired for £86,000.",),
        claim="The pool will be repaired for £86,000.",
    )  # fmt: skip

    assert (share([trap]).shown, share([trap]).of) == (1, 1)
    assert share_of_mutations([]).of == 0
