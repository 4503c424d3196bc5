"""How close a question comes to what was retrieved, beside how close anything comes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.ranking import RankedPassage
from ingest.passages import vectors_of

NEIGHBOURS = 4
"""Passages whose sentences a question's similarity is compared with: as many as a question of the
calibration file has, so that what is calibrated there holds for a dossier of any size. In one of
80 passages, a random background would decline half as many of the unanswerable."""


@dataclass(frozen=True)
class Closeness:
    """How close the whole question comes to what was retrieved, as cosines."""

    passage: float
    """To the closest of the retrieved passages."""
    sentence: float
    """To the closest of their sentences."""
    background_mean: float
    background_deviation: float
    """To the other sentences of the NEIGHBOURS best passages; 0 both where there is none.

    Embedding models give even unrelated texts a cosine far from 0, and how far differs from
    question to question.
    """

    @property
    def lead(self) -> float:
        """How many standard deviations the closest sentence stands out from the background."""
        spread = self.background_deviation
        return (self.sentence - self.background_mean) / spread if spread > 0 else 0.0


def measure_closeness(vector: NDArray[np.float32], ranked: Sequence[RankedPassage]) -> Closeness:
    """Compare a whole question with what was retrieved for it, best first. Pure."""
    own = np.array([found.passage.embedding for found in ranked], dtype=np.float32)
    sentences = [vectors_of(found.passage).sentences @ vector for found in ranked]
    background = np.sort(np.concatenate(sentences[:NEIGHBOURS]))[:-1]
    return Closeness(
        passage=float((own @ vector).max()),
        sentence=float(np.concatenate(sentences).max()),
        background_mean=float(background.mean()) if background.size else 0.0,
        background_deviation=float(background.std()) if background.size else 0.0,
    )
