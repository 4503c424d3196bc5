"""How much of OpenAI's protocol a server understands, found out by what it refuses. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self


class Format(StrEnum):
    """How a JSON object is asked for."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    WORDS = "words"
    """By the prompt alone."""


_PLAINER = {Format.SCHEMA: Format.OBJECT, Format.OBJECT: Format.WORDS}
_REPLY_LIMIT = re.compile(r"\bmax_tokens\b")
_STREAM = re.compile(r"\bstream\b")


@dataclass(frozen=True)
class Dialect:
    """What a server is asked in; at first in full."""

    format: Format = Format.SCHEMA
    reply_limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """OpenAI's newer models refuse the first, most other servers don't know the second."""
    has_temperature: bool = True
    """Models that reason refuse one."""
    reports_usage: bool = True
    streams: bool = True

    def arguments(
        self, schema: Mapping[str, object] | None, reply_tokens: int
    ) -> dict[str, object]:
        """What goes into a request beside model, messages, temperature and `stream`."""
        arguments: dict[str, object] = {self.reply_limit: reply_tokens}
        if self.streams and self.reports_usage:
            arguments["stream_options"] = {"include_usage": True}
        if schema is not None and self.format is Format.SCHEMA:
            named = {"name": "reply", "schema": dict(schema), "strict": True}
            arguments["response_format"] = {"type": "json_schema", "json_schema": named}
        elif schema is not None and self.format is Format.OBJECT:
            arguments["response_format"] = {"type": "json_object"}
        return arguments

    def plainer(self, complaint: str, *, has_schema: bool) -> Self | None:
        """What to ask in after a refusal with these words; None where that wouldn't help.

        Where the words name nothing of the others, it is the schema that is taken to be at fault.
        """
        if self.reply_limit == "max_tokens" and _REPLY_LIMIT.search(complaint):
            return replace(self, reply_limit="max_completion_tokens")
        if self.has_temperature and "temperature" in complaint:
            return replace(self, has_temperature=False)
        if self.reports_usage and "stream_options" in complaint:
            return replace(self, reports_usage=False)
        if self.streams and _STREAM.search(complaint):
            return replace(self, streams=False)
        if has_schema and self.format in _PLAINER:
            return replace(self, format=_PLAINER[self.format])
        return None
