"""An answer written by a language model: claims with quotes, unchecked, as they come."""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence

from llama_index.core.llms import ChatMessage

from bot.answers import Claim, Question, Quote
from bot.errors import LlmContextError, LlmError, LlmUnreadableError
from bot.llm.model import LanguageModel, Limits
from bot.llm.tokens import estimate_prompt, estimate_tokens
from bot.prompts import Prompts
from bot.ranking import RankedPassage
from bot.writing.claims import ClaimReader
from bot.writing.fencing import (
    fence_passage,
    fence_passages,
    fence_words,
    name_language,
    neutralize,
    new_mark,
)
from ingest.passages import passage_id

MAX_REPAIRED_CHARS = 1500
"""How much of a reply that can't be read is shown again."""
REPLY_TOKENS = 1000
"""Room that is kept for the reply."""

log = logging.getLogger(__name__)


class Writer:
    """Has claims written by a language model."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Prompts,
        reply_tokens: int = REPLY_TOKENS,
        make_mark: Callable[[], str] = new_mark,
    ) -> None:
        """`reply_tokens`: how much of the context is kept for the reply."""
        self.model = model
        self.prompts = prompts
        self.reply_tokens = reply_tokens
        self._make_mark = make_mark

    def write_claims(
        self, question: Question, passages: Sequence[RankedPassage], limits: Limits
    ) -> "Writing":
        """Answer a question from passages, the best first. Nothing is asked before iterating."""
        return Writing(self, question, passages, limits)

    def fill(self, question: Question, passages: Sequence[RankedPassage]) -> list[ChatMessage]:
        """Write what the model is told, with fences of a new mark."""
        mark = self._make_mark()
        return self.prompts.answer.fill(
            language=name_language(question.language),
            passages=fence_passages([found.passage for found in passages], mark),
            question=fence_words([question.text], mark),
        )

    def count_fitting(self, question: Question, passages: Sequence[RankedPassage]) -> int:
        """Count the first passages that the context has room for, by estimate; at least one."""
        mark = self._make_mark()
        costs = [
            estimate_tokens(fence_passage(number, found.passage, mark))
            for number, found in enumerate(passages, 1)
        ]
        told = estimate_prompt(self.fill(question, []))
        return fit(costs, self.model.context_tokens - self.reply_tokens - told)


class Writing:
    """The claims of one answer, to be iterated once; each is given as soon as it is whole.

    Iterating raises LlmError only before the first claim: after that, `is_cut_short` is set.
    """

    def __init__(
        self, writer: Writer, question: Question, passages: Sequence[RankedPassage], limits: Limits
    ) -> None:
        self._writer = writer
        self._question = question
        self._passages = passages
        self._limits = limits
        self._said: set[tuple[str, tuple[Quote, ...]]] = set()
        self.left_out = 0
        """How many passages there was no room for: the lowest."""
        self.says_disagree = False
        self.is_cut_short = False
        """Whether it was stopped, failed, or broke off after the claims that came."""
        self.failure: LlmError | None = None
        """What failed after the first claim."""

    def __iter__(self) -> Iterator[Claim]:
        try:
            yield from self._write_fitting()
        except LlmError as error:
            if not self._said:
                raise
            log.warning("%s", error)
            self.failure, self.is_cut_short = error, True

    def _write_fitting(self) -> Iterator[Claim]:
        """With fewer passages each time the model says that there are too many."""
        count = self._writer.count_fitting(self._question, self._passages)
        while True:
            self.left_out = len(self._passages) - count
            try:
                yield from self._write(self._passages[:count])
            except LlmContextError:
                if self._said or count <= 1:
                    raise
                count = count * 2 // 3
            else:
                return

    def _write(self, passages: Sequence[RankedPassage]) -> Iterator[Claim]:
        messages = self._writer.fill(self._question, passages)
        reader = yield from self._read(messages, passages)
        if self._needs_repair(reader):
            messages = [*messages, *self._ask_again(reader)]
            reader = yield from self._read(messages, passages)
        if reader.problem is None or self._limits.is_stopped():
            self.is_cut_short = reader.problem is not None
            return
        raise LlmUnreadableError(model=self._writer.model.name, reason=reader.problem)

    def _read(
        self, messages: Sequence[ChatMessage], passages: Sequence[RankedPassage]
    ) -> Generator[Claim, None, ClaimReader]:
        reader = ClaimReader([passage_id(found.passage) for found in passages])
        schema = self._writer.prompts.answer.schema
        pieces = self._writer.model.write(messages, schema, self._limits)
        try:
            for piece in pieces:
                yield from filter(self._is_new, reader.feed(piece))
                if reader.is_full:
                    break
            yield from filter(self._is_new, reader.end())
        finally:
            if isinstance(pieces, Generator):
                pieces.close()
            self.says_disagree |= reader.says_disagree
        return reader

    def _is_new(self, claim: Claim) -> bool:
        """Whether a claim was not given already: a second reply repeats the first.

        With other quotes it is another, since nobody has looked yet whether they stand anywhere.
        """
        said = (fold(claim.text), claim.quotes)
        is_new = said not in self._said
        self._said.add(said)
        return is_new

    def _needs_repair(self, reader: ClaimReader) -> bool:
        """Whether it is worth asking again: not where claims came before it broke off."""
        if reader.problem is None or self._limits.is_stopped():
            return False
        return not (self._said and reader.is_broken_off)

    def _ask_again(self, reader: ClaimReader) -> list[ChatMessage]:
        reply = neutralize(reader.reply[:MAX_REPAIRED_CHARS]).strip() or "(nothing)"
        problem = neutralize(reader.problem or "")
        return self._writer.prompts.repair.fill(reply=reply, problem=problem)


def fold(text: str) -> str:
    """Spell claims alike that differ in capitals and white space alone."""
    return " ".join(text.casefold().split())


def fit(costs: Sequence[int], room: int) -> int:
    """Count the first of some costs that fit into a room together; at least one, if there is one.

    All in tokens.
    """
    for count, cost in enumerate(costs):
        room -= cost
        if room < 0 and count:
            return count
    return len(costs)
