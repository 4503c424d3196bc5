"""How sources that disagree are shown: each version as a claim, with who says so. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from llama_index.core.schema import TextNode

from bot.answering.disagreement import Disagreement, find_versions_left_out
from bot.answering.draft import Draft
from bot.answering.surroundings import gives_order
from bot.answers import Claim
from bot.grounding import GroundedClaim, ground
from bot.phrases import phrases_in

MAX_CLAIMS = 5
"""As many as Discord's layout has room for."""


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
            if any(map(gives_order, grounded.quotes)):
                continue
            yield replace(grounded, said_by=version.speakers, value=version.value)


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
