"""What a real language model writes, beside what of it is let through, question by question.

    python -m tests.evaluation.written GGUF [N]

asks the first N starter questions (all of them by default) of the dossier that is ingested.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from llama_index.core.llms import ChatMessage
from pydantic import SecretStr

from bot.answering.generative import Writer
from bot.answers import Answer
from bot.llm.model import LanguageModel, Limits
from bot.loading import load_pipeline
from bot.pipeline import Pipeline, read_question
from bot.settings import BotSettings
from bot.writing.objects import find_object
from bot.writing.plain import plain_text
from tests.evaluation.questions import EvaluationQuestion, read_questions
from tests.evaluation.serving import CONTEXT_TOKENS, serve

TIMEOUT_S = 600
"""On two processor cores, an answer of a model of 1.5 billion weights takes a quarter minute."""
FACT, QUOTE, FELL = "shown as fact", "its quote shown instead", "dropped"


@dataclass
class Recorder:
    """As the model that it is given, and keeps what that writes."""

    model: LanguageModel
    replies: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def context_tokens(self) -> int:
        return self.model.context_tokens

    def write(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, object] | None, limits: Limits
    ) -> Iterator[str]:
        self.replies.append("")
        for piece in self.model.write(messages, schema, limits):
            self.replies[-1] += piece
            yield piece


def main(arguments: Sequence[str]) -> int:
    """Ask, and print the table."""
    gguf = Path(arguments[0])
    questions = read_questions()[: int(arguments[1]) if len(arguments) > 1 else None]
    try:
        with serve(gguf) as url, closing(_load(url)) as pipeline:
            print(_ask_all(pipeline, questions))
    except ValueError as error:
        print(error)
        return 2
    return 0


def _ask_all(pipeline: Pipeline, questions: Sequence[EvaluationQuestion]) -> str:
    """Ask, printing what becomes of each claim. Returns: the summary."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    for question in questions:
        recorder, asked = _record(pipeline)
        started = time.perf_counter()
        answer = asked.ask(read_question(question.question))
        seconds += time.perf_counter() - started
        print(f"\n{question.id} {question.question}{_say_fate(answer)}", flush=True)
        for text, fate, why in judge(recorder.replies, answer):
            counts[fate] += 1
            print(f"  {text}\n    -> {fate}{f': {why}' if why else ''}", flush=True)
    return (
        f"\ntest-llm: {len(questions)} questions, {counts.total()} claims written,"
        f" {counts[FACT]} shown as fact, {counts[QUOTE]} as their quotes alone,"
        f" {counts[FELL]} dropped, {seconds / max(1, len(questions)):.0f} s an answer"
    )


def judge(replies: Sequence[str], answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Tell of each claim that was written what became of it, and why."""
    why = {dropped.text: str(dropped.why) for dropped in answer.dropped}
    shown = [claim.text for claim in answer.claims]
    quotes = {citation.quote for citation in answer.citations}
    for claim in _claims(replies):
        text = plain_text(str(claim.get("text", "")))
        if not text:
            yield text, FELL, "no words"
        elif any(said.endswith(text) for said in shown if said not in quotes):
            yield text, FACT, ""
        elif text in why:
            yield text, QUOTE, why[text]
        else:
            fallen = [str(quote.get("quote", "")) for quote in _objects(claim.get("quotes"))]
            yield text, FELL, next((why[quote] for quote in fallen if quote in why), "no quote")


def _claims(replies: Sequence[str]) -> Iterator[Mapping[str, object]]:
    for reply in replies:
        found = find_object(reply, "claims")
        yield from _objects(found.value["claims"]) if found else []


def _objects(written: object) -> list[dict[str, object]]:
    """Those of a list; a model may write anything in their place."""
    return [each for each in written if isinstance(each, dict)] if isinstance(written, list) else []


def _say_fate(answer: Answer) -> str:
    if answer.abstained:
        return " (declined)"
    return f" (quotes alone: {answer.fallback})" if answer.fallback else ""


def _load(url: str) -> Pipeline:
    settings = BotSettings.load()
    return load_pipeline(
        settings.model_copy(
            update={
                "llm_base_url": url,
                "llm_model": "local",
                "llm_api_key": SecretStr("none"),
                "llm_timeout_s": TIMEOUT_S,
                "llm_context_tokens": CONTEXT_TOKENS,
            }
        )
    )


def _record(pipeline: Pipeline) -> tuple[Recorder, Pipeline]:
    writer = pipeline.writer
    assert writer is not None
    recorder = Recorder(writer.model)
    return recorder, replace(pipeline, writer=Writer(recorder, writer.prompts, writer.reply_tokens))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
