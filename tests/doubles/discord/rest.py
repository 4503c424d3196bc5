"""REST over HTTP: finds the route, lets faults strike, answers as Discord does, records it."""

import asyncio
import json
import math
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from tests.doubles.discord import (
    application_routes,
    channel_routes,
    interaction_routes,
    refusals,
)
from tests.doubles.discord.calls import Call, File, Reply, Route
from tests.doubles.discord.faults import STATUS, Fault, Faults
from tests.doubles.discord.traffic import Traffic
from tests.doubles.discord.world import World

PREFIX = "/api/v10"
ROUTES = (*application_routes.ROUTES, *channel_routes.ROUTES, *interaction_routes.ROUTES)


@dataclass
class Rest:
    """The API of one world."""

    world: World
    faults: Faults
    traffic: Traffic | None = None
    missing: list[str] = field(default_factory=list)
    """What was asked for and isn't built here, though Discord may have it."""
    broken: list[Exception] = field(default_factory=list)
    """What went wrong in here, unasked for."""

    async def serve(self, request: web.Request) -> web.Response:
        """One exchange."""
        path = request.path.removeprefix(PREFIX)
        fault, seconds = self.faults.strike(request.method, path)
        body, files = await _read(request)  # before who asks may have gone
        if fault is Fault.SLOW:
            await asyncio.sleep(seconds)
        if fault is Fault.EXPIRED:
            self._expire(path)
        cut = fault in (Fault.CUT_BEFORE, Fault.CUT_AFTER)
        reply: Reply
        if fault in STATUS:
            reply = STATUS[fault], _trouble(fault, seconds)
        elif fault is Fault.CUT_BEFORE:
            reply = 0, None
        else:
            reply = self._act(request, path, body, files)
        self._record(request, body, (None, None) if cut else reply)
        if cut and request.transport is not None:
            request.transport.abort()
        return _response(request, reply, seconds if fault is Fault.RATE_LIMITED else None)

    def _expire(self, path: str) -> None:
        for token, interaction in self.world.interactions.items():
            if token in path:
                interaction.expired = True

    def _act(self, request: web.Request, path: str, body: Any, files: list[File]) -> Reply:
        try:
            if body is _UNREADABLE:
                raise refusals.no_json()
            route, ids = self._find(request.method, path)
            own = f"Bot {self.world.application.token}"
            if not route.open and request.headers.get("Authorization") != own:
                raise refusals.unauthorized()
            call = Call(ids, dict(request.query), {} if body is None else body, files)
            return route.handler(self.world, call)
        except refusals.RefusalError as refusal:
            return refusal.status, refusal.body
        except Exception as error:
            self.broken.append(error)
            raise

    def _find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        for route in ROUTES:
            ids = route.match(method, path)
            if ids is not None:
                return route, {name: unquote(part) for name, part in ids.items()}
        self.missing.append(f"{method} {path}")
        raise refusals.not_found()

    def _record(self, request: web.Request, body: Any, reply: tuple[int | None, Any]) -> None:
        if self.traffic is not None:
            self.traffic.write(
                method=request.method,
                path=request.path,
                query=dict(request.query),
                request_body=None if body is _UNREADABLE else body,
                status=reply[0],
                response_body=reply[1],
            )


_UNREADABLE = object()


async def _read(request: web.Request) -> tuple[Any, list[File]]:
    """The JSON of a request, and the files that come with it as a form."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    text = await request.text()
    return _parse(text) if text else None, []


async def _read_form(request: web.Request) -> tuple[Any, list[File]]:
    body: Any = {}
    files = []
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parse(content.decode())
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files.append(File(part.filename or "unknown", content, kind))
    return body, files


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return _UNREADABLE


def _trouble(fault: Fault, seconds: float) -> dict[str, object]:
    """What the body says when the trouble is Discord's, or too much is asked."""
    if fault is Fault.RATE_LIMITED:
        text = "You are being rate limited."
        return {"message": text, "retry_after": seconds, "global": False, "code": 0}
    names = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
    return {"message": f"{STATUS[fault]}: {names[STATUS[fault]]}", "code": 0}


def _response(request: web.Request, reply: Reply, retry_after: float | None) -> web.Response:
    status, body = reply
    wait_s = 1.0 if retry_after is None else retry_after
    headers = {
        "Via": "1.1 loopback",
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "999" if retry_after is None else "0",
        "X-RateLimit-Reset": f"{time.time() + wait_s:.3f}",
        "X-RateLimit-Reset-After": f"{wait_s:.3f}",
        "X-RateLimit-Bucket": _bucket(request),
    }
    if retry_after is not None:
        headers |= {"Retry-After": str(math.ceil(wait_s)), "X-RateLimit-Scope": "user"}
    if body is None:
        return web.Response(status=status or 204, headers=headers)
    # A charset behind it, and discord.py takes the body for plain text.
    headers["Content-Type"] = "application/json"
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def _bucket(request: web.Request) -> str:
    """One for each method and kind of path: ids and tokens left out."""
    parts = [p for p in request.path.split("/") if p.isalpha() or p.startswith("@")]
    return f"{request.method}-{'-'.join(parts)}".lower()
