"""One call of a server that speaks as OpenAI's, through llama-index: what is sent, and tried again.

Its exceptions, those of the openai client and those of httpx become ours here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import openai
from llama_index.core.llms import ChatMessage, ChatResponse
from llama_index.llms.openai_like import OpenAILike

from bot.errors import LlmCutError, LlmNonsenseError, LlmSlowError
from bot.llm.dialect import Dialect
from bot.llm.failing import MALFORMED, complaint_of, is_too_long, translate
from bot.llm.reading import Reading
from bot.llm.terms import Terms

CONNECT_S = 10.0
MAX_RETRIES = 2
"""Of the openai client: where it can't connect, and after 408, 409, 429 and 5xx. It waits as
Retry-After says, or half a second and then twice as long."""
_NO_KEY = "none"
"""Without one, the client would look for OPENAI_API_KEY, which may be for another server."""
_EVENTS = "text/event-stream"
_JSON = "application/json"


@dataclass
class Seen:
    """Whether anything was sent, and the last answer of the server, whatever became of it."""

    is_sent: bool = False
    status: int | None = None
    kind: str = ""

    async def attend(self, request: httpx.Request) -> None:
        """Look at what becomes of the next request; until it is connected, nothing is sent."""
        request.extensions["trace"] = self._follow

    async def _follow(self, event: str, _: object) -> None:
        self.is_sent |= event.endswith("send_request_headers.started")

    async def note(self, response: httpx.Response) -> None:
        """Look at the next answer."""
        self.status = response.status_code
        self.kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass
class Call:
    """What is asked, of whom, and what has come of it until now."""

    terms: Terms
    messages: Sequence[ChatMessage]
    schema: Mapping[str, object] | None
    put: Callable[[str], None]
    """Is given each piece of the reply."""
    dialect: Dialect
    """Afterwards: what the server understood."""
    reading: Reading
    seen: Seen = field(default_factory=Seen)
    is_refused: bool = False
    """Whether no model has read the messages, by all that is known."""

    async def run(self) -> None:
        """Ask, and read the reply to its end. Raises: LlmError."""
        try:
            async with asyncio.timeout(self.terms.timeout_s), self._connect() as llm:
                await self._converse(llm)
        except (openai.OpenAIError, httpx.HTTPError, TimeoutError, *MALFORMED) as error:
            failure = translate(error, self.terms, self.seen.status)
            self.is_refused = not isinstance(failure, LlmSlowError | LlmCutError)
            # Not "from error": its words, which a traceback would show, are the server's.
            raise failure from None
        if not self.reading.has_begun and self.seen.kind != _EVENTS:
            raise LlmNonsenseError(server=self.terms.server)
        self.reading.end()

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[OpenAILike]:
        terms, key = self.terms, self.terms.key or _NO_KEY
        timeout = httpx.Timeout(terms.timeout_s, connect=CONNECT_S)
        hooks: dict[str, list[Callable[..., Any]]] = {
            "request": [self.seen.attend],
            "response": [self.seen.note],
        }
        async with openai.DefaultAsyncHttpxClient(timeout=timeout, event_hooks=hooks) as http:
            client = openai.AsyncOpenAI(
                api_key=key, base_url=terms.server, max_retries=MAX_RETRIES, http_client=http
            )
            yield OpenAILike(  # type: ignore[call-arg]  # OpenAI's own class takes a client
                model=terms.model,
                api_base=terms.server,
                api_key=key,
                is_chat_model=True,
                context_window=terms.context_tokens,
                temperature=0,
                max_retries=0,  # they would come on top of the client's
                async_openai_client=client,
            )

    async def _converse(self, llm: OpenAILike) -> None:
        """Ask, and ever more plainly as long as the way of asking is what is refused."""
        while True:
            try:
                await self._read(llm)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                plainer = self.dialect.plainer(
                    complaint_of(error), has_schema=self.schema is not None
                )
                if plainer is None or is_too_long(error):
                    raise
                self.dialect = plainer
            else:
                if self.reading.has_begun or self.seen.kind != _JSON:
                    return
                self.dialect = replace(self.dialect, streams=False)

    async def _read(self, llm: OpenAILike) -> None:
        more = self.dialect.arguments(self.schema, self.terms.reply_tokens)
        if not self.dialect.has_temperature:
            more["temperature"] = openai.omit
        if self.dialect.streams:
            async with aclosing(await llm.astream_chat(self.messages, **more)) as replies:
                async for response in replies:
                    self._take(response)
        else:
            self._take(await llm.achat(self.messages, **more))

    def _take(self, response: ChatResponse) -> None:
        if words := self.reading.take(response):
            self.put(words)
