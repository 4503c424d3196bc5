"""The SQLite file of what is kept: how it is opened, written to, and emptied for good.

The only place that sees exceptions of SQLite and SQLAlchemy; they become ours here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, exists, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from bot.errors import RecordsBrokenError, RecordsBusyError, RecordsNewerError
from bot.schema import SCHEMA_VERSION, metadata, unfinished
from ingest.errors import DataFolderError, first_line

FILE_NAME = "dossier.sqlite3"
BUSY_TIMEOUT_S = 5.0
"""How long to wait for another process or thread that holds a lock."""
_VACUUM = "vacuum"
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # A write-ahead log would keep what was deleted. The journal of this mode goes with the commit.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA secure_delete = ON",
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Database:
    """One file, usable from many threads. Transactions are short: writers wait for each other.

    All methods raise DataFolderError, or a kind of it.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file. Holds up writers while it is open."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may change the file, all of it or nothing."""
        # Not "BEGIN": what has read is refused its first write, at once, if another wrote since.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def erase(self) -> Iterator[Connection]:
        """A transaction that deletes; after it, no byte of what was deleted is in any file."""
        with self.write() as connection:
            before = _count_changes(connection)
            yield connection
            if _count_changes(connection) > before:
                owed = insert(unfinished).values(task=_VACUUM)
                connection.execute(owed.on_conflict_do_nothing())
        self._finish_erasing()

    def _finish_erasing(self) -> None:
        """Write the file anew, if an erasure before this one could not.

        Zeros over what was deleted don't reach what an earlier shift within a page left behind.
        """
        with self.read() as connection:
            if not connection.scalar(select(exists().where(unfinished.c.task == _VACUUM))):
                return
        with self._connect() as connection:
            connection.exec_driver_sql("VACUUM")
        with self.write() as connection:
            connection.execute(delete(unfinished).where(unfinished.c.task == _VACUUM))

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._connect() as connection:
            # Whatever is raised, the pool rolls back what it gets back uncommitted.
            connection.exec_driver_sql(begin)
            yield connection
            connection.exec_driver_sql("COMMIT")

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except (IntegrityError, ProgrammingError):
            # A mistake of ours, which no operator could mend.
            raise
        except DBAPIError as error:
            raise _explain(error.orig or error, self._path) from error
        except sqlite3.Error as error:
            raise _explain(error, self._path) from error


def open_database(data_dir: Path) -> Database:
    """Open the file in a data folder; both are made if they aren't there.

    Raises: DataFolderError, or a kind of it.
    """
    path = data_dir / FILE_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderError(folder=data_dir, reason=error.strerror or str(error)) from error
    database = Database(_make_engine(path), path)
    try:
        with database.write() as connection:
            _make_tables(connection, path)
    except BaseException:
        database.close()
        raise
    return database


def _make_engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_TIMEOUT_S},
        # Transactions are begun and ended in words, see above.
        isolation_level="AUTOCOMMIT",
        # Nor does an error that is logged show anyone's question.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    return engine


def _make_tables(connection: Connection, path: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > SCHEMA_VERSION:
        raise RecordsNewerError(path=path)
    if version < SCHEMA_VERSION:
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _count_changes(connection: Connection) -> int:
    changes: int = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    return changes


def _explain(error: BaseException, path: Path) -> DataFolderError:
    # The lowest byte is the code, the others say more about it.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _BUSY:
        return RecordsBusyError(path=path)
    if code in _BROKEN:
        return RecordsBrokenError(path=path)
    return DataFolderError(folder=path.parent, reason=first_line(Exception(str(error))))
