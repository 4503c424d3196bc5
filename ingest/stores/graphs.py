"""The file of Chroma's search graph, and what in it is no graph.

hnswlib makes room for more vectors than there are, and writes that room as it found it: with what
stood in the memory of this process, so also vectors and words of documents that were removed.
"""

import struct
from pathlib import Path

_GRAPH, _HEADER = "data_level0.bin", "header.bin"
_FIELDS = struct.Struct("<iQQQQ")
"""Version, where the links begin, room for so many vectors, vectors, bytes of each (hnswlib's
`HierarchicalNSW` as Chroma writes it down)."""


def blank_room(folder: Path) -> None:
    """Fill with zeros what is only room, in all graphs below a folder that nobody has open.

    Raises: OSError.
    """
    for header in folder.rglob(_HEADER):
        graph = header.with_name(_GRAPH)
        _, _, room, count, size = _FIELDS.unpack_from(header.read_bytes())
        if graph.stat().st_size == room * size:
            with graph.open("r+b") as opened:
                opened.truncate(count * size)
                opened.truncate(room * size)
