"""Whether the citations of an answer hold what answers. Pure.

Recall and precision are ALCE's (Gao et al. 2023, section 3), with its judge of entailment replaced:
a citation supports a claim where it holds words that answer the question. So it is told whether the
right words are cited, not whether a claim follows from them, which `bot.support` checks.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from bot.answers import Answer, Citation
from tests.evaluation.questions import Words
from tests.evaluation.spans import holds

Supports = Callable[[Sequence[Citation]], bool]
"""Whether some citations of a claim, taken together, support it."""


def supports_by(expected: Sequence[Words]) -> Supports:
    """Citations support where any of them holds any of the expected words, in one piece."""

    def support(citations: Sequence[Citation]) -> bool:
        return any(
            holds(words, citation.document, citation.quote)
            for citation in citations
            for words in expected
        )

    return support


def measure_citations(answer: Answer, supports: Supports) -> dict[str, float]:
    """Take ALCE's recall over claims and precision over citations; nothing is said of no citations.

    A claim is recalled if its citations together support it. A citation is precise if its claim is
    recalled, and it supports by itself or the others don't suffice without it.
    """
    numbered = {citation.n: citation for citation in answer.citations}
    cited = [[numbered[n] for n in claim.citations] for claim in answer.claims]
    precise = [one for citations in cited for one in _judge(citations, supports)]
    if not precise:
        return {}
    return {
        "citation_recall": fmean(supports(citations) for citations in cited),
        "citation_precision": fmean(precise),
    }


def measure_cited(answer: Answer, supports: Supports) -> Mapping[str, float]:
    """Whether any citation supports, and whether the first does; 0 where the bot abstained."""
    return {
        "cited": float(supports(answer.citations)),
        "cited_first": float(supports(answer.citations[:1])),
    }


def is_right_if_answered(answer: Answer, supports: Supports) -> bool:
    """Whether what is cited supports, or, where the bot abstained, what it shows as nearest.

    Without a language model these are the quotes that it would have cited.
    """
    return supports(answer.nearest if answer.abstained else answer.citations)


def _judge(citations: Sequence[Citation], supports: Supports) -> list[bool]:
    """For each citation of a claim, whether it is precise."""
    if not supports(citations):
        return [False] * len(citations)
    return [
        supports([citation]) or not supports([*citations[:at], *citations[at + 1 :]])
        for at, citation in enumerate(citations)
    ]
