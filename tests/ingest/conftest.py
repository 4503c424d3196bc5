"""The two places where an index can be: a folder, and a real Chroma server on loopback."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from ingest.chroma import connect_to_server
from ingest.stores.embedded import EmbeddedStore
from ingest.stores.served import ServedStore
from ingest.stores.store import Store

START_S = 60.0


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A `chroma run` of its own, in a process."""
    folder = tmp_path_factory.mktemp("chroma-server")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--port", str(port), "--path", str(folder / "data")], stdout=log, stderr=log
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Return once the server answers."""
    until = time.monotonic() + START_S
    while True:
        try:
            httpx.get(f"{url}/api/v2/heartbeat").raise_for_status()
        except httpx.HTTPError:
            assert server.poll() is None, "chroma run ended"
            assert time.monotonic() < until, "chroma run does not answer"
            time.sleep(0.1)
        else:
            return


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
