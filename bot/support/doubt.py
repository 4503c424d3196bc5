"""A doubt: one thing that a claim says and its quotes may not. Data only."""

from dataclasses import dataclass

from bot.answers import Why


@dataclass(frozen=True)
class Doubt:
    """Why a claim is not shown as fact, and the words of it that are meant."""

    why: Why
    what: str
