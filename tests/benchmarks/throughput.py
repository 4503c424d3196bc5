"""How fast documents are ingested, and again: `python -m tests.benchmarks.throughput PASSAGES`.

Against llama-index's own IngestionPipeline with a docstore, on the same files and passages.
Each is measured in a process of its own, so that its peak memory is its own. Vectors are made up at
no cost, to show what the rest costs; what embedding costs is measured with the real model on
`REAL` passages, and added.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import edit_documents, write_corpus
from tests.conftest import ROOT

REAL = 5000
"""Passages that are embedded by the real model."""
SHARE = 0.01


@dataclass(frozen=True)
class Run:
    """What a process measured."""

    seconds: float
    embedding_s: float
    embedded: int
    """Texts."""
    passages: int
    peak_mb: float

    @property
    def other_s(self) -> float:
        """All but embedding."""
        return self.seconds - self.embedding_s


@dataclass(frozen=True)
class Pair:
    """Ours and theirs."""

    ours: Run
    theirs: Run

    @property
    def ratio(self) -> float:
        """How many times as long theirs took, embedding apart."""
        return self.theirs.other_s / self.ours.other_s

    def ratio_with(self, cost: "Pair") -> float:
        """The same with what the real model would have taken."""
        ours = self.ours.other_s + self.ours.embedded * cost.ours.embedding_s / cost.ours.embedded
        theirs_each = cost.theirs.embedding_s / cost.theirs.embedded
        return (self.theirs.other_s + self.theirs.embedded * theirs_each) / ours


def main() -> int:
    """Measure and print."""
    passages = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    real = int(sys.argv[2]) if len(sys.argv) > 2 else REAL
    with tempfile.TemporaryDirectory() as folder:
        cost = measure_cost(Path(folder) / "real", real)
        first, edited, spread = measure(Path(folder) / "made-up", passages)
        queries = child("queries", Path(folder) / "made-up", "made-up").strip()
    embedding = cost.ours.embedding_s / cost.ours.seconds
    print(
        f"throughput: {passages} passages, embedding {embedding:.0%} of the time;"
        f" IngestionPipeline takes, without embedding, {first.ratio:.1f}x the time at first,"
        f" {edited.ratio:.1f}x after {SHARE:.0%} of the documents was edited, {spread.ratio:.1f}x"
        f" after {SHARE:.0%} of the passages was; with embedding {first.ratio_with(cost):.1f}x,"
        f" {edited.ratio_with(cost):.1f}x and {spread.ratio_with(cost):.0f}x; {queries}"
    )
    return 0


def measure_cost(folder: Path, passages: int) -> Pair:
    """Ingest with the real model."""
    write_corpus(folder / "dossier", passages)
    return both(folder, f"real model, {passages} passages (ours: sentences too)", "real")


def measure(folder: Path, passages: int) -> tuple[Pair, Pair, Pair]:
    """Ingest with vectors at no cost: at first, after few edits, and after edits everywhere."""
    dossier = folder / "dossier"
    write_corpus(dossier, passages)
    first = both(folder, f"{passages} passages")
    edit_documents(dossier, SHARE)
    edited = both(folder, f"{SHARE:.0%} of the documents edited, each in one paragraph")
    edit_documents(dossier, 1.0)
    return first, edited, both(folder, f"{SHARE:.0%} of the passages edited, one in each document")


def both(folder: Path, what: str, model: str = "made-up") -> Pair:
    """Run ours and theirs."""
    print(f"{what}:")
    pair = Pair(run("ours", folder, model), run("theirs", folder, model))
    show("ours", pair.ours)
    show("IngestionPipeline", pair.theirs)
    return pair


def run(who: str, folder: Path, model: str) -> Run:
    """Ingest in a process of its own."""
    return Run(**json.loads(child(who, folder, model).splitlines()[-1]))


def child(who: str, folder: Path, model: str) -> str:
    """Run `tests.benchmarks.ingesting`."""
    command = [sys.executable, "-m", "tests.benchmarks.ingesting", who, str(folder), model]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout


def show(name: str, run: Run) -> None:
    """Print a run."""
    print(
        f"    {name}: {run.seconds:.1f} s, of it embedding {run.embedding_s:.1f} s"
        f" ({run.embedded} texts), {run.passages} passages, peak {run.peak_mb:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
