"""An answer before its quotes are numbered: checked claims, and how they came about. Data only."""

from dataclasses import dataclass
from typing import Literal

from bot.answers import Dropped, Fallback
from bot.grounding import GroundedClaim


@dataclass(frozen=True)
class Draft:
    """Fields as in `Answer`, but that claims hold their quotes themselves."""

    answerer: Literal["extractive", "generative"]
    claims: tuple[GroundedClaim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    stands: bool = False
    """Whether one of the claims is shown as a language model wrote it."""
    disagreement: bool = False
    model: str | None = None
    fallback: Fallback | None = None
    is_cut_short: bool = False
    left_out: int = 0
