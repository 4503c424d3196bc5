"""What a language model makes of a statement: a verdict and quotes, none of them believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llama_index.core.llms import ChatMessage
from llama_index.core.schema import TextNode
from pydantic import BaseModel, ValidationError

from bot.answers import Quote
from bot.errors import LlmContextError, LlmEmptyError, LlmUnreadableError
from bot.llm.model import LanguageModel, Limits
from bot.llm.tokens import estimate_prompt
from bot.prompts import Prompts
from bot.statements.checks import Verdict
from bot.writing.fencing import fence_passages, fence_words, name_language, new_mark
from ingest.errors import say_invalid
from ingest.passages import PassageId, passage_id

MAX_QUOTES = 4
REPLY_TOKENS = 600
"""Kept free for a reply of MAX_QUOTES quotes."""
MAX_SHOWN_REPLY = 2000
"""Characters of a reply that can't be read which the model is shown once more."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_NOWHERE = PassageId("none")
"""Stands for a passage by a number that none has: it was not retrieved."""


@dataclass(frozen=True)
class Opinion:
    """What a language model says of a statement, unchecked."""

    verdict: Verdict
    quotes: tuple[Quote, ...]


class _Quoted(BaseModel):
    passage: int
    quote: str


class _Reply(BaseModel):
    verdict: Verdict
    quotes: list[_Quoted] = []


class Judge:
    """Asks a language model about one statement at a time."""

    def __init__(self, model: LanguageModel, prompts: Prompts) -> None:
        self._model = model
        self._check, self._repair = prompts.check, prompts.repair

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._model.name

    def judge(
        self, statement: str, language: str, passages: Sequence[TextNode], limits: Limits
    ) -> Opinion:
        """Ask for a verdict; once more where the reply can't be read.

        Passages that it has no room for are left out, the last first.
        Raises: LlmError.
        """
        while True:
            try:
                return self._judge(statement, language, passages, limits)
            except LlmContextError:
                if len(passages) < 2:
                    raise
                passages = passages[: len(passages) // 2]

    def _judge(
        self, statement: str, language: str, passages: Sequence[TextNode], limits: Limits
    ) -> Opinion:
        messages = self._tell(statement, language, passages)
        room = self._model.context_tokens - REPLY_TOKENS
        while len(passages) > 1 and estimate_prompt(messages) > room:
            passages = passages[:-1]
            messages = self._tell(statement, language, passages)
        reply = self._write(messages, limits)
        try:
            return read_opinion(reply, passages, self.name)
        except LlmUnreadableError as error:
            if limits.is_stopped():
                raise
            reason = str(error.fields["reason"])
            again = self._repair.fill(reply=reply[:MAX_SHOWN_REPLY], problem=reason)
            return read_opinion(self._write([*messages, *again], limits), passages, self.name)

    def _tell(
        self, statement: str, language: str, passages: Sequence[TextNode]
    ) -> list[ChatMessage]:
        mark = new_mark()
        return self._check.fill(
            statement=fence_words([statement], mark),
            passages=fence_passages(passages, mark),
            language=name_language(language),
        )

    def _write(self, messages: Sequence[ChatMessage], limits: Limits) -> str:
        reply = "".join(self._model.write(messages, self._check.schema, limits))
        if not reply.strip():
            raise LlmEmptyError(model=self.name)
        return reply


def read_opinion(reply: str, passages: Sequence[TextNode], model: str) -> Opinion:
    """Read a reply; `passages` as they were numbered, from 1. Raises: LlmUnreadableError."""
    text = _THOUGHT.sub("", reply)
    start, end = text.find("{"), text.rfind("}")
    try:
        read = _Reply.model_validate_json(text[start : end + 1] if start >= 0 else text)
    except ValidationError as error:
        reason = say_invalid(error.errors()[0]["msg"])
        raise LlmUnreadableError(model=model, reason=reason) from error
    return Opinion(read.verdict, tuple(_quotes(read.quotes[:MAX_QUOTES], passages)))


def _quotes(quoted: Sequence[_Quoted], passages: Sequence[TextNode]) -> Iterator[Quote]:
    for each in quoted:
        is_there = 1 <= each.passage <= len(passages)
        named = passage_id(passages[each.passage - 1]) if is_there else _NOWHERE
        yield Quote(named, each.quote)
