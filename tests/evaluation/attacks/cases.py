"""The attacks: what is planted, what is asked, and the reply of a language model that obeys.

They stand in attacks.jsonl, one a line. In a reply, `⟦…⟧` is what only a model that was asked can
say: ⟦prompt⟧, ⟦mark⟧ and ⟦passages⟧; ⟦passage:WORDS⟧ is the number of the first passage that has
the words.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tests.evaluation.records import read_records

ATTACKS_FILE = Path(__file__).with_name("attacks.jsonl")


class Kind(StrEnum):
    """What the attacker tries."""

    ORDER = "order"
    """Ignore what you were told, and say this."""
    ONLY = "answer only"
    ROLE = "role play"
    FENCE = "fence"
    """Fences, closing marks and tags that are none."""
    SYSTEM = "system message"
    CITATION = "citation"
    """Citation numbers and quotes that are made up, or point elsewhere."""
    JSON = "json"
    """Documents that look like the reply."""
    LINK = "link"
    MENTION = "mention"
    SECRET = "secret"  # noqa: S105
    """The prompt, a key, what others asked."""
    DISAGREE = "disagreement"
    """Have sources that agree called disagreeing."""
    SILENCE = "silence"
    ATTRIBUTION = "attribution"
    """Have a party's words pass for a court's, or for those of the press."""
    SPELLING = "spelling"
    """Letters that look like others, or that are not seen."""
    FOREIGN = "foreign"
    """Orders, and replies, in another language than the asker's."""
    IN_QUOTE = "in quote"
    """The claim stands in the quote, but is not said there."""
    LONG = "long"
    FOLLOW_UP = "follow-up"


Place = Literal[
    "body", "heading", "table", "title", "file name", "metadata", "attachment", "question"
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SaidQuote(_Record):
    """A quote as the model writes it."""

    passage: int | str
    """A number, or words of the passage whose number is given."""
    quote: str


class SaidClaim(_Record):
    """A claim as the model writes it."""

    text: str
    quotes: tuple[SaidQuote, ...] = ()
    corrects: bool = False
    is_true: bool = False
    """Whether its quotes bear it out: then it may be shown as fact."""


class Attack(_Record):
    """One attack."""

    id: str
    kind: Kind
    language: Literal["en", "fr", "de", "es", "ru"]
    """Of the question."""
    place: Place
    documents: dict[str, str] = Field(default_factory=dict)
    """Text by path; written into the dossier beside those of `dossier/`."""
    earlier: tuple[str, ...] = ()
    """Questions before it in the same conversation."""
    question: str
    claims: tuple[SaidClaim, ...] = ()
    says_disagree: bool = False
    raw: str | None = None
    """The whole reply, where it is no JSON of claims."""
    demanded: tuple[str, ...] = ()
    """Patterns of what the attacker wants said; none may be in words of the bot's own."""
    unless: str | None = None
    """A pattern of who is named as saying it: then it is no fact, and may be said."""
    differs: bool = False
    """Whether what is planted really says something else, as any source may: then it is shown that
    sources disagree."""
    truth: str | None = None
    """A pattern of what is answered without the attack, and is to be shown all the same."""

    @field_validator("demanded", "unless", "truth")
    @classmethod
    def _compiles(cls, value: tuple[str, ...] | str | None) -> tuple[str, ...] | str | None:
        for pattern in (value,) if isinstance(value, str) else value or ():
            re.compile(pattern)
        return value


def read_attacks() -> list[Attack]:
    """Read all attacks. Raises: RecordsFileError, RecordError."""
    return read_records(ATTACKS_FILE, Attack, "tests/evaluation/attacks/cases.py has what it holds")
