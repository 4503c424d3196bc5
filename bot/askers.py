"""How people are told apart without their ids: by a hash that only this data folder's key gives."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import NewType

from sqlalchemy import exists, or_, select

from bot.database import FILE_NAME, Database
from bot.errors import AskerKeyError
from bot.schema import answers, spending, votes
from ingest.errors import DataFolderError

Asker = NewType("Asker", str)
"""Hex HMAC-SHA256 of a person's Discord id."""

KEY_NAME = "asker.key"
_KEY_BYTES = 32


class Askers:
    """Gives people their hash."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def hash_person(self, user_id: int) -> Asker:
        """The same for the same person and key; without the key nobody can tell whose it is."""
        return Asker(hmac.new(self._key, str(user_id).encode(), hashlib.sha256).hexdigest())


def load_askers(data_dir: Path, *, may_make: bool) -> Askers:
    """Read the key of a data folder.

    `may_make`: whether it is made if it isn't there, which is right where `knows_nobody`: who was
    kept under another key can't be found under a new one, nor be forgotten.
    Raises: AskerKeyError, if it is missing or damaged; DataFolderError.
    """
    path = data_dir / KEY_NAME
    try:
        if may_make and not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except FileNotFoundError as error:
        raise AskerKeyError(
            path=path, database=data_dir / FILE_NAME, reason="is missing"
        ) from error
    except OSError as error:
        raise DataFolderError(folder=data_dir, reason=error.strerror or str(error)) from error
    if len(key) != _KEY_BYTES:
        raise AskerKeyError(path=path, database=data_dir / FILE_NAME, reason="is damaged")
    return Askers(key)


def knows_nobody(database: Database) -> bool:
    """Whether nobody is kept yet, so that a new key does no harm. Raises: DataFolderError."""
    with database.read() as connection:
        tables = (exists(select(table)) for table in (answers, votes, spending))
        return not connection.scalar(select(or_(*tables)))


def _make_key(path: Path) -> None:
    """Put a key there, readable for its owner; one that came first stays."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise
