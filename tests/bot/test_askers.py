import errno
import os
import stat
from pathlib import Path

import pytest

from bot.askers import KEY_NAME, Askers, knows_nobody, load_askers
from bot.database import open_database
from bot.errors import AskerKeyError
from bot.records import Records
from tests.bot.keeping import ANN, BOB, record_of


def test_a_hash_is_hmac_sha256_of_the_decimal_id() -> None:
    """As `printf 42 | openssl dgst -sha256 -hmac key` has it."""
    assert Askers(b"key").hash_person(42) == (
        "f2991b7ce981d0b5adc5e6a0f31acaeb407bfc21354bbcc31a0c43eaffa83d65"
    )


def test_people_and_keys_have_hashes_of_their_own() -> None:
    one, other = Askers(b"1" * 32), Askers(b"2" * 32)

    assert one.hash_person(ANN) == one.hash_person(ANN)
    assert len({one.hash_person(ANN), one.hash_person(BOB), other.hash_person(ANN)}) == 3


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = load_askers(tmp_path, may_make=True)
    again = load_askers(tmp_path, may_make=True)

    assert first.hash_person(ANN) == again.hash_person(ANN)
    assert stat.S_IMODE((tmp_path / KEY_NAME).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [KEY_NAME]
    assert len((tmp_path / KEY_NAME).read_bytes()) == 32


def test_the_key_is_made_where_a_file_system_has_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    load_askers(tmp_path, may_make=True)

    assert len((tmp_path / KEY_NAME).read_bytes()) == 32


def test_two_data_folders_have_two_keys(tmp_path: Path) -> None:
    keys = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        keys.append(load_askers(tmp_path / name, may_make=True).hash_person(ANN))

    assert keys[0] != keys[1]


def test_a_missing_key_is_not_made_anew_unless_that_does_no_harm(tmp_path: Path) -> None:
    with pytest.raises(AskerKeyError) as raised:
        load_askers(tmp_path, may_make=False)

    assert str(raised.value) == (
        f"The key {tmp_path / KEY_NAME} is missing, so what is kept about a person can't be found."
        f" Put a copy of it back. If there is none, move {tmp_path / 'dossier.sqlite3'} away, "
        "and the key if it is there, to begin anew."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_key_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / KEY_NAME).write_bytes(b"short")

    with pytest.raises(AskerKeyError, match="is damaged"):
        load_askers(tmp_path, may_make=True)

    assert (tmp_path / KEY_NAME).read_bytes() == b"short"


def test_a_new_key_does_no_harm_until_somebody_is_kept(tmp_path: Path) -> None:
    with open_database(tmp_path) as database:
        assert knows_nobody(database)

        Records(database, Askers(b"1" * 32)).add(record_of("one"))

        assert not knows_nobody(database)
