"""What `/setup` sets: where on a server the bot may answer, and where it does so unasked."""

import threading
from collections.abc import Iterable, Iterator, Mapping
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
    """The settings of all servers. What changes them raises DataFolderError.

    They are held in memory: every message asks for them, and a command has three seconds.
    """

    def __init__(self, database: Database) -> None:
        """Raises: DataFolderError."""
        self._database = database
        self._lock = threading.Lock()
        self._known = self._read()

    def read(self, server: int | None) -> ServerSettings:
        """Give a server's settings; the default if it has none, and outside any."""
        return ServerSettings() if server is None else self._known.get(server, ServerSettings())

    def _read(self) -> dict[int, ServerSettings]:
        with self._database.read() as connection:
            rows = connection.execute(select(server_channels)).mappings().all()
        found: dict[int, dict[str, set[int]]] = {}
        for row in rows:
            found.setdefault(row["server"], {}).setdefault(row["role"], set()).add(row["channel"])
        return {server: _settings_of(channels) for server, channels in found.items()}

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
        with self._lock:
            with self._database.write() as connection:
                yield connection
            self._known = self._read()


def _settings_of(channels: Mapping[str, Iterable[int]]) -> ServerSettings:
    """Settings of the channels of a server by their role."""
    by_role = (frozenset(channels.get(role.value, ())) for role in ChannelRole)
    return ServerSettings(*by_role)
