"""A language model of our own on loopback, that answers what a test tells it to.

    def test_an_invented_quote_is_dropped(llm_server: LlmServer) -> None:
        llm_server.play('{"claims": []}', failing(503), Reply("…", finish="length"))
        settings = BotSettings(llm_base_url=llm_server.url, llm_model="parrot")
        …
        assert "untersagt" in llm_server.requests[0].words

Replies are played in order, one a request. Or by what is asked: `llm_server.play_by(function)`,
which is given the `Request` and gives a `Reply` or its text. What `hanging` sends goes on at
`llm_server.release()`. Streams where it is asked to, as OpenAI's server does; at
/v1/chat/completions and /v1/models.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.doubles.llm.replies import Reply, error_body
from tests.doubles.llm.wire import chunks, whole

MAX_REQUEST_BYTES = 30 * 1024 * 1024
FORMATS = frozenset({"json_schema", "json_object"})


@dataclass
class Request:
    """What was asked."""

    body: dict[str, Any]
    headers: dict[str, str]
    is_abandoned: threading.Event = field(default_factory=threading.Event)
    """Set once the client hangs up before the reply is whole."""

    @property
    def messages(self) -> list[dict[str, Any]]:
        """As `{"role": …, "content": …}`."""
        messages: list[dict[str, Any]] = self.body["messages"]
        return messages

    @property
    def words(self) -> str:
        """All that the messages say."""
        return "\n".join(str(message["content"]) for message in self.messages)

    @property
    def format(self) -> str | None:
        """`json_schema`, `json_object` or None."""
        given = self.body.get("response_format")
        return str(given["type"]) if given else None


Script = Callable[[Request], Reply | str]


class LlmServer:
    """A running server. Fields may be set at any time."""

    def __init__(self) -> None:
        self.url = ""
        """What LLM_BASE_URL is set to."""
        self.requests: list[Request] = []
        """Those that a reply was played to, in order."""
        self.refused: list[Request] = []
        """Those that used something of `formats` and so on that this server doesn't have."""
        self.formats = FORMATS
        """What may be asked for as response_format."""
        self.unknown: frozenset[str] = frozenset()
        """Parameters that are answered with 400."""
        self.streams = True
        """Whether it streams where that is asked for."""
        self.sends_usage = True
        self._script: Script = _nothing_left
        self._released = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def play(self, *replies: Reply | str) -> None:
        """Answer the next requests so, one each; one more is answered with 410."""
        left = iter(replies)
        self._script = lambda request: next(left, None) or _nothing_left(request)

    def play_by(self, script: Script) -> None:
        """Answer every request by what it asks. Called in the server's thread, one at a time."""
        self._script = script

    def release(self) -> None:
        """Let what hangs go on, now and from now on."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._released.set)

    async def list_models(self, _: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": "parrot", "object": "model"}]})

    async def complete(self, http: web.Request) -> web.StreamResponse:
        request = Request(await http.json(), dict(http.headers))
        if lacking := self._lacking(request):
            self.refused.append(request)
            return _refuse(lacking)
        self.requests.append(request)
        played = self._script(request)
        reply = Reply(played) if isinstance(played, str) else played
        try:
            return await self._send(http, request, reply)
        except asyncio.CancelledError:
            request.is_abandoned.set()
            raise
        except ConnectionResetError:
            request.is_abandoned.set()
            return web.Response()

    def _lacking(self, request: Request) -> str | None:
        if request.format not in {None, *self.formats}:
            return "response_format"
        used = {key for key, value in request.body.items() if value is not False}
        return min(self.unknown & used, default=None)

    async def _send(self, http: web.Request, request: Request, reply: Reply) -> web.StreamResponse:
        if reply.hangs_after == 0:
            await self._released.wait()
        if reply.cut_after == 0:
            return _hang_up(http)
        if reply.body is not None:
            return web.Response(status=reply.status, body=reply.body, headers=_typed(reply))
        if not (request.body.get("stream") and self.streams):
            return web.json_response(whole(request.body, reply), headers=reply.headers)
        return await self._stream(http, request, reply)

    async def _stream(
        self, http: web.Request, request: Request, reply: Reply
    ) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"content-type": "text/event-stream", **reply.headers}
        )
        await response.prepare(http)
        has_usage = self.sends_usage and bool(request.body.get("stream_options"))
        for sent, chunk in enumerate(chunks(request.body, reply, has_usage=has_usage), -1):
            if sent > 0 and sent == reply.hangs_after:
                await self._released.wait()
            if sent > 0 and sent == reply.cut_after:
                return _hang_up(http)
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        await response.write(b"data: [DONE]\n\n")
        return response

    @contextmanager
    def run(self) -> Iterator["LlmServer"]:
        """Serve on 127.0.0.1 in a thread of its own until the block ends."""
        ready, end = threading.Event(), asyncio.Event()

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            runner = web.AppRunner(
                self._application(), handler_cancellation=True, shutdown_timeout=0.1
            )
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
            ready.set()
            await end.wait()
            self._released.set()
            await runner.cleanup()

        thread = threading.Thread(target=asyncio.run, args=(serve(),), name="llm-double")
        thread.start()
        ready.wait()
        try:
            yield self
        finally:
            assert self._loop is not None
            self._loop.call_soon_threadsafe(end.set)
            thread.join()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_REQUEST_BYTES)
        application.router.add_get("/v1/models", self.list_models)
        application.router.add_post("/v1/chat/completions", self.complete)
        return application


def _nothing_left(_: Request) -> Reply:
    return Reply(status=410, body=error_body("the script has no reply left"))


def _refuse(parameter: str) -> web.Response:
    body = error_body(f"Unsupported parameter: '{parameter}'.", "unsupported_parameter", parameter)
    return web.Response(status=400, body=body, content_type="application/json")


def _typed(reply: Reply) -> dict[str, str]:
    kind = "text/event-stream" if reply.status == 200 else "application/json"
    return {"content-type": kind, **reply.headers}


def _hang_up(http: web.Request) -> web.StreamResponse:
    """Close the connection in the middle of what was begun."""
    assert http.transport is not None
    http.transport.close()
    return web.Response()
