"""Finding a sentence-transformers model: a name that leads nowhere is told at once, in one line."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import Run, write_dossier
from tests.ingest.test_embedding import minilm

NAME = "someone/minilm"
REMEDY = (
    "Set EMBEDDING_MODEL to 'bundled', or to the name or folder of a sentence-transformers model.\n"
)


class Hub(BaseHTTPRequestHandler):
    """As much of the hub as a download takes: it has one model, NAME."""

    commit = "5" * 40

    def do_HEAD(self) -> None:
        self.reply(with_body=False)

    def do_GET(self) -> None:
        self.reply(with_body=True)

    def reply(self, *, with_body: bool) -> None:
        file = Path(minilm()) / self.path.partition(f"/resolve/{self.commit}/")[2].split("?")[0]
        if self.path.partition("?")[0].startswith(f"/api/models/{NAME}"):
            self.answer(json.dumps(self.listing()).encode())
        elif not self.path.startswith(f"/{NAME}/"):
            self.answer(b"", 404, {"X-Error-Code": "RepoNotFound"})
        elif file.is_file():
            data = file.read_bytes()
            etag = hashlib.sha256(data).hexdigest()
            self.answer(data, 200, {"ETag": f'"{etag}"'}, with_body=with_body)
        else:
            self.answer(b"", 404, {"X-Error-Code": "EntryNotFound"})

    def listing(self) -> object:
        """What the hub says of the model, or of its files."""
        folder = Path(minilm())
        files = [file for file in folder.rglob("*") if file.is_file()]
        names = {str(file.relative_to(folder)): file.stat().st_size for file in files}
        if "/tree/" in self.path:
            return [
                {"type": "file", "path": name, "size": size, "oid": "0" * 40}
                for name, size in names.items()
            ]
        return {"id": NAME, "sha": self.commit, "siblings": [{"rfilename": n} for n in names]}

    def answer(
        self,
        body: bytes,
        status: int = 200,
        headers: dict[str, str] | None = None,
        *,
        with_body: bool = True,
    ) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "X-Repo-Commit": self.commit}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def hub() -> Iterator[str]:
    """The address of a hub on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Settings of a user who has downloaded nothing so far, and has a document."""
    write_dossier(tmp_path / "dossier", {"prices.txt": "A song costs ten cents on the site."})
    return {"HOME": str(tmp_path), "HF_HUB_DISABLE_XET": "1"}


def test_a_name_is_told_at_once_where_there_is_no_network(run: Run, home: dict[str, str]) -> None:
    nowhere = "http://127.0.0.1:9"

    result = run("ingest", EMBEDDING_MODEL="no/such", HF_ENDPOINT=nowhere, **home)

    assert result.returncode == 1
    assert result.stderr == (
        "error: The embedding model no/such can't be loaded: it is neither a folder nor whole in "
        f"the local cache, and {nowhere} can't be reached. {REMEDY}"
    )


@pytest.mark.parametrize("name", ["no/such", "minilm"])
def test_a_name_that_the_hub_has_not_is_told(
    name: str, run: Run, home: dict[str, str], hub: str
) -> None:
    result = run("ingest", EMBEDDING_MODEL=name, HF_ENDPOINT=hub, **home)

    assert result.stderr == (
        f"error: The embedding model {name} can't be loaded: it is neither a folder nor whole in "
        f"the local cache, and {hub} has none of that name. {REMEDY}"
    )


def test_a_folder_that_does_not_exist_is_told(
    run: Run, home: dict[str, str], tmp_path: Path
) -> None:
    missing = tmp_path / "missing"

    result = run("ingest", EMBEDDING_MODEL=str(missing), **home)

    assert result.stderr == (
        f"error: The embedding model {missing} can't be loaded: it is neither a folder nor "
        f"whole in the local cache, and can't be a model's name. {REMEDY}"
    )


def test_a_model_is_downloaded_and_needs_no_network_from_then_on(
    run: Run, home: dict[str, str], hub: str, tmp_path: Path
) -> None:
    first = run("ingest", EMBEDDING_MODEL=NAME, HF_ENDPOINT=hub, **home)
    shutil.rmtree(tmp_path / "data")
    second = run("ingest", EMBEDDING_MODEL=NAME, HF_ENDPOINT="http://127.0.0.1:9", **home)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
