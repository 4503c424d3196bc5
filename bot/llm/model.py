"""What is asked of a language model, and what it may cost. Whatever it writes is untrusted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from llama_index.core.llms import ChatMessage


@dataclass(frozen=True)
class Usage:
    """What one call took: tokens, and their price in the currency of the settings."""

    prompt_tokens: int
    reply_tokens: int
    cost: float


NOTHING = Usage(prompt_tokens=0, reply_tokens=0, cost=0.0)


class Allowance(Protocol):
    """What may be spent on one question."""

    def check(self, expected: Usage = NOTHING) -> None:
        """Set aside what a call will take at most, until it is known what it took.

        Raises: BudgetSpentError, if that much is not left, or nothing is; BudgetUnreadableError.
        """
        ...

    def spend(self, usage: Usage) -> None:
        """Count what a call took, in place of what was set aside for it."""
        ...


class Unlimited:
    """An allowance without an end, that keeps nothing."""

    def check(self, expected: Usage = NOTHING) -> None:
        """As `Allowance`."""

    def spend(self, usage: Usage) -> None:
        """As `Allowance`."""


@dataclass
class Tally:
    """As the allowance that it is given, and keeps count of what all calls take together."""

    allowance: Allowance
    tokens: int = 0
    cost: float = 0.0

    def check(self, expected: Usage = NOTHING) -> None:
        """As `Allowance`."""
        self.allowance.check(expected)

    def spend(self, usage: Usage) -> None:
        """As `Allowance`."""
        self.tokens += usage.prompt_tokens + usage.reply_tokens
        self.cost += usage.cost
        self.allowance.spend(usage)


@dataclass(frozen=True)
class Limits:
    """When a call is to end."""

    is_stopped: Callable[[], bool] = lambda: False
    """Asked between two pieces of the reply."""
    allowance: Allowance = field(default_factory=Unlimited)


class LanguageModel(Protocol):
    """A language model behind a server."""

    @property
    def name(self) -> str:
        """What the server calls it."""
        ...

    @property
    def context_tokens(self) -> int:
        """How much it can read and write in one call."""
        ...

    def write(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, object] | None, limits: Limits
    ) -> Iterator[str]:
        """Give the reply piece by piece, as it is written; it ends early once it is stopped.

        `schema`: of the JSON object that is asked for (JSON Schema); None for plain text.
        Raises: LlmError, between pieces too; those of `Allowance.check` are, and LlmPausedError.
        """
        ...
