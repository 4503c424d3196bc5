"""What is measured of disagreements gets no worse, on a small part that stays the same."""

from llama_index.core.base.embeddings.base import BaseEmbedding

from tests.evaluation.disagreements.asking import ask_case
from tests.evaluation.disagreements.cases import read_cases
from tests.evaluation.disagreements.measure import count_right, describe_misses

APART = ("D1", "D3", "D5", "D7", "D9", "D13", "D15", "X1", "X3", "X5", "X7", "X11", "X13")
"""Of `dev`: sources that have several versions, with all of their questions."""
ALIKE = tuple(f"R{n}" for n in (3, 6, 9, 10, 14, 24, 29, 34, 45, 46, 48, 51))
"""Of `review`: sources that agree, and were once said not to."""


def test_versions_are_found_and_no_agreement_is_called_a_disagreement(
    embedding: BaseEmbedding,
) -> None:
    cases = [case for case in read_cases() if case.id in (*APART, *ALIKE)]
    outcomes = [outcome for case in cases for outcome in ask_case(case, embedding)]

    assert len(cases) == len(APART) + len(ALIKE)
    assert list(describe_misses(outcomes)) == []
    assert not any(o.is_confirmed for o in outcomes if not o.case.versions)
    assert sum(map(count_right, outcomes)) == sum(len(o.case.versions) for o in outcomes)
