"""How changes of files are noticed and gathered: by `watchfiles`, and once things are quiet."""

import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch
from watchfiles.main import FileChange

from ingest.errors import FolderError

QUIET_MS = 200
"""Editors and copies write in bursts: so long without a change is the end of one."""
BURST_MS = 1600
"""What goes on for longer is ingested as it is then."""
RETRY_S = 5.0
"""After which what failed is tried again: the lock was held, a file was half written."""
_TICK_MS = 500
"""How often to look what time it is where nothing changes."""


def watch_folder(folder: Path, update: Callable[[], bool]) -> None:
    """Call `update` now, and after each change in the folder; again later where it gives False.

    Returns only by an exception: KeyboardInterrupt, or FolderError if there is no folder.
    """
    if not folder.is_dir():
        raise FolderError(folder=folder, reason="does not exist")
    while True:
        watched = _identify(folder)
        due = 0.0  # at once, but watched already: what is edited meanwhile is not missed
        for changed in _changes(folder):
            if changed or time.monotonic() >= due:
                due = math.inf if update() else time.monotonic() + RETRY_S
            if _identify(folder) not in (watched, None):
                break  # another folder has taken its place, and nobody watches that


def _changes(folder: Path) -> Iterator[set[FileChange]]:
    """What changed, in bursts, and nothing where nothing does for a while."""
    return watch(
        folder,
        debounce=BURST_MS,
        step=QUIET_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        watch_filter=lambda _change, path: _is_seen(Path(path), folder),
        raise_interrupt=True,
    )


def _identify(folder: Path) -> tuple[int, int] | None:
    """Tell a folder from another of the same name; None if there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_seen(path: Path, folder: Path) -> bool:
    """Ingestion sees no hidden file, nor what is in a hidden folder."""
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    return not any(part.startswith(".") for part in inside.parts)
