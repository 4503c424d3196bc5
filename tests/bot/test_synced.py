from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.database import open_database
from bot.synced import SyncedCommands


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[SyncedCommands]:
    with open_database(tmp_path) as database:
        yield SyncedCommands(database)


def test_nothing_was_sent_at_first(synced: SyncedCommands) -> None:
    assert synced.read(1, None) is None


def test_the_last_hash_is_kept_by_application_and_server(synced: SyncedCommands) -> None:
    synced.write(1, None, "old")
    synced.write(1, None, "everywhere")
    synced.write(1, 5, "there")
    synced.write(2, None, "another bot")

    assert synced.read(1, None) == "everywhere"
    assert synced.read(1, 5) == "there"
    assert synced.read(2, None) == "another bot"
    assert synced.read(2, 5) is None
    assert synced.servers(1) == {None, 5}
    assert synced.servers(3) == set()


def test_a_server_that_was_left_is_forgotten_and_no_other(synced: SyncedCommands) -> None:
    synced.write(1, None, "everywhere")
    synced.write(1, 5, "there")
    synced.write(2, 5, "another bot")

    synced.forget(1, 5)

    assert synced.servers(1) == {None}
    assert synced.read(2, 5) == "another bot"
