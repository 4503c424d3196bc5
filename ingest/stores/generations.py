"""Folders of which one is current: a store that is never changed, only replaced.

`CURRENT` names the folder that is read, as in LevelDB. A writer fills another folder and then
replaces that file, in one step: at whatever moment it dies, the current folder is whole. A folder
that somebody reads is held by a lock, which the system lets go when the process dies.
"""

import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

_CURRENT = "CURRENT"
_LOCK = ".lock"
_JOURNALS = ("-journal", "-wal", "-shm")


class Generations:
    """The folders of the store in a data folder. Methods raise OSError and sqlite3.Error."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._root = data_dir / "chroma"

    def current(self) -> str | None:
        """Name of the folder that is read; None if there is none yet."""
        try:
            name = (self._root / _CURRENT).read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return name if name and self.path(name).is_dir() else None

    def path(self, name: str) -> Path:
        """Where a folder is."""
        return self._root / name

    def others(self) -> list[str]:
        """Names of folders that are not current: drafts, and what was current once."""
        current = self.current()
        folders = self._root.iterdir() if self._root.is_dir() else ()
        return sorted(f.name for f in folders if f.is_dir() and f.name != current)

    def begin(self) -> str:
        """Make a new folder."""
        name = uuid.uuid4().hex
        self.path(name).mkdir(parents=True)
        return name

    def copy(self, name: str, to: str) -> None:
        """Fill a new folder with what another holds.

        Databases are copied by SQLite: one that is open may change under a plain copy.
        """
        source, target = self.path(name), self.path(to)
        for file in source.rglob("*"):
            place = target / file.relative_to(source)
            if file.is_dir():
                place.mkdir(parents=True, exist_ok=True)
            elif file.suffix == ".sqlite3":
                _copy_database(file, place)
            elif not file.name.endswith(_JOURNALS):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)

    def switch(self, name: str) -> None:
        """Make a folder the current one; afterwards that outlives a power cut too."""
        for file in (self.path(name), *self.path(name).rglob("*")):
            _flush(file)
        written = self._root / f"{_CURRENT}.new"
        written.write_text(f"{name}\n", "utf-8")
        _flush(written)
        written.replace(self._root / _CURRENT)
        _flush(self._root)

    def hold_current(self) -> tuple[str, BaseFileLock] | None:
        """Keep the current folder from being deleted until the lock is let go.

        Returns: its name, and the lock; None if there is no folder yet.
        """
        while name := self.current():
            if lock := self._hold(name):
                if self.current() == name:
                    return name, lock
                self.let_go(lock)  # replaced just now, and perhaps deleted
        return None

    def let_go(self, lock: BaseFileLock) -> None:
        """Release a lock that `hold_current` gave, and leave nothing of it."""
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)

    def is_read(self, name: str) -> bool:
        """Whether somebody holds a folder. For folders that are not current."""
        held = [lock for lock in self._root.glob(f"{name}.*{_LOCK}") if _is_held(lock)]
        return bool(held)

    def drop(self, name: str) -> None:
        """Delete a folder that is not current, unless somebody reads it."""
        if not self.is_read(name):
            shutil.rmtree(self.path(name), ignore_errors=True)

    def sweep(self) -> None:
        """Delete all that is neither current nor read. For the one writer."""
        for name in self.others():
            self.drop(name)
        for file in self._root.iterdir() if self._root.is_dir() else ():
            is_foreign = file.name != _CURRENT and file.suffix != _LOCK and file.is_file()
            if is_foreign:  # of a store from before there were generations
                file.unlink(missing_ok=True)
            elif file.suffix == _LOCK and not self.path(file.name.partition(".")[0]).is_dir():
                _is_held(file)  # of who was killed

    def _hold(self, name: str) -> BaseFileLock | None:
        """Returns: None if somebody looks just now whether the folder is held, to delete it."""
        path = self._root / f"{name}.{uuid.uuid4().hex}{_LOCK}"
        lock = FileLock(path, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        return lock


def _copy_database(file: Path, to: Path) -> None:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(to)) as target:
        target.execute("PRAGMA synchronous = OFF")  # `switch` flushes it once
        source.backup(target)


def _is_held(path: Path) -> bool:
    """Whether a lock is held; one that was left behind is deleted."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    path.unlink(missing_ok=True)
    return False


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
