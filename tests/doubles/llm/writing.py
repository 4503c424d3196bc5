"""Replies as a language model writes them that does what it is told: claims that name passages."""

import json
import re

from tests.doubles.llm.server import Request

_PASSAGE = re.compile(r"<<<passage (\d+) (\w+)>>>\n(.*?)\n<<<end \2>>>", re.DOTALL)


def passages_in(request: Request) -> dict[int, str]:
    """What the model was given to quote from, by number, with what it was told of it."""
    return {int(number): text for number, _, text in _PASSAGE.findall(request.words)}


def number_of(request: Request, words: str) -> int:
    """The number of the first passage that has some words."""
    return next(n for n, text in sorted(passages_in(request).items()) if words in text)


def claim(text: str, *quotes: tuple[int, str], corrects: bool = False) -> dict[str, object]:
    """A claim with its quotes, each with the number of the passage that it is said to be from."""
    return {
        "text": text,
        "quotes": [{"passage": passage, "quote": quote} for passage, quote in quotes],
        "corrects_question": corrects,
    }


def reply(*claims: dict[str, object], sources_disagree: bool = False) -> str:
    """What the model sends."""
    written = {"claims": list(claims), "sources_disagree": sources_disagree}
    return json.dumps(written, ensure_ascii=False)
