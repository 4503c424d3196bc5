"""The two places where an index can be: a folder, and a real Chroma server on loopback."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.chroma import connect_to_server
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.served import ServedStore
from ingest.stores.store import Store
from tests.chroma_server import chroma_server


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A `chroma run` of its own, in a process."""
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture
def empty_url(chroma_url: str) -> str:
    """The server without what earlier tests left."""
    chroma = connect_to_server(chroma_url)
    for collection in chroma.collections():
        chroma.drop(collection)
    chroma.close()
    return chroma_url


@pytest.fixture(params=["folder", "server"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind."""
    if request.param == "folder":
        yield EmbeddedStore(tmp_path / "data")
        return
    with closing(ServedStore(request.getfixturevalue("empty_url"))) as served:
        yield served
