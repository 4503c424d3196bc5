import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llama_index.core.evaluation.retrieval.metrics import MRR, HitRate, Recall

from tests.evaluation.metrics.retrieval import measure_retrieval

RETRIEVED = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]


def test_two_relevant_of_three_at_ranks_two_and_five() -> None:
    """DCG is 1/log2(3) + 1/log2(6); the ideal has its three at ranks one to three."""
    found = measure_retrieval(RETRIEVED, {"b", "e", "elsewhere"})

    gain = 1 / math.log2(3) + 1 / math.log2(6)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found == pytest.approx(
        {
            "recall@1": 0,
            "recall@3": 1 / 3,
            "recall@8": 2 / 3,
            "hit@1": 0,
            "hit@8": 1,
            "mrr": 1 / 2,
            "ndcg@8": gain / ideal,
        }
    )


def test_the_ninth_counts_for_the_reciprocal_rank_alone() -> None:
    found = measure_retrieval(RETRIEVED, {"i"})

    assert found["mrr"] == pytest.approx(1 / 9)
    assert found["hit@8"] == found["recall@8"] == found["ndcg@8"] == 0


@pytest.mark.parametrize(("retrieved", "relevant"), [(RETRIEVED, []), ([], ["a"])])
def test_what_could_not_be_found_is_not_found(
    retrieved: Sequence[str], relevant: Sequence[str]
) -> None:
    """Words that the index cuts in two are in none of its passages."""
    assert set(measure_retrieval(retrieved, relevant).values()) == {0.0}


@given(
    st.permutations([f"p{n}" for n in range(12)]),
    st.sets(st.sampled_from([f"p{n}" for n in range(20)]), min_size=1),
)
def test_agrees_with_llama_index(retrieved: list[str], relevant: set[str]) -> None:
    found = measure_retrieval(retrieved, relevant)
    expected = sorted(relevant)

    assert found["mrr"] == pytest.approx(
        MRR().compute(expected_ids=expected, retrieved_ids=retrieved).score
    )
    for k in (1, 3, 8):
        theirs = Recall().compute(expected_ids=expected, retrieved_ids=retrieved[:k])
        assert found[f"recall@{k}"] == pytest.approx(theirs.score)
    for k in (1, 8):
        is_hit = HitRate().compute(expected_ids=expected, retrieved_ids=retrieved[:k])
        assert found[f"hit@{k}"] == is_hit.score
