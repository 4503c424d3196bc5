"""What many tests stand on: the real bundled model, loaded once, and real indexes on disk."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.settings import BotSettings
from ingest.embedding import BUNDLED, load_embedding, model_name
from ingest.fingerprint import fingerprint
from ingest.index import Index
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import SyncReport, sync
from tests.doubles.llm.server import LlmServer

ROOT = Path(__file__).parent.parent
SEED = "numerama-riaa-allofmp3.fr.txt"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def embedding() -> BaseEmbedding:
    return load_embedding(BUNDLED)


def write_dossier(folder: Path, documents: Mapping[str, str]) -> Path:
    """Write documents by path into a folder, and return the folder."""
    for path, text in documents.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def ingest(dossier: Path, data: Path, embedding: BaseEmbedding) -> SyncReport:
    """Ingest a folder with the bundled model."""
    return sync(dossier, EmbeddedStore(data), bundled_fingerprint(), lambda: embedding)


def open_index(data: Path) -> Index:
    """What the bundled model made in a data folder."""
    return EmbeddedStore(data).open_to_read(bundled_fingerprint())


def bundled_fingerprint() -> str:
    """The fingerprint of what the bundled model makes."""
    return fingerprint(model_name(BUNDLED))


@pytest.fixture(scope="session")
def seed_data(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Path:
    """A data folder of the seed article alone. Not to be written to."""
    data = tmp_path_factory.mktemp("seed-data")
    ingest(copy_seed(data.with_name("seed-dossier")), data, embedding)
    return data


def copy_seed(folder: Path) -> Path:
    """Copy the seed article and its sidecar into a new folder, and return that."""
    folder.mkdir()
    for file in (ROOT / "dossier").glob(f"{SEED}*"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="session")
def dossier_data(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Path:
    """A data folder of all of `dossier/`. Not to be written to."""
    data = tmp_path_factory.mktemp("dossier-data")
    ingest(ROOT / "dossier", data, embedding)
    return data


@pytest.fixture(scope="session")
def seed_pipeline(seed_data: Path) -> Pipeline:
    return load_pipeline(BotSettings(data_dir=seed_data))


@pytest.fixture
def llm_server() -> Iterator[LlmServer]:
    """A language model of our own, that says what it is told to."""
    with LlmServer().run() as server:
        yield server


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `python -m …` as a user does: in a process, with settings from the environment only.

    DOSSIER_DIR and DATA_DIR default to folders of the test.
    """

    def run_module(
        module: str, *arguments: str, stdin: str = "", user: str | None = None, **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DOSSIER_DIR": str(tmp_path / "dossier"),
            "DATA_DIR": str(tmp_path / "data"),
            **settings,
        }
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            user=user,
            check=False,
            timeout=120,
        )

    return run_module
