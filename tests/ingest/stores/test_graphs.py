"""What Chroma's search graph has in its file besides vectors that are searched."""

import struct
from contextlib import closing
from pathlib import Path

import pytest

from ingest.stores.embedded import EmbeddedStore
from ingest.stores.graphs import blank_room
from tests.ingest.stores.test_stores import answering, publish


def test_nothing_stands_in_the_room_for_more_vectors(tmp_path: Path) -> None:
    """As hnswlib would write it: with what this process had in memory."""
    store = EmbeddedStore(tmp_path)
    publish(store, "a.txt", "One", "Two", "Three")
    [graph] = tmp_path.rglob("data_level0.bin")
    count, size = struct.unpack_from("<QQ", graph.with_name("header.bin").read_bytes(), 20)
    whole = graph.read_bytes()
    graph.write_bytes(whole[: count * size] + b"\xab" * (len(whole) - count * size))

    blank_room(tmp_path)

    assert count == 3
    assert graph.read_bytes() == whole[: count * size] + bytes(len(whole) - count * size)
    assert answering(store) == [("a.txt", "One"), ("a.txt", "Three"), ("a.txt", "Two")]
    with closing(store.open_to_read("model one")) as index:
        assert len(index.nearest([1.0] + [0.0] * 7, 3)) == 3


def test_what_is_published_was_blanked(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    for nth in range(8):
        big = [bytes([0xAB]) * 300_000 for _ in range(40)]
        del big[::2]  # what the graph's room may be made of
        publish(store, f"{nth}.txt", "One")
        [graph] = tmp_path.rglob("data_level0.bin")
        count, size = struct.unpack_from("<QQ", graph.with_name("header.bin").read_bytes(), 20)
        assert not any(graph.read_bytes()[count * size :])


@pytest.mark.parametrize("header", [b"", b"another version" * 9])
def test_a_graph_of_an_unknown_form_is_left_alone_and_that_is_logged(
    header: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "header.bin").write_bytes(header)
    (tmp_path / "data_level0.bin").write_bytes(b"graph")

    blank_room(tmp_path)

    assert (tmp_path / "data_level0.bin").read_bytes() == b"graph"
    assert ["is of an unknown form" in record.message for record in caplog.records] == [True]
