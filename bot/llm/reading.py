"""What a reply says of itself as it comes: its words, how it ended, and what it took. Pure."""

from llama_index.core.llms import ChatResponse

from bot.errors import (
    LlmCutError,
    LlmEmptyError,
    LlmLongReplyError,
    LlmRefusedError,
    LlmUnfinishedError,
)
from bot.llm.tokens import estimate_tokens

MAX_REPLY_CHARS = 60_000
"""Far more than an answer has; what goes on is no answer."""


class Reading:
    """One reply. `prompt_tokens`, `reply_tokens`: what the server counted; None if it doesn't."""

    def __init__(self, model: str, server: str) -> None:
        self._model = model
        self._server = server
        self._finish: str | None = None
        self._is_refused = False
        self._written = 0
        self._estimate = 0
        self._has_words = False
        self.has_begun = False
        self.prompt_tokens: int | None = None
        self._counted: int | None = None

    @property
    def reply_tokens(self) -> int:
        """How many were written until now: counted by the server, or estimated."""
        return self._estimate if self._counted is None else self._counted

    def take(self, response: ChatResponse) -> str:
        """Note one piece of a stream, or a whole reply. Returns: the words that are new in it.

        Raises: LlmLongReplyError.
        """
        self.has_begun = True
        raw = response.raw
        for choice in (getattr(raw, "choices", None) or [])[:1]:
            said = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self._finish = choice.finish_reason or self._finish
            self._is_refused |= bool(getattr(said, "refusal", None))
        if usage := getattr(raw, "usage", None):
            self.prompt_tokens, self._counted = usage.prompt_tokens, usage.completion_tokens
        words = response.message.content if response.delta is None else response.delta
        return self._count(words or "", str(response.additional_kwargs.get("thinking_delta", "")))

    def _count(self, words: str, thoughts: str) -> str:
        self._written += len(words) + len(thoughts)
        if self._written > MAX_REPLY_CHARS:
            raise LlmLongReplyError(model=self._model, limit=MAX_REPLY_CHARS)
        self._estimate += estimate_tokens(words + thoughts)
        self._has_words |= bool(words.strip())
        return words

    def end(self) -> None:
        """See whether the reply is whole.

        Raises: LlmRefusedError, LlmUnfinishedError, LlmEmptyError, LlmCutError.
        """
        if self._is_refused or self._finish == "content_filter":
            raise LlmRefusedError(model=self._model)
        if self._finish == "length":
            raise LlmUnfinishedError(model=self._model)
        if not self._has_words:
            raise LlmEmptyError(model=self._model)
        if self._finish is None:
            raise LlmCutError(server=self._server)
