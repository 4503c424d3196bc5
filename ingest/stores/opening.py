"""Which store the settings ask for."""

from pathlib import Path

from ingest.stores.embedded import EmbeddedStore
from ingest.stores.served import ServedStore
from ingest.stores.store import Store


def open_store(data_dir: Path, chroma_url: str | None = None) -> Store:
    """Give the store on the server, or, without one, that in the data folder; opens nothing."""
    return ServedStore(chroma_url) if chroma_url else EmbeddedStore(data_dir)
