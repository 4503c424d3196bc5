"""The files of Chroma's search graph, and what in them is no graph.

hnswlib makes room for more vectors than there are, and writes that room as it found it: with what
stood in the memory of this process, so also vectors and words of documents that were removed.
"""

import logging
import struct
from pathlib import Path

_GRAPH, _LENGTHS, _HEADER = "data_level0.bin", "length.bin", "header.bin"
_LENGTH = 4
"""Bytes of a vector's length, float32, which Chroma's own hnswlib keeps in a file of their own."""
_FIELDS = struct.Struct("<iQQQQ")
"""Version, where the links begin, room for so many vectors, vectors, bytes of each (hnswlib's
`HierarchicalNSW` as Chroma writes it down)."""


log = logging.getLogger(__name__)


def blank_room(folder: Path) -> None:
    """Fill with zeros what is only room, in all graphs below a folder that nobody has open.

    A graph of another form, as of another version of Chroma, is left as it is, and that is logged.
    Raises: OSError.
    """
    for header in folder.rglob(_HEADER):
        room, count, size = _read_sizes(header)
        for file, each in ((_GRAPH, size), (_LENGTHS, _LENGTH)):
            _blank(header.with_name(file), count * each, room * each)


def _blank(file: Path, used: int, room: int) -> None:
    """Fill what follows on so many bytes with zeros."""
    written = file.stat().st_size  # all the room where there is little, else none of it
    if not room or not used <= written <= room:
        log.warning("the search graph %s is of an unknown form: what was removed may stay", file)
        return
    with file.open("r+b") as opened:
        opened.truncate(used)
        opened.truncate(written)


def _read_sizes(header: Path) -> tuple[int, int, int]:
    """Room for so many vectors, vectors, bytes of each; zeros if that can't be told."""
    try:
        _, _, room, count, size = _FIELDS.unpack_from(header.read_bytes())
    except struct.error:
        return 0, 0, 0
    return room, count, size
