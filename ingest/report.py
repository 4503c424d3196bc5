"""What a plan and a sync report look like as lines. Pure."""

from collections.abc import Iterator, Mapping

from ingest.errors import DocumentError, printable
from ingest.plan import Plan
from ingest.sync import Marked, SyncReport

_NO_EFFORT = "nothing embedded"


def counted(number: int, noun: str) -> str:
    """Say how many there are."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def describe_plan(plan: Plan, failed: Mapping[str, DocumentError]) -> Iterator[str]:
    """Say what a sync would do."""
    for name, paths in _changes(plan).items():
        yield from (f"would be {name}: {printable(path)}" for path in paths)
    yield from (f"would fail: {error}" for error in failed.values())
    yield f"{len(plan.unchanged)} unchanged"


def describe_report(report: SyncReport) -> Iterator[str]:
    """Give a line for each document that is not unchanged, and one for the whole."""
    changes = _changes(report.plan)
    for name, paths in changes.items():
        yield from (f"{name}: {printable(path)}" for path in paths)
    yield from (_describe_marks(path, marked) for path, marked in report.marked.items())
    counts = ", ".join(f"{len(paths)} {name}" for name, paths in changes.items())
    effort = f"{counted(report.embedded, 'text')} embedded" if report.embedded else _NO_EFFORT
    done = "ingested" if any(changes.values()) else "up to date"
    yield (
        f"{'incomplete' if report.failed else done}: {counts}, "
        f"{len(report.plan.unchanged)} unchanged, {len(report.failed)} failed; "
        f"{counted(report.passages, 'passage')}, {effort}, {report.seconds:.1f} s"
    )


def _changes(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {"added": plan.added, "replaced": plan.replaced, "removed": plan.removed}


def _describe_marks(path: str, marked: Marked) -> str:
    begins = "; ".join(f'"{printable(words)}"' for words in marked.begins)
    return (
        f"not indexed: {marked.share:.0%} of {printable(path)} is boilerplate"
        f" ({marked.chars} characters, from {begins})"
    )
