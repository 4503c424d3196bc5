"""A language model that is asked over real HTTP, with limits as small as a test wants them."""

from collections.abc import Iterator

from llama_index.core.llms import ChatMessage, MessageRole

from bot.errors import BudgetSpentError, BudgetUnreadableError
from bot.llm.model import NOTHING, Limits, Unlimited, Usage
from bot.llm.server import OpenAiServer
from bot.llm.terms import Terms
from bot.settings import BotSettings
from tests.doubles.llm.server import LlmServer

KEY = "sk-very-secret-123"
QUESTION = "Who sold the harbour?"
SCHEMA = {
    "type": "object",
    "properties": {"claims": {"type": "array", "items": {"type": "string"}}},
    "required": ["claims"],
    "additionalProperties": False,
}


def model_of(
    server: LlmServer | None = None, *, url: str | None = None, **more: object
) -> OpenAiServer:
    """The model behind a server, or an address. `more`: settings."""
    known = {"llm_base_url": url or (server and server.url), "llm_api_key": KEY, **more}
    return OpenAiServer(Terms.of(BotSettings.model_validate(known), "parrot"))


def messages_of(question: str = QUESTION) -> list[ChatMessage]:
    """What the model is asked."""
    return [
        ChatMessage(role=MessageRole.SYSTEM, content="Answer in JSON."),
        ChatMessage(role=MessageRole.USER, content=question),
    ]


def ask(model: OpenAiServer, limits: Limits | None = None) -> Iterator[str]:
    """The pieces of the reply to a question."""
    return model.write(messages_of(), SCHEMA, limits or Limits())


class Ledger:
    """An allowance that only notes what is asked of it."""

    def __init__(self) -> None:
        self.expected: list[Usage] = []
        self.spent: list[Usage] = []

    def check(self, expected: Usage = NOTHING) -> None:
        self.expected.append(expected)

    def spend(self, usage: Usage) -> None:
        self.spent.append(usage)


class Spent:
    """An allowance of which nothing is left, and which nothing may be taken from."""

    def check(self, expected: Usage = NOTHING) -> None:  # noqa: ARG002
        raise BudgetSpentError(whose="person")

    def spend(self, usage: Usage) -> None:
        raise AssertionError(usage)


class Unreadable(Unlimited):
    """An allowance of which nobody knows what is left."""

    def check(self, expected: Usage = NOTHING) -> None:  # noqa: ARG002
        raise BudgetUnreadableError(reason="The disk is gone.")
