"""The gateway: sessions that outlive their connections, and everything that can befall those."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from secrets import token_hex
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.doubles.discord import payloads
from tests.doubles.discord.application_routes import gateway_url
from tests.doubles.discord.objects import Guild, Member, Payload, Signal
from tests.doubles.discord.world import GUILD_MEMBERS, GUILDS, MESSAGE_CONTENT, Event, World

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


class Gateway:
    """Lets sessions in, keeps them, and tells them what happens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.connections: list[Connection] = []
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        """How often a session was begun, or taken up again."""
        self._signal = Signal()
        world.tell = self.tell

    def tell(self, event: Event) -> None:
        """Tell the sessions that this event is for."""
        for session in self.sessions.values():
            if event.intents and not session.intents & event.intents:
                continue
            if session.has(event.guild_id):
                reads = session.intents & MESSAGE_CONTENT or event.hidden is None
                session.tell(event.name, event.data if reads else event.hidden or {})

    async def wait_for_bot(self, timeout_s: float = 5.0) -> None:
        """Until a bot is connected, and will get what happens from now on."""
        connected = lambda: any(s.connection for s in self.sessions.values()) or None  # noqa: E731
        await self._signal.wait_for(connected, timeout_s)

    def close_all(self, code: int = Close.UNKNOWN_ERROR) -> None:
        """Close every connection with a code; the sessions live on."""
        for connection in self.connections:
            connection.close(code)

    def cut_all(self) -> None:
        for connection in list(self.connections):
            connection.cut()

    def ask_to_reconnect(self) -> None:
        for connection in self.connections:
            connection.put(Op.RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every session that it is invalid, for good unless it may be resumed."""
        for connection in self.connections:
            connection.put(Op.INVALID_SESSION, resumable)
        if not resumable:
            self.sessions.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if request.query.get("compress") not in (None, "zlib-stream"):
            raise web.HTTPBadRequest(text="only zlib-stream is spoken here")
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.append(connection)
        interval_ms = int(self._world.application.heartbeat_interval_s * 1000)
        connection.put(Op.HELLO, {"heartbeat_interval": interval_ms})
        pump = asyncio.create_task(connection.pump())
        try:
            await self._listen(socket, connection)
        finally:
            pump.cancel()
            self.connections.remove(connection)
            self._part(connection, socket.close_code)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        async for received in socket:
            try:
                frame = json.loads(received.data if received.type is WSMsgType.TEXT else "")
                op, data = frame["op"], frame.get("d")
            except (ValueError, KeyError, TypeError):
                connection.close(Close.DECODE_ERROR)
            else:
                self._take(connection, op, data)

    def _part(self, connection: Connection, code: int | None) -> None:
        """A session ends with its connection only if the bot says goodbye."""
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            goodbye = code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY)
            if goodbye and not connection.closed_here:
                self.sessions.pop(session.id, None)

    def _take(self, connection: Connection, op: int, data: Any) -> None:
        """Answer one frame of the bot's."""
        handlers: dict[int, Callable[[Connection, Any], None]] = {
            Op.HEARTBEAT: self._acknowledge,
            Op.IDENTIFY: self._identify,
            Op.RESUME: self._resume,
            Op.REQUEST_GUILD_MEMBERS: self._send_members,
            Op.PRESENCE_UPDATE: lambda *_: None,
            Op.VOICE_STATE_UPDATE: lambda *_: None,
        }
        if op not in handlers:
            connection.close(Close.UNKNOWN_OPCODE)
        elif connection.session is None and op not in (Op.HEARTBEAT, Op.IDENTIFY, Op.RESUME):
            connection.close(Close.NOT_AUTHENTICATED)
        else:
            handlers[op](connection, data)

    def _acknowledge(self, connection: Connection, _: Any) -> None:
        if self._world.application.acks_heartbeats:
            connection.put(Op.HEARTBEAT_ACK)

    def _identify(self, connection: Connection, data: Payload) -> None:
        refusal = self._refusal(connection, data)
        if refusal is not None:
            connection.close(refusal)
            return
        shard, shards = data.get("shard") or (0, 1)
        session = Session(token_hex(16), data["intents"], shard, shards, connection=connection)
        self.sessions[session.id] = connection.session = session
        self.identified += 1
        self._greet(session)
        self._signal.changed()

    def _refusal(self, connection: Connection, data: Payload) -> Close | None:
        """Why the bot may not begin a session."""
        application = self._world.application
        shard, shards = data.get("shard") or (0, 1)
        if connection.session is not None:
            return Close.ALREADY_AUTHENTICATED
        if data.get("token") != application.token:
            return Close.AUTHENTICATION_FAILED
        if not 0 <= shard < shards:
            return Close.INVALID_SHARD
        if not isinstance(data.get("intents"), int) or data["intents"] >= 1 << 32:
            return Close.INVALID_INTENTS
        if data["intents"] & ~application.approved_intents:
            return Close.DISALLOWED_INTENTS
        return None

    def _greet(self, session: Session) -> None:
        """READY, then every guild of the shard."""
        world = self._world
        guilds = [guild for guild in world.guilds.values() if session.has(guild.id)]
        shown = payloads.application(world.application, world.owner)
        session.tell(
            "READY",
            {
                "v": 10,
                "user": payloads.own_user(world.me),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": f"{gateway_url(world)}/resume",
                "shard": [session.shard, session.shards],
                "application": {"id": shown["id"], "flags": shown["flags"]},
            },
        )
        for guild in guilds if session.intents & GUILDS else []:
            members = self._members_told(session, guild)
            created = payloads.guild_created(guild, members, world.me)
            session.tell("GUILD_CREATE", created)

    def _members_told(self, session: Session, guild: Guild) -> list[Member]:
        """All of them only with the intent; else the bot itself."""
        everyone = list(guild.members.values())
        if session.intents & GUILD_MEMBERS:
            return everyone
        return [member for member in everyone if member.user is self._world.me]

    def _resume(self, connection: Connection, data: Payload) -> None:
        session = self.sessions.get(data.get("session_id", ""))
        if data.get("token") != self._world.application.token:
            connection.close(Close.AUTHENTICATION_FAILED)
        elif session is None:
            connection.put(Op.INVALID_SESSION, False)
        elif (data.get("seq") or 0) > session.sequence:
            connection.close(Close.INVALID_SEQUENCE)
        elif not session.can_replay(data.get("seq") or 0):
            connection.put(Op.INVALID_SESSION, False)
        else:
            self._take_up(session, connection, data.get("seq") or 0)

    def _take_up(self, session: Session, connection: Connection, sequence: int) -> None:
        if session.connection is not None:
            session.connection.close(Close.UNKNOWN_ERROR)
        session.connection, connection.session = connection, session
        session.replay(sequence)
        session.tell("RESUMED", {"_trace": []})
        self.resumed += 1
        self._signal.changed()

    def _send_members(self, connection: Connection, data: Payload) -> None:
        """GUILD_MEMBERS_CHUNK: those asked for by id, or by how their names begin."""
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None or connection.session is None:
            return
        chunk = {
            "guild_id": str(guild.id),
            "members": [payloads.member(m) for m in _asked_for(guild.members.values(), data)],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [],
            **({"nonce": data["nonce"]} if "nonce" in data else {}),
        }
        connection.session.tell("GUILD_MEMBERS_CHUNK", chunk)


def _asked_for(members: Iterable[Member], data: Payload) -> list[Member]:
    if "user_ids" in data:
        ids = data["user_ids"] if isinstance(data["user_ids"], list) else [data["user_ids"]]
        return [m for m in members if str(m.user.id) in map(str, ids)]
    begins = data.get("query") or ""
    found = [m for m in members if m.user.name.lower().startswith(begins.lower())]
    return found[: data.get("limit") or None]
