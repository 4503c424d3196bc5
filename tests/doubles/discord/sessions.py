"""A bot's session at the gateway, and the connections it lives on, one after another."""

import asyncio
import json
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import web

from tests.doubles.discord.objects import Payload

KEPT_EVENTS = 5000
"""How many events of a session can be replayed."""


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    INVALID_SHARD = 4010
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Connection:
    """One socket, written to in order."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._transport = request.transport
        self._compressor = zlib.compressobj() if "compress" in request.query else None
        self._outbox: asyncio.Queue[Payload | int] = asyncio.Queue()
        self.session: Session | None = None
        self.closed_here = False

    def put(self, op: Op, data: object = None, sequence: int | None = None, name: str = "") -> None:
        self._outbox.put_nowait({"op": op, "d": data, "s": sequence, "t": name or None})

    def close(self, code: int) -> None:
        """Close, after all that was put before."""
        self.closed_here = True
        self._outbox.put_nowait(code)

    def cut(self) -> None:
        """As when a cable is pulled: no goodbye."""
        if self._transport is not None:
            self._transport.abort()

    async def pump(self) -> None:
        """Send what is put, until it is closed."""
        with suppress(ConnectionError):
            while isinstance(item := await self._outbox.get(), dict):
                await self._send(json.dumps(item))
            await self._socket.close(code=item)

    async def _send(self, text: str) -> None:
        if self._compressor is None:
            await self._socket.send_str(text)
        else:
            data = self._compressor.compress(text.encode())
            await self._socket.send_bytes(data + self._compressor.flush(zlib.Z_SYNC_FLUSH))


@dataclass(eq=False)
class Session:
    """What a bot is told, from IDENTIFY on, over one connection after another."""

    id: str
    intents: int
    shard: int
    shards: int
    sequence: int = 0
    told: deque[tuple[int, str, Payload]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    connection: Connection | None = None

    def tell(self, name: str, data: Payload) -> None:
        self.sequence += 1
        self.told.append((self.sequence, name, data))
        if self.connection is not None:
            self.connection.put(Op.DISPATCH, data, self.sequence, name)

    def can_replay(self, sequence: int) -> bool:
        oldest = self.told[0][0] if self.told else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def replay(self, sequence: int) -> None:
        """Tell again what came after this."""
        assert self.connection is not None
        for number, name, data in self.told:
            if number > sequence:
                self.connection.put(Op.DISPATCH, data, number, name)

    def has(self, guild_id: int | None) -> bool:
        """Whether this shard is the guild's; direct messages are the first one's."""
        return ((guild_id or 0) >> 22) % self.shards == self.shard if guild_id else self.shard == 0
