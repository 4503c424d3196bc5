"""The labelled statements: what "Check this" is to find, in the dossier and other small texts."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.settings import BotSettings
from bot.statements.checks import Verdict
from ingest.documents import Metadata
from ingest.update import check_report, update_index
from tests.evaluation.records import read_records

HERE = Path(__file__).parent
DOSSIER = HERE.parents[2] / "dossier"

Corpus = Literal["dossier", "other"]


class Labelled(BaseModel):
    """Words that stand in a document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    quote: str


class Case(BaseModel):
    """A statement, its label, and the quotes that the label rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    part: Literal["dev", "test"]
    """Shared out by a hash of the id, before anything was measured."""
    corpus: Corpus
    language: str
    label: Verdict
    kind: str
    """What is wrong with it, or how it is put."""
    statement: str
    quotes: tuple[Labelled, ...]


class SmallText(BaseModel):
    """A document that is no part of the dossier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    metadata: Metadata
    text: str


def read_cases() -> list[Case]:
    """Read the statements. Raises: RecordsFileError, RecordError."""
    return read_records(HERE / "statements.jsonl", Case, "tests/evaluation/statements/cases.py")


@contextmanager
def open_corpora(settings: BotSettings) -> Iterator[dict[Corpus, Pipeline]]:
    """Ingest dossier and small texts, each by itself; both are gone afterwards.

    Raises: as `update_index`, `check_report` and `load_pipeline`.
    """
    with tempfile.TemporaryDirectory() as name:
        other = _write(Path(name, "texts"))
        with (
            closing(_ingest(settings, DOSSIER, Path(name, "dossier-data"))) as dossier,
            closing(_ingest(settings, other, Path(name, "other-data"))) as texts,
        ):
            yield {"dossier": dossier, "other": texts}


def _ingest(settings: BotSettings, folder: Path, data: Path) -> Pipeline:
    changed = {"dossier_dir": folder, "data_dir": data, "chroma_url": None}
    alone = settings.model_copy(update=changed)
    check_report(update_index(alone), alone)
    return load_pipeline(alone)


def _write(folder: Path) -> Path:
    folder.mkdir()
    for text in read_records(HERE / "texts.jsonl", SmallText, "tests/evaluation/statements"):
        front = text.metadata.model_dump(mode="json", exclude_none=True)
        head = yaml.safe_dump(front, allow_unicode=True)
        folder.joinpath(text.path).write_text(f"---\n{head}---\n\n{text.text}", "utf-8")
    return folder
