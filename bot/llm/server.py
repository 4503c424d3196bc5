"""A language model behind any server that speaks as OpenAI's: Ollama, vLLM, llama.cpp, LM Studio…

A call runs in an event loop of its own, so that it ends on the second wherever it is, and its
connection with it: at its time limit, or once it is stopped.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue

from anyio.from_thread import start_blocking_portal
from llama_index.core.llms import ChatMessage

from bot.llm.call import Call
from bot.llm.dialect import Dialect
from bot.llm.model import NOTHING, Limits, Usage
from bot.llm.reading import Reading
from bot.llm.terms import Terms
from bot.llm.tokens import estimate_prompt

LOOK_EVERY_S = 0.1
"""How often it is asked, while nothing comes, whether the call was stopped."""


class OpenAiServer:
    """A `LanguageModel`. May be used from many threads at once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._dialect = Dialect()
        # At DEBUG it logs whole requests, and so what people ask.
        logging.getLogger("openai").setLevel(logging.INFO)

    @property
    def name(self) -> str:
        """As `LanguageModel`."""
        return self._terms.model

    @property
    def context_tokens(self) -> int:
        """As `LanguageModel`."""
        return self._terms.context_tokens

    def write(
        self, messages: Sequence[ChatMessage], schema: Mapping[str, object] | None, limits: Limits
    ) -> Iterator[str]:
        """As `LanguageModel`."""
        prompt_tokens = estimate_prompt(messages)
        limits.allowance.check(self._terms.price(prompt_tokens, self._terms.reply_tokens))
        pieces: SimpleQueue[str | None] = SimpleQueue()
        reading = Reading(self._terms.model, self._terms.server)
        call = Call(self._terms, messages, schema, pieces.put, self._dialect, reading)
        try:
            yield from _run(call, pieces, limits)
        finally:
            limits.allowance.spend(self._usage(call, prompt_tokens))
            if reading.has_begun:
                self._dialect = call.dialect

    def _usage(self, call: Call, prompt_tokens: int) -> Usage:
        """What it took; the prompt counts unless it was never sent, or refused."""
        if not call.seen.is_sent or (call.is_refused and not call.reading.has_begun):
            return NOTHING
        read = call.reading.prompt_tokens
        return self._terms.price(prompt_tokens if read is None else read, call.reading.reply_tokens)


def _run(call: Call, pieces: "SimpleQueue[str | None]", limits: Limits) -> Iterator[str]:
    if limits.is_stopped():
        return
    with start_blocking_portal(name="language-model") as portal:
        running = portal.start_task_soon(call.run)
        running.add_done_callback(lambda _: pieces.put(None))
        try:
            yield from _until_stopped(pieces, limits)
            if running.done():
                running.result()
        finally:
            running.cancel()


def _until_stopped(pieces: "SimpleQueue[str | None]", limits: Limits) -> Iterator[str]:
    """Give what comes, until None does."""
    while not limits.is_stopped():
        try:
            piece = pieces.get(timeout=LOOK_EVERY_S)
        except Empty:
            continue
        if piece is None:
            return
        yield piece
