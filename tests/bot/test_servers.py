import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import FILE_NAME, open_database
from bot.servers import ChannelRole, Servers, ServerSettings


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    with open_database(tmp_path) as database:
        yield Servers(database)


def test_a_server_without_settings_lets_the_bot_answer_anywhere_and_nowhere_unasked(
    servers: Servers,
) -> None:
    settings = servers.read(1)

    assert settings == ServerSettings(frozenset(), frozenset(), frozenset())
    assert settings.allows(11)


def test_with_a_channel_allowed_the_others_are_not(servers: Servers) -> None:
    servers.add(1, 11, ChannelRole.ALLOWED)

    assert servers.read(1).allows(11)
    assert not servers.read(1).allows(12)


@pytest.mark.parametrize("role", [ChannelRole.EVERY_MESSAGE, ChannelRole.FORUM])
def test_where_the_bot_answers_unasked_it_may_answer(servers: Servers, role: ChannelRole) -> None:
    servers.add(1, 11, ChannelRole.ALLOWED)
    servers.add(1, 12, role)

    assert servers.read(1).allows(12)


def test_a_channel_can_have_several_roles_and_each_once(servers: Servers) -> None:
    for _ in range(2):
        servers.add(1, 11, ChannelRole.ALLOWED)
        servers.add(1, 11, ChannelRole.EVERY_MESSAGE)
    servers.add(1, 12, ChannelRole.FORUM)

    assert servers.read(1) == ServerSettings(frozenset([11]), frozenset([11]), frozenset([12]))


def test_replacing_leaves_nothing_of_before_and_other_servers_alone(servers: Servers) -> None:
    servers.add(1, 11, ChannelRole.ALLOWED)
    servers.add(2, 21, ChannelRole.ALLOWED)
    new = ServerSettings(every_message=frozenset([12]), forums=frozenset([13, 14]))

    servers.replace(1, new)

    assert servers.read(1) == new
    assert servers.read(2) == ServerSettings(allowed=frozenset([21]))


def test_replacing_by_nothing_is_the_default_again(servers: Servers) -> None:
    servers.add(1, 11, ChannelRole.ALLOWED)

    servers.replace(1, ServerSettings())

    assert servers.read(1) == ServerSettings()


def test_a_deleted_channel_is_off_every_list(servers: Servers) -> None:
    for role in ChannelRole:
        servers.add(1, 11, role)
    servers.add(1, 12, ChannelRole.ALLOWED)

    servers.remove_channel(11)

    assert servers.read(1) == ServerSettings(allowed=frozenset([12]))


def test_an_operator_reads_plain_rows(servers: Servers, tmp_path: Path) -> None:
    servers.add(1118000000000000001, 1118000000000000002, ChannelRole.EVERY_MESSAGE)

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as viewer:
        rows = viewer.execute("SELECT server_id, channel_id, role FROM server_channels").fetchall()

    assert rows == [("1118000000000000001", "1118000000000000002", "every_message")]


def test_settings_are_told_while_another_process_holds_the_file(
    servers: Servers, tmp_path: Path
) -> None:
    """A command has three seconds, and writing a large file anew takes longer."""
    servers.add(1, 11, ChannelRole.ALLOWED)

    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        meanwhile = [servers.read(server) for server in (1, 2, None)]
        other.execute("COMMIT")

    assert meanwhile == [ServerSettings(frozenset([11])), ServerSettings(), ServerSettings()]


def test_settings_are_there_again_after_a_restart(servers: Servers, tmp_path: Path) -> None:
    servers.add(1, 11, ChannelRole.FORUM)

    with open_database(tmp_path) as database:
        assert Servers(database).read(1) == ServerSettings(forums=frozenset([11]))
