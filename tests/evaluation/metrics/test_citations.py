from collections.abc import Sequence

import pytest

from bot.answers import Answer, Citation, CitedClaim
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.metrics.citations import (
    is_right_if_answered,
    measure_citations,
    measure_cited,
    supports_by,
)
from tests.evaluation.questions import Words

EXPECTED = (
    Words(document="b.txt", quote="shut its doors in 1994"),
    Words(document="a.txt", quote="closed in 1994"),
)
RIGHT = citation_of(quote="The hall closed in 1994, in winter.")
RIGHT_TOO = citation_of(document="b.txt", quote="It shut its\ndoors in 1994.")
WRONG = citation_of(quote="The hall was large.")
ELSEWHERE = citation_of(document="b.txt", quote="The hall closed in 1994, in winter.")


def answer_with(*claims: Sequence[Citation]) -> Answer:
    """An answer whose claims have these citations."""
    flat = [citation for citations in claims for citation in citations]
    numbered = [one.model_copy(update={"n": n}) for n, one in enumerate(flat, start=1)]
    marks = iter(range(1, len(numbered) + 1))
    return answer_of(
        claims=tuple(
            CitedClaim(text="It closed.", citations=tuple(next(marks) for _ in citations))
            for citations in claims
        ),
        citations=tuple(numbered),
    )


@pytest.mark.parametrize(
    ("claims", "recall", "precision"),
    [
        ([[RIGHT]], 1, 1),
        ([[RIGHT, RIGHT_TOO]], 1, 1),
        ([[RIGHT, WRONG]], 1, 1 / 2),
        ([[WRONG]], 0, 0),
        ([[ELSEWHERE]], 0, 0),
        ([[RIGHT], [WRONG]], 1 / 2, 1 / 2),
        ([[RIGHT, WRONG, WRONG], [WRONG]], 1 / 2, 1 / 4),
    ],
)
def test_claims_are_recalled_and_citations_are_precise_where_expected_words_are_cited(
    claims: Sequence[Sequence[Citation]], recall: float, precision: float
) -> None:
    measured = measure_citations(answer_with(*claims), supports_by(EXPECTED))

    assert measured == {"citation_recall": recall, "citation_precision": precision}


def test_a_citation_without_which_the_others_do_not_suffice_is_precise() -> None:
    """ALCE's second clause, with a judge that wants two citations together."""
    measured = measure_citations(
        answer_with([RIGHT, WRONG]), supports=lambda citations: len(citations) == 2
    )

    assert measured == {"citation_recall": 1, "citation_precision": 1}


def test_a_citation_that_adds_nothing_to_two_that_suffice_is_not_precise() -> None:
    def supports(citations: Sequence[Citation]) -> bool:
        return {"one", "two"} <= {citation.quote for citation in citations}

    cited = [citation_of(quote=quote) for quote in ("one", "two", "three")]

    assert measure_citations(answer_with(cited), supports) == {
        "citation_recall": 1,
        "citation_precision": 2 / 3,
    }


def test_nothing_is_said_of_the_citations_of_an_abstention() -> None:
    abstention = answer_of(abstained=True, claims=(), citations=())

    assert measure_citations(abstention, supports_by(EXPECTED)) == {}


@pytest.mark.parametrize(
    ("citations", "cited", "first"),
    [([RIGHT, WRONG], 1, 1), ([WRONG, RIGHT], 1, 0), ([WRONG], 0, 0), ([], 0, 0)],
)
def test_an_answer_is_right_if_any_citation_is_and_better_if_the_first_is(
    citations: Sequence[Citation], cited: float, first: float
) -> None:
    answer = answer_of(citations=tuple(citations))

    measured = measure_cited(answer, supports_by(EXPECTED))

    assert measured == {"cited": cited, "cited_first": first}


def test_an_abstention_would_have_been_right_by_what_it_shows_as_nearest() -> None:
    supports = supports_by(EXPECTED)
    abstention = answer_of(abstained=True, claims=(), citations=(), nearest=(RIGHT,))

    assert is_right_if_answered(abstention, supports)
    assert measure_cited(abstention, supports)["cited"] == 0
    assert not is_right_if_answered(abstention.model_copy(update={"nearest": (WRONG,)}), supports)
