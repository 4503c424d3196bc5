"""What Chroma's search graph has in its file besides vectors that are searched."""

import struct
from contextlib import closing
from pathlib import Path

import pytest

from ingest.stores.embedded import EmbeddedStore
from ingest.stores.graphs import blank_room
from tests.ingest.stores.test_stores import answering, publish

FILES = ("data_level0.bin", "length.bin")


def sizes_of(graph: Path) -> tuple[int, dict[str, int]]:
    """How many vectors there are, and how many bytes each has in which file."""
    count, size = struct.unpack_from("<QQ", (graph / "header.bin").read_bytes(), 20)
    return count, dict(zip(FILES, (size, 4), strict=True))


@pytest.mark.parametrize("file", FILES)
def test_nothing_stands_in_the_room_for_more_vectors(file: str, tmp_path: Path) -> None:
    """As hnswlib would write it: with what this process had in memory."""
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One", "Two", "Three")
    [part] = tmp_path.rglob(file)
    count, sizes = sizes_of(part.parent)
    used, whole = count * sizes[file], part.read_bytes()
    part.write_bytes(whole[:used] + b"\xab" * (len(whole) - used))

    blank_room(tmp_path)

    assert count == 3
    assert part.read_bytes() == whole[:used] + bytes(len(whole) - used)
    assert answering(store) == [("a.txt", "One"), ("a.txt", "Three"), ("a.txt", "Two")]
    with closing(store.open_to_read("model one")) as index:
        assert len(index.nearest([1.0] + [0.0] * 7, 3)) == 3


def test_what_is_published_was_blanked(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    for nth in range(8):
        big = [bytes([0xAB]) * 300_000 for _ in range(40)]
        small = [bytes([0xAB]) * 390 for _ in range(4000)]
        del big[::2], small[::2]  # what the graph's room may be made of
        publish(store, f"{nth}.txt", "One")
        [graph] = (path.parent for path in tmp_path.rglob("header.bin"))
        count, sizes = sizes_of(graph)
        for file, size in sizes.items():
            assert not any((graph / file).read_bytes()[count * size :])


@pytest.mark.parametrize("header", [b"", b"another version" * 9])
def test_a_graph_of_an_unknown_form_is_left_alone_and_that_is_logged(
    header: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "header.bin").write_bytes(header)
    for file in FILES:
        (tmp_path / file).write_bytes(b"graph")

    blank_room(tmp_path)

    assert {(tmp_path / file).read_bytes() for file in FILES} == {b"graph"}
    assert all("is of an unknown form" in record.message for record in caplog.records)
    assert len(caplog.records) == len(FILES)
