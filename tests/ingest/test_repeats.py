"""After a sync, the report says which documents repeat others, in a folder and on a server."""

import tomllib
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from ingest.repeats import Copy
from ingest.stores.store import Store
from ingest.sync import SyncReport, sync
from tests.conftest import bundled_fingerprint, ingest, write_dossier

EVENTS: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("copies.toml").read_text("utf-8")
)["event"]
COURT, STORM = EVENTS[0], EVENTS[1]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "dossier", tmp_path / "data"


def test_a_reprint_is_told_wherever_the_index_is(
    tmp_path: Path, store: Store, embedding: BaseEmbedding
) -> None:
    folder = write_dossier(
        tmp_path / "dossier",
        {"agency.txt": COURT["story"], "paper.txt": COURT["edited"], "storm.txt": STORM["story"]},
    )

    report = sync(folder, store, bundled_fingerprint(), lambda: embedding)

    assert report.copies == (Copy("paper.txt", "agency.txt", passages=2, new=2),)


def test_articles_of_their_own_are_not_told(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    dossier, data = folders
    versions = ("story", "independent", "translated")
    write_dossier(dossier, {f"{n}-{v}.txt": e[v] for n, e in enumerate(EVENTS) for v in versions})

    assert ingest(dossier, data, embedding).copies == ()


def test_a_story_cut_at_other_places_is_found(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    """The reprint has two paragraphs of its own before it, so that its passages begin elsewhere."""
    dossier, data = folders
    long = "\n\n".join(COURT[v].strip() for v in ("story", "independent"))
    head = "From our correspondent.\n\nThis week the courts were busy again, and so were we.\n\n"
    write_dossier(dossier, {"agency.txt": long, "paper.txt": head + long[400:]})

    (copy,) = ingest(dossier, data, embedding).copies

    assert (copy.document, copy.repeats, copy.share) == ("paper.txt", "agency.txt", 1.0)


def test_a_later_run_compares_what_is_new_with_all_that_is_there(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    dossier, data = folders
    write_dossier(dossier, {"b.txt": COURT["story"]})
    assert ingest(dossier, data, embedding).copies == ()

    write_dossier(dossier, {"a.txt": COURT["trimmed"]})

    assert ingest(dossier, data, embedding).copies == (Copy("a.txt", "b.txt", 1, 1),)
    assert ingest(dossier, data, embedding).copies == ()


def test_of_equal_documents_the_one_published_later_is_the_copy(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    dossier, data = folders
    dates = {"a.md": "2007-03-02", "b.md": "2007-03-01", "c.md": "2007-03-03"}
    write_dossier(
        dossier,
        {path: f"---\npublished: {day}\n---\n{STORM['story']}" for path, day in dates.items()},
    )

    report = ingest(dossier, data, embedding)

    assert [(c.document, c.repeats) for c in report.copies] == [("a.md", "b.md"), ("c.md", "b.md")]


def test_a_document_that_moved_or_changed_does_not_repeat_what_it_was(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    dossier, data = folders
    write_dossier(dossier, {"a.txt": COURT["story"], "b.txt": STORM["story"]})
    ingest(dossier, data, embedding)
    (dossier / "a.txt").rename(dossier / "moved.txt")
    (dossier / "b.txt").rename(dossier / "renamed.txt")
    write_dossier(dossier, {"renamed.txt": STORM["edited"]})

    report = ingest(dossier, data, embedding)

    assert report.plan.moved and report.plan.added == ("renamed.txt",)
    assert report.copies == ()


def test_what_is_told_does_not_change_the_index(
    folders: tuple[Path, Path], embedding: BaseEmbedding
) -> None:
    dossier, data = folders
    write_dossier(dossier, {"a.txt": COURT["story"], "b.txt": COURT["edited"]})
    report: SyncReport = ingest(dossier, data, embedding)
    (dossier / "a.txt").unlink()

    assert report.copies
    again = ingest(dossier, data, embedding)
    assert (again.copies, again.passages) == ((), 2)
