"""How sources that disagree are shown: each version as a claim, with who says so. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from llama_index.core.schema import TextNode

from bot.answering.disagreement import (
    Disagreement,
    find_disagreement,
    find_versions_left_out,
)
from bot.answering.draft import Draft
from bot.answering.surroundings import gives_order
from bot.answers import Claim, Question
from bot.grounding import GroundedClaim, ground
from bot.phrases import phrases_in
from bot.retrieval import Retrieval

MAX_CLAIMS = 5
"""As many as Discord's layout has room for."""


def find_versions(question: Question, retrieval: Retrieval) -> Disagreement | None:
    """As `find_disagreement`, without the passages that give orders: their words are no version."""
    while found := find_disagreement(question, retrieval):
        passages = [each.passage for each in retrieval.ranked]
        hostile = set(_find_hostile(found, passages))
        if not hostile:
            break
        left = tuple(each for each in retrieval.ranked if each.passage.node_id not in hostile)
        retrieval = replace(retrieval, ranked=left)
    return found


def show_versions(
    draft: Draft, found: Disagreement, language: str, retrieved: Sequence[TextNode]
) -> Draft:
    """Put every version first, in place of claims that rest on the same words.

    A written answer that tells every version already keeps its own words.
    """
    versions = list(_tell(found, language, retrieved))
    if len(versions) < 2:
        return draft
    if draft.answerer == "generative" and _tells_all(draft.claims, versions, found):
        return replace(draft, disagreement=True)
    others = [claim for claim in draft.claims if not _is_told(claim, versions)]
    claims = [*versions, *others][: max(MAX_CLAIMS, len(versions))]
    return replace(draft, claims=tuple(claims), disagreement=True)


def _tell(
    found: Disagreement, language: str, retrieved: Sequence[TextNode]
) -> Iterator[GroundedClaim]:
    for version in found.versions:
        said = {"speakers": ", ".join(version.speakers), "value": version.value}
        claim = Claim(phrases_in(language)("version", **said), version.quotes)
        for grounded in ground([claim], retrieved).claims:
            yield replace(grounded, said_by=version.speakers, value=version.value)


def _find_hostile(found: Disagreement, passages: Sequence[TextNode]) -> Iterator[str]:
    for version in found.versions:
        for claim in ground([Claim(version.value, version.quotes)], passages).claims:
            yield from (q.passage.node_id for q in claim.quotes if gives_order(q))


def _tells_all(
    claims: Sequence[GroundedClaim], versions: Sequence[GroundedClaim], found: Disagreement
) -> bool:
    """Whether claims tell every version, and each apart from the others."""
    is_whole = all(_is_told(version, claims) for version in versions)
    return is_whole and not find_versions_left_out(claims, found)


def _is_told(claim: GroundedClaim, claims: Sequence[GroundedClaim]) -> bool:
    """Whether other claims rest on words that this one rests on."""
    others = [quote for other in claims for quote in other.quotes]
    return any(quote.overlaps(other) for quote in claim.quotes for other in others)
