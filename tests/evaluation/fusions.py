"""Other ways to make one order of several scores, to hold the shipped one against. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from bot.ranking import SHIPPED, Scores, standardize

RANK_CONSTANT = 60
"""Cormack, Clarke and Büttcher 2009, Reciprocal Rank Fusion."""


@dataclass(frozen=True)
class RankFusion:
    """Reciprocal rank fusion of dense and lexical."""

    def fuse(self, scores: Scores) -> NDArray[np.float64]:
        """As in `Fusion`."""
        fused: NDArray[np.float64] = np.zeros(len(scores.dense))
        for signal in (scores.dense, scores.lexical):
            fused = fused + 1 / (RANK_CONSTANT + rankdata(-signal, method="min"))
        return fused


@dataclass(frozen=True)
class OneVectorMore:
    """Dense and lexical as shipped, with the title path's vector or the best sentence's alone."""

    title: bool

    def fuse(self, scores: Scores) -> NDArray[np.float64]:
        """As in `Fusion`."""
        more = scores.title if self.title else scores.sentence
        return (
            standardize(scores.dense)
            + standardize(more)
            + SHIPPED.lexical * standardize(scores.lexical)
        )
