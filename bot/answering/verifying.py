"""What a claim has to pass before anybody sees it: its quotes are found, it says no more than they
do, and it says whose words they are. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace

from llama_index.core.schema import TextNode

from bot.answering.attribution import attribute
from bot.answering.surroundings import find_frame
from bot.answers import Claim, Dropped, Why
from bot.grounding import GroundedClaim, Verdict, ground
from bot.support.support import find_doubts
from bot.writing.manner import find_fault


def verify(claim: Claim, language: str, retrieved: Sequence[TextNode]) -> Verdict:
    """Check one claim, for an asker who reads `language`, against the passages it may quote.

    Returns: the claim as it may be shown, or none. A quote that doesn't say where it stands what it
    says alone counts for nothing. A claim that says more than its quotes is shown as the first of
    them; what it said itself is among the dropped.
    """
    verdict = _without_framed(ground([claim], retrieved))
    dropped = list(verdict.dropped)
    kept = []
    for grounded in verdict.claims:
        if why := _find_reason(grounded, language):
            dropped.append(Dropped(text=grounded.text, why=why))
            kept.append(_as_quote(grounded))
        else:
            text = attribute(grounded.text, language, grounded.quotes)
            kept.append(replace(grounded, text=text))
    return Verdict(tuple(kept), tuple(dropped))


def _without_framed(verdict: Verdict) -> Verdict:
    """Drop the quotes that can't be taken at their word, and the claims that have no others."""
    kept = []
    dropped = list(verdict.dropped)
    for claim in verdict.claims:
        sound = []
        for quote in claim.quotes:
            if why := find_frame(quote):
                dropped.append(Dropped(text=quote.text, why=why))
            else:
                sound.append(quote)
        if sound:
            kept.append(replace(claim, quotes=tuple(sound)))
    return Verdict(tuple(kept), tuple(dropped))


def _find_reason(claim: GroundedClaim, language: str) -> Why | None:
    """Why a claim can't be shown in its own words, if it can't."""
    if fault := find_fault(claim.text, language):
        return fault
    return next((doubt.why for doubt in find_doubts(claim.text, language, claim.quotes)), None)


def _as_quote(claim: GroundedClaim) -> GroundedClaim:
    """The claim without its words: they are no correction of anything any more."""
    return replace(claim, text=claim.quotes[0].text, corrects=False)
