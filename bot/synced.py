"""Which commands Discord has of us, as a hash: they are sent again only when it differs."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.database import Database
from bot.schema import synced_commands

EVERYWHERE = "global"


class SyncedCommands:
    """By application and server. All methods raise DataFolderError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, application: int, server: int | None) -> str | None:
        """Give the hash of what was sent last; `server` None: to all servers. None: nothing was."""
        columns = synced_commands.c
        query = select(columns.sha256).where(
            columns.application == application, columns.scope == _scope(server)
        )
        with self._database.read() as connection:
            return connection.scalar(query)

    def servers(self, application: int) -> set[int | None]:
        """Give the servers that something was sent for; None among them: for all."""
        query = select(synced_commands.c.scope).where(synced_commands.c.application == application)
        with self._database.read() as connection:
            return {None if s == EVERYWHERE else int(s) for s in connection.scalars(query)}

    def write(self, application: int, server: int | None, sha256: str) -> None:
        """Keep the hash of what was sent now."""
        row = insert(synced_commands).values(
            application=application, scope=_scope(server), sha256=sha256
        )
        with self._database.write() as connection:
            connection.execute(
                row.on_conflict_do_update(
                    index_elements=["application_id", "scope"], set_={"sha256": sha256}
                )
            )

    def forget(self, application: int, server: int | None) -> None:
        """Keep nothing of a server any more."""
        columns = synced_commands.c
        here = (columns.application == application) & (columns.scope == _scope(server))
        with self._database.write() as connection:
            connection.execute(delete(synced_commands).where(here))


def _scope(server: int | None) -> str:
    return EVERYWHERE if server is None else str(server)
