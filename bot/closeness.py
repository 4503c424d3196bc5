"""How close a question comes to what was retrieved, beside how close anything comes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.origins import own_sentences
from bot.ranking import RankedPassage
from ingest.passages import vectors_of

NEIGHBOURS = 4
"""Passages whose sentences a question's similarity is compared with: as many as a question of the
calibration file has, so that what is calibrated there holds for a dossier of any size. In one of
80 passages, a random background would decline half as many of the unanswerable."""

MIN_BACKGROUND = 3
"""Sentences below which a standard deviation means nothing."""


@dataclass(frozen=True)
class Closeness:
    """How close the whole question comes to what was retrieved, as cosines."""

    passage: float
    """To the closest of the retrieved passages."""
    sentence: float
    """To the closest of their sentences."""
    background_mean: float
    background_deviation: float
    background_count: int
    """To the other sentences of the NEIGHBOURS best passages; those of copies count once.

    Embedding models give even unrelated texts a cosine far from 0, and how far differs from
    question to question.
    """

    @property
    def lead(self) -> float | None:
        """How many standard deviations the closest sentence stands out from the background.

        None where the background has fewer than MIN_BACKGROUND sentences, or all are alike.
        """
        if self.background_count < MIN_BACKGROUND or self.background_deviation <= 0:
            return None
        return (self.sentence - self.background_mean) / self.background_deviation


def measure_closeness(vector: NDArray[np.float32], ranked: Sequence[RankedPassage]) -> Closeness:
    """Compare a whole question with what was retrieved for it, best first. Pure."""
    vectors = [vectors_of(found.passage) for found in ranked]
    own = np.array([each.own for each in vectors])
    sentences = [
        each.sentences[own] @ vector
        for each, own in zip(vectors, own_sentences(ranked), strict=True)
    ]
    closest = np.concatenate(sentences).max()
    background = np.concatenate(sentences[:NEIGHBOURS])
    background = np.delete(background, np.flatnonzero(background == closest)[:1])
    return Closeness(
        passage=float((own @ vector).max()),
        sentence=float(closest),
        background_mean=float(background.mean()) if background.size else 0.0,
        background_deviation=float(background.std()) if background.size else 0.0,
        background_count=background.size,
    )
