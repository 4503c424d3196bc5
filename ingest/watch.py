"""How changes of files are noticed and gathered: by `watchfiles`, and once things are quiet."""

import math
import time
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

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
    changes = watch(
        folder,
        debounce=BURST_MS,
        step=QUIET_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
        watch_filter=lambda _change, path: _is_seen(Path(path), folder),
        raise_interrupt=True,
    )
    due = 0.0  # the first time at once, but watched already: what is edited meanwhile is not missed
    for changed in changes:
        if changed or time.monotonic() >= due:
            due = math.inf if update() else time.monotonic() + RETRY_S


def _is_seen(path: Path, folder: Path) -> bool:
    """Ingestion sees no hidden file, nor what is in a hidden folder."""
    inside = path.relative_to(folder) if path.is_relative_to(folder) else path
    return not any(part.startswith(".") for part in inside.parts)
