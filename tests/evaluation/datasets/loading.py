"""How a set of questions is told by its looks, and asked of an index of its own."""

import logging
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from bot.settings import BotSettings
from ingest.metadata import sidecar_of
from ingest.sync import Progress
from ingest.update import check_report, update_index
from tests.evaluation.datasets.beir import load_beir
from tests.evaluation.datasets.beir_files import CORPUS, QRELS, QUERIES, qrels_of
from tests.evaluation.datasets.dataset import Dataset, OutsideDocument
from tests.evaluation.datasets.errors import UnknownDatasetError, UnwritableIndexError
from tests.evaluation.datasets.squad import load_squad

SPLIT = "test"
"""Of BEIR's splits, the one that results are told of."""
_NAMED = 8

log = logging.getLogger(__name__)


def load_dataset(
    path: Path, limit: int | None = None, seed: int = 0, split: str = SPLIT
) -> Dataset:
    """Read a set: a file in SQuAD's format or a folder in BEIR's, whichever it is.

    `limit`: take so many questions, what they are asked about, and ten times as many of the other
    documents, the same ones for the same `seed`. `split`: of a folder in BEIR's format.
    Raises: DatasetError, RecordsFileError, RecordError.
    """
    try:
        if not path.is_dir():
            return load_squad(path, limit, seed)
        needed = (path / CORPUS, path / QUERIES, qrels_of(path, split))
        if missing := [file for file in needed if not file.is_file()]:
            found = f"{_name(missing, path)} is missing among {_list(path)}"
            raise UnknownDatasetError(path=path, found=found)
        return load_beir(path, split, limit, seed)
    except (OSError, UnicodeDecodeError) as error:
        raise UnknownDatasetError(path=path, found=f"it can't be read ({error})") from error


@contextmanager
def open_dataset(
    dataset: Dataset, settings: BotSettings, on_progress: Progress = lambda *_: None
) -> Iterator[BotSettings]:
    """Ingest a set's documents as any others, into an index that is gone afterwards.

    Gives the settings with which that is asked.
    Raises: UnwritableIndexError; RecordError; as `update_index` and `check_report`.
    """
    # A Chroma server keeps one dossier, and that is the real one.
    with tempfile.TemporaryDirectory(prefix="dossier-") as name:
        dossier, data = Path(name, "dossier"), Path(name, "data")
        _write_documents(dataset, dossier)
        changed = {"dossier_dir": dossier, "data_dir": data, "chroma_url": None}
        own = settings.model_copy(update=changed)
        report = update_index(own, on_progress)
        check_report(report, own)
        for error in report.failed.values():
            log.warning("%s", error)
        yield own


def _write_documents(dataset: Dataset, folder: Path) -> None:
    folder.mkdir()
    for document in dataset.documents:
        try:
            _write_document(document, folder / document.path)
        except OSError as error:
            reason = error.strerror or error
            raise UnwritableIndexError(name=dataset.name, folder=folder, reason=reason) from error


def _write_document(document: OutsideDocument, file: Path) -> None:
    """Write the text as it is, and beside it what is known of it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(document.text, "utf-8", newline="\n")
    known = {"title": document.title, "language": document.language}
    said = {key: value for key, value in known.items() if value}
    if said:
        sidecar_of(file).write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")


def _list(folder: Path) -> str:
    """Name the first files of a folder and of its splits."""
    files = [*sorted(folder.iterdir()), *sorted((folder / QRELS).glob("*"))]
    more = " and more" if len(files) > _NAMED else ""
    return f"{_name(files[:_NAMED], folder)}{more}" if files else "nothing"


def _name(files: Iterable[Path], folder: Path) -> str:
    return ", ".join(file.relative_to(folder).as_posix() for file in files)
