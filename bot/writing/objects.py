"""The JSON object in a language model's reply, whole or as far as it has come. Pure.

Models think aloud first, fence their JSON and chat around it; what they write is data, whatever it
says.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from re import finditer
from typing import Any

from pydantic_core import from_json

from bot.answers import BROKEN

_MAX_STARTS = 8
"""Braces that may open the object; behind so many others there is no reply but a flood."""
_BROKEN_OFF = "EOF while parsing"
"""As pydantic says it."""
_THOUGHT, _THOUGHT_END = "<think>", "</think>"


@dataclass(frozen=True)
class Found:
    """An object, or the part of it that has come."""

    value: dict[str, Any]
    is_whole: bool

    def is_closed(self, key: str) -> bool:
        """Whether nothing will be added to the value of a key."""
        return self.is_whole or next(reversed(self.value)) != key


def find_object(reply: str, key: str) -> Found | None:
    """Find the first object that has `key`, with prose, fences and thoughts around it or none.

    Returns: None where there is none yet, or where it is no JSON.
    """
    said = _without_thoughts(reply)
    for start in islice((brace.start() for brace in finditer("{", said)), _MAX_STARTS):
        for found in _read(said, start):
            if key in found.value:
                return found
    return None


def _read(said: str, start: int) -> Iterator[Found]:
    try:
        # Not strict: models put line breaks into strings as they are.
        value, _ = json.JSONDecoder(strict=False).raw_decode(said, start)
        value, is_whole = _mend(value), True
    except (ValueError, RecursionError):
        value, is_whole = _read_part(said[start:]), False
    if isinstance(value, dict):
        yield Found(value, is_whole)


def _mend(value: Any) -> Any:
    """Replace halves of surrogate pairs, which JSON can escape and nothing can encode."""
    match value:
        case str():
            return BROKEN.sub("\ufffd", value)
        case list():
            return [_mend(each) for each in value]
        case dict():
            return {_mend(key): _mend(each) for key, each in value.items()}
    return value


def _read_part(said: str) -> object:
    """None where it breaks a rule of JSON rather than breaks off."""
    try:
        return from_json(said)
    except ValueError as error:
        # `allow_partial` alone would give what stands before any error.
        return from_json(said, allow_partial=True) if _BROKEN_OFF in str(error) else None


def _without_thoughts(reply: str) -> str:
    _, end, said = reply.rpartition(_THOUGHT_END)
    if not end and reply.lstrip().startswith(_THOUGHT):
        return ""
    return said
