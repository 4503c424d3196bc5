"""What `/setup` sets: where on a server the bot may answer, and where it does so unasked."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.database import Database
from bot.schema import server_channels


class ChannelRole(StrEnum):
    """What a channel is to the bot."""

    ALLOWED = "allowed"
    EVERY_MESSAGE = "every_message"
    """Every message there is a question."""
    FORUM = "forum"
    """Every new post there is a question."""


@dataclass(frozen=True)
class ServerSettings:
    """The channels of a server by what they are to the bot, by their ids."""

    allowed: frozenset[int] = frozenset()
    """Empty: all are."""
    every_message: frozenset[int] = frozenset()
    forums: frozenset[int] = frozenset()

    def allows(self, channel: int) -> bool:
        """Whether the bot may answer there: in all, or those listed, whatever for.

        `channel`: for a thread, that which it belongs to.
        """
        return not self.allowed or channel in self.allowed | self.every_message | self.forums


class Servers:
    """The settings of all servers. All methods raise DataFolderError.

    What was read is remembered: every message asks for it, and a command has three seconds.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, ServerSettings] = {}
        self._lock = threading.Lock()

    def read(self, server: int) -> ServerSettings:
        """Give a server's settings; the default if it has none."""
        known = self._known.get(server)
        if known is not None:
            return known
        with self._lock:
            return self._known.setdefault(server, self._read(server))

    async def recall(self, server: int | None) -> ServerSettings:
        """Do as `read` without holding up others; outside a server, the default."""
        if server is None:
            return ServerSettings()
        known = self._known.get(server)
        return known if known is not None else await asyncio.to_thread(self.read, server)

    def _read(self, server: int) -> ServerSettings:
        columns = server_channels.c
        query = select(columns.channel, columns.role).where(columns.server == server)
        with self._database.read() as connection:
            rows = connection.execute(query).all()

        def those(role: ChannelRole) -> frozenset[int]:
            return frozenset(row.channel for row in rows if row.role == role)

        return ServerSettings(
            those(ChannelRole.ALLOWED), those(ChannelRole.EVERY_MESSAGE), those(ChannelRole.FORUM)
        )

    def add(self, server: int, channel: int, role: ChannelRole) -> None:
        """Give a channel a role, beside others that it has."""
        row = {"server": server, "channel": channel, "role": role.value}
        with self._change() as connection:
            connection.execute(insert(server_channels).values(row).on_conflict_do_nothing())

    def replace(self, server: int, settings: ServerSettings) -> None:
        """Put these settings in the place of all that a server has."""
        channels = {
            ChannelRole.ALLOWED: settings.allowed,
            ChannelRole.EVERY_MESSAGE: settings.every_message,
            ChannelRole.FORUM: settings.forums,
        }
        rows = [
            {"server": server, "channel": channel, "role": role.value}
            for role, ids in channels.items()
            for channel in sorted(ids)
        ]
        with self._change() as connection:
            connection.execute(delete(server_channels).where(server_channels.c.server == server))
            if rows:
                connection.execute(insert(server_channels), rows)

    def remove_channel(self, channel: int) -> None:
        """Take a channel off every list, as when it was deleted."""
        with self._change() as connection:
            connection.execute(delete(server_channels).where(server_channels.c.channel == channel))

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        with self._lock, self._database.write() as connection:
            yield connection
            self._known.clear()
