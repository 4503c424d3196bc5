"""Whether a folder can be written to, found out before the work that is to be written there."""

import tempfile
from pathlib import Path


def make_writable(folder: Path) -> None:
    """Make a folder if there is none, and try to write into it. Raises: OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass
