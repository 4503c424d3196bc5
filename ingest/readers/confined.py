"""Runs what can't be trusted with a file in a process of its own, with limits on memory and time.

Some libraries crash on what they can't read, or take hours or all memory. A process that is killed
does no harm to the one that ingests.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from ingest.errors import DamagedDocumentError, SlowDocumentError, SwollenDocumentError

_OUT_OF_MEMORY = frozenset(
    getattr(signal, name) for name in ("SIGABRT", "SIGTRAP", "SIGILL") if hasattr(signal, name)
)
"""How C++ code ends that is refused memory."""


def run_confined(
    script: Path,
    data: bytes,
    *,
    path: str,
    kind: str,
    memory_mb: int,
    time_s: float,
    extra: str = "",
) -> dict[str, Any]:
    """Run a Python file that reads bytes and prints one JSON object.

    It gets `memory_mb`, to which it is to limit itself, and `extra` as arguments.
    `path`, `kind`: of the document, for messages.
    Raises: SwollenDocumentError, SlowDocumentError, DamagedDocumentError.
    """
    # -P: the script's own folder has names of the standard library (html, email).
    command = [sys.executable, "-P", str(script), str(memory_mb), *filter(None, [extra])]
    try:
        done = subprocess.run(  # noqa: S603 - our own file
            command, input=data, capture_output=True, timeout=time_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SlowDocumentError(path=path, limit=time_s) from error
    if -done.returncode in _OUT_OF_MEMORY:
        raise SwollenDocumentError(path=path, limit=memory_mb)
    if done.returncode:
        reason = f"its reader gave up ({done.returncode})"
        raise DamagedDocumentError(path=path, kind=kind, reason=reason)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
