"""A connection to Chroma, in a folder or on a server; the only importer of chromadb.

Its exceptions, and those of what it stands on, become ours here.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection as Collection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from ingest.errors import ChromaServerError, DataFolderError, DossierError, first_line

_PREFIX = "dossier-"
GRAPH_WRITTEN_AFTER = 5000
"""Changes after which Chroma writes its search graph to disk, all of it: by its own 1000, a first
ingest of 100,000 passages writes the graph a hundred times."""

_PATIENCE_S = 60.0
"""For a server to answer a call. By itself, Chroma would wait for ever for one that is cut off."""
_opening = threading.Lock()
"""Chroma keeps a table of the folders that a process has open, for one thread at a time."""


class Chroma:
    """A client and the collections of ours that it reaches; others' are never touched."""

    def __init__(self, client: Client, place: Path | str) -> None:
        self._client = client
        self._place = place
        self._is_open = True

    def collections(self) -> list[Collection]:
        """Ours, as they are now."""
        with self.translated():
            return [c for c in self._client.list_collections() if c.name.startswith(_PREFIX)]

    def create(self, name: str, metadata: Mapping[str, Any]) -> Collection:
        """Make a collection of vectors that are compared by cosine."""
        with self.translated():
            return self._client.create_collection(
                _PREFIX + name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "sync_threshold": GRAPH_WRITTEN_AFTER}},
                metadata=dict(metadata),
            )

    def drop(self, collection: Collection) -> None:
        """Delete a collection; one that is gone already is no error."""
        with self.translated():
            try:
                self._client.delete_collection(collection.name)
            except NotFoundError:
                return

    def read_metadata(self, collection: Collection) -> Mapping[str, Any]:
        """What the collection says of itself now: the object knows only what it was told once."""
        with self.translated():
            return self._client.get_collection(collection.name, embedding_function=None).metadata

    def close(self) -> None:
        """Let go of the files or the connection. To be called once nobody reads any more."""
        if self._is_open:
            self._is_open = False
            with _opening:
                self._client.close()
            for session in _sessions(self._client):
                session.close()  # which Chroma 1.5 leaves open

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what Chroma raises into DataFolderError or ChromaServerError."""
        with _translated(self._place):
            yield


def connect_to_folder(folder: Path, data_dir: Path) -> Chroma:
    """Open Chroma's embedded store in a folder, which is made if it isn't there.

    `data_dir`: what errors name.
    Raises: DataFolderError.
    """
    with _translated(data_dir), _opening:
        try:
            client = chromadb.PersistentClient(path=folder, settings=_settings())
        except Exception:
            _forget(folder)
            raise
    return Chroma(cast("Client", client), data_dir)


def connect_to_server(url: str) -> Chroma:
    """Connect to a Chroma server, such as `chroma run` starts.

    Raises: ChromaServerError.
    """
    parts = urlsplit(url)
    is_encrypted = parts.scheme == "https"
    with _translated(url):
        client = chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or (443 if is_encrypted else 80),
            ssl=is_encrypted,
            settings=_settings(),
        )
    for session in _sessions(client):
        session.timeout = httpx.Timeout(_PATIENCE_S)
    return Chroma(cast("Client", client), url)


def _forget(folder: Path) -> None:
    """Have a folder opened anew: Chroma 1.5 hands out what failed to start as if it had started."""
    if str(folder) not in SharedSystemClient._identifier_to_refcount:
        SharedSystemClient._identifier_to_system.pop(str(folder), None)


def _sessions(client: ClientAPI) -> Iterator[httpx.Client]:
    """The connections of both HTTP clients that one client is; none of a client of a folder."""
    for part in (client, getattr(client, "_admin_client", None)):
        if session := getattr(getattr(part, "_server", None), "_session", None):
            yield session


def _settings() -> Settings:
    """Anew each time: Chroma writes into them where its folder is."""
    return Settings(anonymized_telemetry=False)


@contextmanager
def _translated(place: Path | str) -> Iterator[None]:
    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError) as error:
        raise _ours(place, first_line(error).rstrip(".")) from error


def _ours(place: Path | str, reason: str) -> DossierError:
    if isinstance(place, Path):
        return DataFolderError(folder=place, reason=reason)
    return ChromaServerError(url=place, reason=reason)
