"""What a language model makes of a statement: a verdict and quotes, none of them believed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from llama_index.core.llms import ChatMessage
from llama_index.core.schema import TextNode
from pydantic import BaseModel, ValidationError

from bot.answering.generative import MAX_REPAIRED_CHARS, REPLY_TOKENS, fit
from bot.answers import Dropped, Quote
from bot.errors import LlmContextError, LlmEmptyError, LlmUnreadableError
from bot.llm.model import LanguageModel, Limits
from bot.llm.tokens import estimate_prompt, estimate_tokens
from bot.prompts import Prompts
from bot.statements.checks import Verdict
from bot.writing.claims import MAX_QUOTES, MAX_RAW_CHARS
from bot.writing.fencing import (
    fence_passage,
    fence_passages,
    fence_words,
    name_language,
    neutralize,
    new_mark,
)
from bot.writing.objects import find_object
from bot.writing.withholding import Withholding
from ingest.errors import say_invalid
from ingest.passages import PassageId, passage_id

_VERDICT = "verdict"
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

    def __init__(
        self, model: LanguageModel, prompts: Prompts, reply_tokens: int = REPLY_TOKENS
    ) -> None:
        """`reply_tokens`: how much of the context is kept for the reply."""
        self._model = model
        self._check, self._repair = prompts.check, prompts.repair
        self._reply_tokens = reply_tokens
        self._withholding = Withholding.of(prompts)

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._model.name

    def withhold(self, dropped: Iterable[Dropped]) -> tuple[Dropped, ...]:
        """Strike out what the model was told from what is told of its reply."""
        return tuple(
            Dropped(text=self._withholding.strike(each.text), why=each.why) for each in dropped
        )

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
        passages = passages[: self._count_fitting(statement, language, passages)]
        messages = self._tell(statement, language, passages)
        reply = self._write(messages, limits)
        try:
            return read_opinion(reply, passages, self.name)
        except LlmUnreadableError as error:
            if limits.is_stopped():
                raise
            again = self._ask_again(reply, str(error.fields["reason"]))
            return read_opinion(self._write([*messages, *again], limits), passages, self.name)

    def _count_fitting(self, statement: str, language: str, passages: Sequence[TextNode]) -> int:
        """Count the first passages that the context has room for, by estimate; at least one."""
        mark = new_mark()
        costs = [
            estimate_tokens(fence_passage(number, passage, mark))
            for number, passage in enumerate(passages, 1)
        ]
        told = estimate_prompt(self._tell(statement, language, []))
        return fit(costs, self._model.context_tokens - self._reply_tokens - told)

    def _ask_again(self, reply: str, problem: str) -> list[ChatMessage]:
        shown = neutralize(reply[:MAX_REPAIRED_CHARS]).strip() or "(nothing)"
        return self._repair.fill(reply=shown, problem=neutralize(problem))

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
    found = find_object(reply, _VERDICT)
    if found is None or not found.is_whole:
        reason = "it breaks off" if found else "it is not a JSON object with a verdict"
        raise LlmUnreadableError(model=model, reason=reason)
    try:
        read = _Reply.model_validate(found.value)
    except ValidationError as error:
        reason = say_invalid(error.errors()[0]["msg"])
        raise LlmUnreadableError(model=model, reason=reason) from error
    return Opinion(read.verdict, tuple(_quotes(read.quotes[:MAX_QUOTES], passages)))


def _quotes(quoted: Sequence[_Quoted], passages: Sequence[TextNode]) -> Iterator[Quote]:
    for each in quoted:
        is_there = 1 <= each.passage <= len(passages)
        named = passage_id(passages[each.passage - 1]) if is_there else _NOWHERE
        yield Quote(named, each.quote[:MAX_RAW_CHARS])
