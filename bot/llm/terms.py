"""How a server is asked, and what it takes: the settings of the language model."""

from dataclasses import dataclass, field
from typing import Self

from bot.llm.model import Usage
from bot.settings import BotSettings

OPENAI = "https://api.openai.com/v1"
_MILLION = 1_000_000


@dataclass(frozen=True)
class Terms:
    """What every call goes by."""

    server: str
    """Its address, without a slash at the end."""
    model: str
    key: str | None = field(repr=False)
    timeout_s: float
    """For one reply, from the first try to its last word."""
    context_tokens: int
    reply_tokens: int
    input_price: float
    """Of a million tokens, as the next."""
    output_price: float

    def price(self, prompt_tokens: int, reply_tokens: int) -> Usage:
        """What so many tokens cost."""
        cost = prompt_tokens * self.input_price + reply_tokens * self.output_price
        return Usage(prompt_tokens, reply_tokens, cost / _MILLION)

    @classmethod
    def of(cls, settings: BotSettings, model: str) -> Self:
        """The terms that are set for a model; OpenAI's own server, if none is."""
        key = settings.llm_api_key
        return cls(
            server=(settings.llm_base_url or OPENAI).rstrip("/"),
            model=model,
            key=key.get_secret_value() if key else None,
            timeout_s=settings.llm_timeout_s,
            context_tokens=settings.llm_context_tokens,
            reply_tokens=settings.llm_reply_tokens,
            input_price=settings.llm_input_price,
            output_price=settings.llm_output_price,
        )
