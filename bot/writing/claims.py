"""The claims of a language model's reply, each as soon as it is whole. Pure.

Nothing here is believed: a quote's passage is the one whose number it names, or none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, StrictInt, ValidationError

from bot.answers import Claim, Quote
from bot.writing.objects import Found, find_object
from bot.writing.plain import plain_text
from ingest.passages import PassageId

MAX_CLAIMS = 5
MAX_QUOTES = 4
"""Of one claim; as prompts/answer.md has them both."""
MAX_RAW_CHARS = 2000
"""Of a claim or a quote with its mark-up: what is longer is neither."""
_CLAIMS, _DISAGREE = "claims", "sources_disagree"
_NUMBER = re.compile(r"\D*(\d{1,4})\D*")


class _WrittenQuote(BaseModel):
    passage: StrictInt | str
    quote: str


class _WrittenClaim(BaseModel):
    text: str
    quotes: list[_WrittenQuote] = []
    corrects_question: bool = False


class ClaimReader:
    """Reads one reply as it grows. `passages`: ids by number, the first is number 1."""

    def __init__(self, passages: Sequence[PassageId]) -> None:
        self._passages = passages
        self._reply = ""
        self._taken = 0
        self._problem: str | None = None
        self._found: Found | None = None

    @property
    def reply(self) -> str:
        """All that has come."""
        return self._reply

    @property
    def is_full(self) -> bool:
        """Whether there are more claims than are read, so that nothing further need be written."""
        return self._found is not None and len(_claims_of(self._found)) > MAX_CLAIMS

    @property
    def says_disagree(self) -> bool:
        """Whether it says, until now, that its sources contradict each other."""
        return self._found is not None and self._found.value.get(_DISAGREE) is True

    @property
    def is_broken_off(self) -> bool:
        """Whether the reply, once it has ended, is JSON that lacks its end."""
        return self._found is not None and not self._found.is_whole

    @property
    def problem(self) -> str | None:
        """What is wrong with the reply, once it has ended; in words of ours alone."""
        if not self._reply.strip():
            return "it is empty"
        if self._found is None:
            return "it is not a JSON object with claims"
        if not isinstance(self._found.value[_CLAIMS], list):
            return "claims is not a list"
        return "it breaks off" if self.is_broken_off and not self.is_full else self._problem

    def feed(self, piece: str) -> list[Claim]:
        """Take a piece of the reply, and give the claims that it makes whole."""
        self._reply += piece
        return [] if {"{", "}", "]"}.isdisjoint(piece) else self._look()

    def end(self) -> list[Claim]:
        """See the reply as it is, since nothing more comes, and give the claims that are left."""
        return self._look()

    def _look(self) -> list[Claim]:
        self._found = find_object(self._reply, _CLAIMS)
        return [] if self._found is None else list(self._take(self._found))

    def _take(self, found: Found) -> Iterator[Claim]:
        claims = _claims_of(found)
        whole = len(claims) if found.is_closed(_CLAIMS) else len(claims) - 1
        for number in range(self._taken, min(whole, MAX_CLAIMS)):
            self._taken = number + 1
            try:
                written = _WrittenClaim.model_validate(claims[number])
            except ValidationError as error:
                self._problem = self._problem or _say(number, error)
                continue
            if (claim := self._read(written)) is not None:
                yield claim

    def _read(self, written: _WrittenClaim) -> Claim | None:
        """None where it has no words, or too many to be a claim."""
        text = plain_text(written.text) if len(written.text) <= MAX_RAW_CHARS else ""
        quotes = tuple(
            Quote(self._passage(quote.passage), quote.quote[:MAX_RAW_CHARS])
            for quote in written.quotes[:MAX_QUOTES]
        )
        return Claim(text, quotes, corrects=written.corrects_question) if text else None

    def _passage(self, said: int | str) -> PassageId:
        """The id of what a quote says is its passage; one that no passage has, if it is none."""
        match = _NUMBER.fullmatch(str(said)) if not str(said).startswith("-") else None
        if match and 1 <= int(match[1]) <= len(self._passages):
            return self._passages[int(match[1]) - 1]
        return PassageId(f"passage {str(said)[:20]}")


def _claims_of(found: Found) -> list[Any]:
    claims = found.value[_CLAIMS]
    return claims if isinstance(claims, list) else []


def _say(number: int, error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, (_CLAIMS, number, *first["loc"])))
    return f"{place}: {first['msg']}"
