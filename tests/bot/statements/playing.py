"""A dossier of small texts, and a language model that says what a test lets it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from llama_index.core.llms import ChatMessage

from bot.errors import LlmUnreachableError
from bot.llm.model import Limits

TEXTS = {
    "herald.md": "---\npublisher: Linz Herald\nlanguage: en\nkind: press\n---\n\n"
    "The dam at Linz broke on 3 May 2011. Anna Berg led the board of the dam.\n\n"
    "The court in Linz rejected the claim of the farmers in June 2012. "
    "Nobody was fined over the dam.\n\n"
    "The farmers received 40,000 euros from the insurer Solva.",
    "owner.md": "---\nparty: Damwerk\nlanguage: en\nkind: statement\n---\n\n"
    "The dam at Linz was inspected in March 2011.",
    "gazette.md": "---\npublisher: Graz Gazette\nlanguage: en\nkind: press\n---\n\n"
    "The farmers received 55,000 euros from the insurer Solva.",
}


@dataclass
class Played:
    """A language model that writes its replies one after the other, the last one again and again.

    A reply of None is a server that can't be reached.
    """

    replies: list[str | None]
    asked: list[str] = field(default_factory=list)
    """What each call said."""
    before: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """As `LanguageModel`."""
        return "played"

    @property
    def context_tokens(self) -> int:
        """As `LanguageModel`."""
        return 8192

    def write(
        self,
        messages: Sequence[ChatMessage],
        schema: Mapping[str, object] | None,
        limits: Limits,  # noqa: ARG002 - it costs nothing
    ) -> Iterator[str]:
        """As `LanguageModel`."""
        assert schema is not None
        self.asked.append("\n".join(str(message.content) for message in messages))
        self.before()
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if reply is None:
            raise LlmUnreachableError(server="http://localhost:1", reason="refused")
        yield reply


def says(verdict: str, *quotes: tuple[int, str]) -> str:
    """Write a reply: a verdict, and words of passages by number."""
    listed = [{"passage": number, "quote": words} for number, words in quotes]
    return json.dumps({"verdict": verdict, "quotes": listed})
