"""How there is one writer: a lock on a file, which the system lets go when the process dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import BusyError, DataFolderError


@contextmanager
def one_writer(data_dir: Path) -> Iterator[None]:
    """Hold the writer's lock of a data folder, made if it isn't there.

    Raises: BusyError, at once, if another process holds it; DataFolderError.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data_dir / "ingest.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(folder=data_dir) from error
    except OSError as error:
        raise DataFolderError(folder=data_dir, reason=error.strerror or str(error)) from error
    try:
        yield
    finally:
        lock.release()
