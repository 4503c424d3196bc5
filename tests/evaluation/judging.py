"""Has a language model judge answers against what was expected of them, by prompts/judge.md.

llama-index's own evaluators, and why none is asked here: CorrectnessEvaluator compares with a
reference as this does, on a scale of 1 to 5 that has no "declined", takes the first line of free
text for the score, and asks by a client of its own, past retries, the budget and our errors.
FaithfulnessEvaluator and RelevancyEvaluator take any reply with "yes" in it for a yes, and what
they judge is checked by code here (`bot.support`). RetrieverEvaluator wants a llama-index
retriever, which has neither our fusion nor our copies. Its metrics are what
`metrics/retrieval.py` is held against in the tests.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from llama_index.core.llms import ChatMessage
from pydantic import BaseModel, ValidationError

from bot.answering.generative import MAX_REPAIRED_CHARS
from bot.answers import Answer
from bot.errors import LlmEmptyError, LlmError, LlmUnreadableError
from bot.llm.model import LanguageModel, Limits
from bot.prompts import Prompts
from bot.writing.fencing import fence_words, neutralize, new_mark
from bot.writing.objects import find_object
from ingest.errors import say_invalid
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import EvaluationQuestion

Verdict = Literal["right", "partly", "wrong", "declined"]
VALUES: dict[Verdict, float] = {"right": 1.0, "partly": 0.5, "wrong": 0.0, "declined": 0.0}
_VERDICT = "verdict"


class Judgement(BaseModel):
    """What a model makes of an answer."""

    verdict: Verdict
    reason: str = ""


DECLINED = Judgement(verdict="declined", reason="The bot abstained.")


@dataclass(frozen=True)
class Failure:
    """An answer that nobody judged, and why."""

    id: str
    error: LlmError


@dataclass(frozen=True)
class Judged:
    """Results with "judged" among their values, but for those of the failures."""

    results: tuple[Result, ...]
    failures: tuple[Failure, ...]

    def describe_failures(self) -> Iterator[str]:
        """Say how many answers are not judged, and why the first is not."""
        if self.failures:
            first = self.failures[0]
            yield f"{len(self.failures)} answers are not judged; {first.id}: {first.error}"


class AnswerJudge:
    """Asks a language model about one answer at a time."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Prompts,
        limits: Limits | None = None,
        make_mark: Callable[[], str] = new_mark,
    ) -> None:
        self._model = model
        self._judge, self._repair = prompts.judge, prompts.repair
        self._limits = limits or Limits()
        self._make_mark = make_mark

    def judge(self, outcome: Outcome) -> Judgement:
        """Judge the answer to an answerable question; once more where the reply can't be read.

        Nothing is asked about an abstention. Raises: LlmError.
        """
        if outcome.answer.abstained:
            return DECLINED
        messages = self._tell(outcome)
        reply = self._write(messages)
        try:
            return read_judgement(reply, self._model.name)
        except LlmUnreadableError as error:
            shown = neutralize(reply[:MAX_REPAIRED_CHARS]).strip() or "(nothing)"
            again = self._repair.fill(reply=shown, problem=neutralize(str(error.fields["reason"])))
            return read_judgement(self._write([*messages, *again]), self._model.name)

    def _tell(self, outcome: Outcome) -> list[ChatMessage]:
        mark, question = self._make_mark(), outcome.question
        return self._judge.fill(
            question=fence_words([*question.before, question.question], mark),
            expected=fence_words(_expect(question), mark),
            answer=fence_words(_say(outcome.answer), mark),
        )

    def _write(self, messages: Sequence[ChatMessage]) -> str:
        reply = "".join(self._model.write(messages, self._judge.schema, self._limits))
        if not reply.strip():
            raise LlmEmptyError(model=self._model.name)
        return reply


def _tell_nobody(_: int) -> None:
    pass


def judge_all(
    judge: AnswerJudge,
    outcomes: Sequence[Outcome],
    results: Sequence[Result],
    on_progress: Callable[[int], None] = _tell_nobody,
) -> Judged:
    """Judge the answers to the answerable questions, and put what comes of it into their results.

    `results`: of the outcomes, in the same order. `on_progress`: is given how many are done.
    """
    judged, failures = [], []
    for done, (outcome, result) in enumerate(zip(outcomes, results, strict=True), start=1):
        if outcome.question.answerable:
            try:
                result = _put(judge.judge(outcome), result)
            except LlmError as error:
                failures.append(Failure(result.id, error))
        judged.append(result)
        on_progress(done)
    return Judged(tuple(judged), tuple(failures))


def read_judgement(reply: str, model: str) -> Judgement:
    """Read what `model` replied. Raises: LlmUnreadableError."""
    found = find_object(reply, _VERDICT)
    if found is None or not found.is_whole:
        reason = "it breaks off" if found else "it is not a JSON object with a verdict"
        raise LlmUnreadableError(model=model, reason=reason)
    try:
        return Judgement.model_validate(found.value)
    except ValidationError as error:
        reason = say_invalid(error.errors()[0]["msg"])
        raise LlmUnreadableError(model=model, reason=reason) from error


def _put(judgement: Judgement, result: Result) -> Result:
    values = {**result.values, "judged": VALUES[judgement.verdict]}
    return result.model_copy(update={"values": values})


def _expect(question: EvaluationQuestion) -> list[str]:
    """The key facts, each with its variants; where there are none, any of the words that answer."""
    facts = [" = ".join(variants) for variants in question.key_facts]
    words = [words.quote for words in question.answers]
    return ["All of:", *facts] if facts else ["Any of:", *words]


def _say(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]
