from dataclasses import replace

import numpy as np
import pytest

from bot.ranking import SHIPPED, Scores, Weights

SCORES = Scores(
    dense=np.array([0.9, 0.8, 0.7]),
    title=np.array([0.1, 0.5, 0.9]),
    sentence=np.array([0.5, 0.9, 0.1]),
    lexical=np.array([0.0, 0.0, 12.0]),
    interaction=np.array([0.3, 0.3, 0.3]),
)


def order(weights: Weights) -> list[int]:
    return [int(at) for at in np.argsort(-weights.fuse(SCORES), kind="stable")]


def test_scores_are_summed_in_standard_deviations_so_that_no_scale_wins() -> None:
    """By hand: dense is 1.2247, 0, -1.2247; the better of title and sentence .5, .9, .9."""
    assert Weights(dense=1, closest=0, lexical=0, interaction=0).fuse(SCORES) == pytest.approx(
        [1.2247449, 0.0, -1.2247449]
    )
    assert Weights(dense=0, closest=1, lexical=0, interaction=0).fuse(SCORES) == pytest.approx(
        [-1.4142136, 0.7071068, 0.7071068]
    )
    assert SHIPPED.fuse(SCORES) == pytest.approx([-0.5430221, 0.3535534, 0.1894687])


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (Weights(dense=1, closest=0, lexical=0, interaction=0), [0, 1, 2]),
        (Weights(dense=0, closest=0, lexical=1, interaction=0), [2, 0, 1]),
        (SHIPPED, [1, 2, 0]),
    ],
)
def test_the_weights_decide_what_is_first(weights: Weights, expected: list[int]) -> None:
    assert order(weights) == expected


def test_a_signal_that_is_the_same_for_all_decides_nothing() -> None:
    alike = replace(SCORES, lexical=np.array([5.0, 5.0, 5.0]))

    weights = Weights(dense=0, closest=0, lexical=1, interaction=0)
    assert weights.fuse(alike).tolist() == [0.0, 0.0, 0.0]
