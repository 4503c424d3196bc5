"""How near a question is to a language as such, so that no answer wins by its language alone.

Texts of one language lie together in a multilingual embedding, whatever they say: a question finds
its own language first. Means of each language are taken off, as Libovický et al. 2020 do ("On the
Language Neutrality of Pre-trained Multilingual Representations"). In a dossier of one language this
changes little: whether a title or a sentence is the closer one. Figures:
`tests/evaluation/FINDINGS.md`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from ingest.passages import language_of, vectors_of

Vector = NDArray[np.float32]
SAMPLED_PASSAGES = 64
"""Of each language."""
_PRIOR_PASSAGES = 8
"""So many passages of the dossier's mean are mixed into that of a language: of one that few are in,
the mean is about what they say."""


@dataclass(frozen=True)
class Bias:
    """Cosines of a question with the mean of a language."""

    passage: float
    sentence: float


UNBIASED = Bias(0.0, 0.0)


@dataclass(frozen=True)
class _Mean:
    passage: Vector
    sentence: Vector


class LanguageMeans:
    """Means of the vectors of each language."""

    def __init__(self, sample: Iterable[TextNode]) -> None:
        """`sample`: passages with vectors, some of each language; at least one. Pure."""
        by_language: dict[str | None, list[TextNode]] = {}
        for passage in sample:
            by_language.setdefault(language_of(passage), []).append(passage)
        means = {language: _average(passages) for language, passages in by_language.items()}
        overall = _mix(list(means.values()))
        self._overall = overall
        self._means: Mapping[str | None, _Mean] = {
            language: _blend(mean, overall, len(by_language[language]))
            for language, mean in means.items()
        }

    def bias(self, question: Vector, language: str | None) -> Bias:
        """Compare a question's unit vector, shape (d,), with a language."""
        mean = self._means.get(language, self._overall)
        return Bias(float(mean.passage @ question), float(mean.sentence @ question))


def _average(passages: Iterable[TextNode]) -> _Mean:
    vectors = [vectors_of(passage) for passage in passages]
    own = np.mean([each.own for each in vectors], axis=0)
    sentences = np.concatenate([each.sentences for each in vectors])
    return _Mean(own, sentences.mean(axis=0) if len(sentences) else own)


def _mix(means: list[_Mean]) -> _Mean:
    """Languages count alike, or the commonest would be what all are held against."""
    return _Mean(
        np.mean([mean.passage for mean in means], axis=0),
        np.mean([mean.sentence for mean in means], axis=0),
    )


def _blend(mean: _Mean, overall: _Mean, passages: int) -> _Mean:
    share = passages / (passages + _PRIOR_PASSAGES)
    return _Mean(
        share * mean.passage + (1 - share) * overall.passage,
        share * mean.sentence + (1 - share) * overall.sentence,
    )
