"""The file of Chroma's search graph, and what in it is no graph.

hnswlib makes room for more vectors than there are, and writes that room as it found it: with what
stood in the memory of this process, so also vectors and words of documents that were removed.
"""

import logging
import struct
from pathlib import Path

_GRAPH, _HEADER = "data_level0.bin", "header.bin"
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
        graph = header.with_name(_GRAPH)
        room, count, size = _read_sizes(header)
        written = graph.stat().st_size  # all the room where there is little, else none of it
        if not size or not count * size <= written <= room * size:
            log.warning(
                "the search graph %s is of an unknown form: what was removed may stay", graph
            )
            continue
        with graph.open("r+b") as opened:
            opened.truncate(count * size)
            opened.truncate(written)


def _read_sizes(header: Path) -> tuple[int, int, int]:
    """Room for so many vectors, vectors, bytes of each; zeros if that can't be told."""
    try:
        _, _, room, count, size = _FIELDS.unpack_from(header.read_bytes())
    except struct.error:
        return 0, 0, 0
    return room, count, size
