"""The gateway: lets bots in, tells them what happens, and loses them on demand."""

import asyncio
import json
from collections.abc import Callable, Iterable
from secrets import token_hex
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.doubles.discord import payloads
from tests.doubles.discord.application_routes import gateway_url
from tests.doubles.discord.objects import Guild, Member, Payload, Signal
from tests.doubles.discord.sessions import Close, Connection, Op, Session
from tests.doubles.discord.world import GUILD_MEMBERS, GUILDS, MESSAGE_CONTENT, Event, World


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
