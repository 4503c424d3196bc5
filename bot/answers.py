"""The answer record: what was asked, claimed, cited and declined. Data and its JSON.

Everything that shows, keeps or exports an answer takes this type, and the field names are those of
`python -m bot ask --json`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.errors import (
    BrokenQuestionError,
    EmptyQuestionError,
    LongQuestionError,
    WordlessQuestionError,
)
from ingest.documents import Kind
from ingest.passages import PassageId

MAX_QUESTION_CHARS = 2000
"""Far more than one question has; the embedding model reads some 2,000 characters at once."""
BROKEN = re.compile("[\ud800-\udfff]")
"""Half a surrogate pair: no character, and nothing that could be encoded or printed."""


@dataclass(frozen=True)
class Quote:
    """Words that an answerer says stand in a passage. Not believed until they are found there."""

    passage: PassageId
    text: str


@dataclass(frozen=True)
class Claim:
    """One statement of an answerer and the quotes it rests on, unchecked."""

    text: str
    quotes: tuple[Quote, ...]
    corrects: bool = False
    """Whether it corrects what the question takes as given, rather than answer it."""


class Why(StrEnum):
    """Why a quote was dropped from an answer, or a claim was, or shown as its bare quote."""

    NO_QUOTE = "the claim has no quote"
    EMPTY_QUOTE = "the quote has no words"
    PASSAGE_NOT_RETRIEVED = "the passage was not retrieved"
    OTHER_PASSAGE = "the words stand in another passage than the one named"
    STITCHED = "the words were put together from several places"
    NOT_VERBATIM = "the words do not stand in the passage"
    TOO_LONG = "the claim is longer than a claim may be"
    TOO_SHORT = "the claim is too short to be compared with its quotes"
    UNLIKELY = "the passages hardly hold an answer, and the claim corrects nothing that was asked"
    OTHER_LANGUAGE = "the claim is in another language than the question"
    NUMBER = "its quotes don't have the number"
    DATE = "its quotes don't have the date"
    UNIT = "its quotes count in another unit"
    NAME = "its quotes don't have the name"
    NEGATION = "only one of claim and quotes denies it"
    SCOPE = "the claim is surer, wider or narrower than its quotes"
    OUTCOME = "its quotes don't have what the claim says was the outcome"
    WORDS = "the claim says more than its quotes"
    ORDER = "who does what to whom is not as in its quotes"
    JOINED = "the claim joins what its quotes don't join"
    LEFT_OUT = "the claim leaves out what its quotes say beside it"
    ONLY_SAID = "the quote only tells that somebody says so"
    QUESTIONED = "something else that was found calls it in question"
    NOT_UNDONE = "the quotes do not say otherwise"
    ADDRESSED = "the quote or its passage gives orders"
    CUT_OUT = "the quote is cut out of a sentence that does not say it"
    IS_THERE = "something that was found says it, or says otherwise"


class Fallback(StrEnum):
    """Why the answer is quotes alone, where a language model was to write it."""

    UNAVAILABLE = "unavailable"
    """The server is down, slow, refuses, or has failed."""
    PAUSED = "paused"
    """It failed so often that it is left alone for a while."""
    BUDGET = "budget"
    """The person's or the server's share of a day is used up."""
    UNUSABLE = "unusable"
    """The reply is nothing that could be read, or a refusal."""
    UNGROUNDED = "ungrounded"
    """None of its claims survived the check."""
    STOPPED = "stopped"
    """Who asked stopped it before there was anything to show."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Question(_Record):
    """A question as it was asked."""

    text: str
    language: str
    """ISO 639-1, one of those that fixed phrases exist in."""
    id: str | int | None = None


class CitedClaim(_Record):
    """A claim that was checked, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    said_by: tuple[str, ...] = ()
    """Who says so, where the claim is one version of several."""
    value: str | None = None
    """What this version has where another has something else: "July 2006"."""


class Citation(_Record):
    """A quote that was found word for word: `quote` equals the document's text from start to end.

    `n` counts from 1 in order of appearance; 0 where the quote is shown as near, not cited.
    """

    n: int
    document: str
    document_hash: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    kind: Kind | None
    party: str | None
    language: str | None
    source: str | None
    page: int | None
    row: int | None = None
    time: str | None = None
    """h:mm:ss. At most one of page, row and time is known: where in the original the quote begins.
    Answers that were kept before there were rows and times don't have them."""
    quote: str
    start: int
    end: int
    passage: PassageId
    score: float
    """Cosine of the question, common names left out, with the passage or its closest sentence,
    whichever is more."""
    same_origin_as: int | None = None
    """The first citation from another document whose passage has its words from where this one has
    them: the two are one source, printed twice."""


class RetrievedPassage(_Record):
    """A passage that retrieval returned, with each score it was ranked by."""

    id: PassageId
    document: str
    start: int
    end: int
    text: str
    scores: dict[str, float]


class Dropped(_Record):
    """A quote or claim that did not survive, and why."""

    text: str
    why: Why


class Searched(_Record):
    """How much was looked through."""

    documents: int
    passages: int


class Reason(_Record):
    """What a feature had to do with answering or abstaining."""

    value: float
    weight: float
    """What one unit more of it would add to the logit of the confidence."""
    adds: float
    """What it added, compared with its mean over the calibration questions."""


class Answer(_Record):
    """A whole answer. Abstained: `claims` and `citations` are empty, `nearest` has what came close.

    `confidence` in [0, 1] is what abstention was decided on: below `threshold`, it abstained.
    `seconds` are by stage.
    """

    id: str | int | None
    question: str
    language: str
    abstained: bool
    answerer: Literal["extractive", "generative"]
    """What made the claims: a language model, or the choice of quotes."""
    model: str | None = None
    """Name of the language model, if one was asked."""
    fallback: Fallback | None = None
    """Why the answer is extractive though there is a language model."""
    is_cut_short: bool = False
    """Whether the language model was stopped, or failed, after some claims."""
    left_out: int = 0
    """How many retrieved passages the language model had no room for."""
    tokens: int = 0
    """Tokens that the language model read and wrote."""
    cost: float = 0.0
    """What they cost, in the currency of the prices that are set."""
    claims: tuple[CitedClaim, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    disagreement: bool = False
    """Whether the answerer found that its sources contradict each other."""
    passages: tuple[RetrievedPassage, ...]
    confidence: float
    threshold: float
    reasons: dict[str, Reason]
    """By feature, see `bot.answering.abstention`."""
    dropped: tuple[Dropped, ...]
    searched: Searched
    index: str
    """Fingerprint of the index."""
    seconds: dict[str, float]


def check_question(text: str) -> str:
    """Strip a question's white space.

    Raises: EmptyQuestionError, WordlessQuestionError, LongQuestionError, BrokenQuestionError.
    """
    text = text.strip()
    if not text:
        raise EmptyQuestionError
    if len(text) > MAX_QUESTION_CHARS:
        raise LongQuestionError(length=len(text), limit=MAX_QUESTION_CHARS)
    if broken := BROKEN.search(text):
        raise BrokenQuestionError(position=broken.start() + 1)
    if not any(character.isalnum() for character in text):
        raise WordlessQuestionError
    return text
