import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot import database as module
from bot.database import FILE_NAME, Database, open_database
from bot.errors import RecordsBrokenError, RecordsBusyError, RecordsNewerError
from bot.schema import synced_commands
from ingest.errors import DataFolderError


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened


def row(sha256: str, application: int = 1) -> dict[str, object]:
    return {"application": application, "scope": "global", "sha256": sha256}


def put(database: Database, sha256: str, application: int = 1) -> None:
    with database.write() as connection:
        connection.execute(insert(synced_commands).values(row(sha256, application)))


def hashes(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(synced_commands.c.sha256)))


def test_folder_and_file_are_made_where_there_are_none(tmp_path: Path) -> None:
    with open_database(tmp_path / "deep" / "data"):
        pass

    assert [file.name for file in (tmp_path / "deep" / "data").iterdir()] == [FILE_NAME]


def test_what_was_written_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with open_database(tmp_path) as first:
        put(first, "abc")

    with open_database(tmp_path) as again:
        assert hashes(again) == ["abc"]


def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(synced_commands).values(row("abc")))
        raise ZeroDivisionError

    assert hashes(database) == []
    put(database, "def")
    assert hashes(database) == ["def"]


def test_what_another_process_has_written_is_seen_at_once(
    database: Database, tmp_path: Path
) -> None:
    with open_database(tmp_path) as other:
        put(other, "abc")

        assert hashes(database) == ["abc"]


def test_many_threads_write_and_nothing_is_lost(database: Database) -> None:
    """Each reads before it writes, which SQLite refuses to a transaction that began as a read."""

    def work(first: int) -> None:
        for nth in range(first, first + 25):
            with database.write() as connection:
                connection.execute(select(synced_commands)).all()
                connection.execute(insert(synced_commands).values(row(str(nth), nth)))

    threads = [threading.Thread(target=work, args=(first,)) for first in range(0, 200, 25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(int, hashes(database))) == list(range(200))


def test_a_lock_that_is_not_let_go_of_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.1)
    with (
        open_database(tmp_path) as database,
        closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(RecordsBusyError) as raised:
            put(database, "abc")

    assert str(raised.value) == (
        f"Another process is using {tmp_path / FILE_NAME} and doesn't let go of it. "
        "Wait until it has finished, or close it, then try again."
    )


def test_a_reader_that_stays_is_no_more_than_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is what it holds up, and what was to be written is not half there."""
    monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.1)
    with (
        open_database(tmp_path) as database,
        closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other,
    ):
        other.execute("BEGIN")
        other.execute("SELECT * FROM answers").fetchall()
        with pytest.raises(RecordsBusyError):
            put(database, "abc")
        other.execute("COMMIT")

        assert hashes(database) == []
        put(database, "def")
        assert hashes(database) == ["def"]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("busy_timeout", 5000), ("secure_delete", 1), ("foreign_keys", 1), ("journal_mode", "delete")],
)
def test_every_connection_waits_five_seconds_and_overwrites_what_it_deletes(
    database: Database, pragma: str, value: object
) -> None:
    with database.read() as connection, database.read() as another:
        for opened in (connection, another):
            assert opened.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_mistake_of_ours_is_not_blamed_on_the_data_folder(database: Database) -> None:
    put(database, "abc")

    with pytest.raises(IntegrityError, match="UNIQUE constraint failed"):
        put(database, "def")


def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("Not at all. " * 500)

    with pytest.raises(RecordsBrokenError, match=FILE_NAME):
        open_database(tmp_path)

    assert (tmp_path / FILE_NAME).read_text() == "Not at all. " * 500


def test_a_file_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute("PRAGMA user_version = 99")

    with pytest.raises(RecordsNewerError, match="newer version"):
        open_database(tmp_path)

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        assert newer.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_data_folder_that_is_a_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(DataFolderError, match="data can't be used: File exists"):
        open_database(tmp_path / "data")


def test_a_database_that_is_a_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()

    with pytest.raises(DataFolderError, match="unable to open database file"):
        open_database(tmp_path)


def test_an_operator_can_read_the_version_and_the_ids(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        put(database, "abc", application=1118000000000000001)

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as viewer:
        assert viewer.execute("PRAGMA user_version").fetchone() == (2,)
        assert viewer.execute("SELECT * FROM synced_commands").fetchone() == (
            "1118000000000000001",
            "global",
            "abc",
        )


def test_a_write_ahead_log_of_somebody_elses_making_is_done_away_with(tmp_path: Path) -> None:
    with open_database(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        other.execute("PRAGMA journal_mode = WAL")

    with open_database(tmp_path) as database:
        put(database, "abc")

        assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]
