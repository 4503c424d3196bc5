"""The record of a check: what a message states, and what the dossier has on it. Data and its JSON.

The field names are those of `python -m bot check --json`.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.answers import Citation, Dropped, Fallback, Searched


class Verdict(StrEnum):
    """What was found of a statement. The first three are said of an LLM's reading, confirmed."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    """One source has it so, and another one otherwise."""
    NOT_IN_DOSSIER = "not_in_dossier"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Difference(_Record):
    """A date or number of a statement, and what stands in its place in the nearest quote."""

    said: str
    here: tuple[str, ...]


class Checked(_Record):
    """A statement, and what code or a confirmed LLM has found of it."""

    text: str
    before: str = ""
    """The sentence of the message that it points back to, and was read with."""
    start: int
    end: int
    """Where it stands in the message: half-open, in characters."""
    verdict: Verdict | None
    """None where nobody can say: the quotes and the comparison stand for themselves."""
    citations: tuple[int, ...]
    """Numbers of the quotes that it was compared with."""
    agrees: tuple[str, ...]
    """Dates, numbers and names of the statement that its quotes have."""
    differs: tuple[Difference, ...]
    missing: tuple[str, ...]
    """Those that they don't have, and have nothing else in the place of."""
    confidence: float
    """In [0, 1]: that the retrieved passages say something of it (`bot.answering.abstention`)."""
    fallback: Fallback | None = None
    """Why the LLM's reading is missing, where one was to be asked."""
    dropped: tuple[Dropped, ...] = ()
    """What of the LLM's reading did not survive, and why."""


class Check(_Record):
    """All that was checked of a message."""

    text: str
    language: str
    statements: tuple[Checked, ...]
    left_out: int
    """How many more statements the message makes."""
    citations: tuple[Citation, ...]
    """In order of number, from 1."""
    model: str | None
    """Name of the language model, if one was asked."""
    searched: Searched | None
    """None where there was no statement to look for."""
    index: str
    """Fingerprint of the index."""
    seconds: float
