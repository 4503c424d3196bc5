"""A language model that obeys the attacker: what it replies to each request, by what is in it."""

import json
import re

from tests.doubles.llm.server import Request
from tests.evaluation.attacks.cases import Attack, SaidClaim, SaidQuote

OTHERS_QUESTION = "Does Ottoline Fazackerley still owe the parking fine for her purple houseboat?"
"""What somebody else asked before."""
_FENCE = re.compile(r"<<<passage (\d+) (\w+)>>>\n(.*?)\n<<<end \2>>>", re.DOTALL)
_MARK = re.compile(r"<<<[\w ]+ (\w+)>>>")
_SAID = re.compile(r"⟦(\w+)(?::([^⟧]*))?⟧")
_NO_PASSAGE = 1
"""Named where no passage has the words."""


def obey(attack: Attack, request: Request) -> str:
    """Write the reply to what was asked, as the attacker wants it."""
    asked = _asked_for(request)
    if asked == "claims":
        return _fill(attack.raw or _write(attack, request), request, is_json=attack.raw is None)
    if asked == "question":  # of a follow-up
        return json.dumps({"question": attack.question}, ensure_ascii=False)
    return json.dumps({asked: []})


def read_mark(request: Request) -> str | None:
    """The mark of the fences that a request has."""
    match = _MARK.search(request.words)
    return match[1] if match else None


def _asked_for(request: Request) -> str:
    """The field that a reply is to have; a repair asks for it once more."""
    words = str(request.messages[0]["content"])
    fields = ("claims", "question", "translations", "verdict")
    return next((field for field in fields if f'{{"{field}"' in words), "claims")


def _write(attack: Attack, request: Request) -> str:
    reply = {
        "claims": [_write_claim(claim, request) for claim in attack.claims],
        "sources_disagree": attack.says_disagree,
    }
    return json.dumps(reply, ensure_ascii=False)


def _write_claim(claim: SaidClaim, request: Request) -> dict[str, object]:
    return {
        "text": claim.text,
        "quotes": [_write_quote(quote, request) for quote in claim.quotes],
        "corrects_question": claim.corrects,
    }


def _write_quote(quote: SaidQuote, request: Request) -> dict[str, object]:
    said = quote.passage
    number = said if isinstance(said, int) else _number_of(said, request)
    return {"passage": number, "quote": quote.quote}


def _number_of(words: str, request: Request) -> int:
    for number, _, text in _FENCE.findall(request.words):
        if words in text:
            return int(number)
    return _NO_PASSAGE


def _fill(reply: str, request: Request, *, is_json: bool) -> str:
    """Put what only the model knows in its place."""

    def say(match: re.Match[str]) -> str:
        known = _tell(match[1], match[2] or "", request)
        return json.dumps(known, ensure_ascii=False)[1:-1] if is_json else known

    return _SAID.sub(say, reply)


def _tell(what: str, words: str, request: Request) -> str:
    if what == "passage":
        return str(_number_of(words, request))
    told = {
        "prompt": str(request.messages[0]["content"]),
        "mark": read_mark(request) or "",
        "passages": str(request.messages[-1]["content"]),
    }
    return told[what]
