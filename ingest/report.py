"""What a sync report looks like, as lines and as JSON. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from ingest.errors import printable
from ingest.orders import Finding
from ingest.plan import Plan
from ingest.preparing import Marked
from ingest.repeats import Copy
from ingest.stored import StoredFile
from ingest.sync import SyncReport

_NO_EFFORT = "nothing embedded"
_MAX_ORDERS = 5
"""Told of one document."""


def counted(number: int, noun: str) -> str:
    """Say how many there are."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def describe_plan(report: SyncReport) -> Iterator[str]:
    """Say what a sync would do."""
    for name, paths in _changes(report.plan).items():
        yield from (f"would be {name}: {path}" for path in paths)
    yield from _describe_notes(report)
    yield from (f"would fail: {error}" for error in report.failed.values())
    yield f"{len(report.plan.unchanged)} unchanged"


def describe_report(report: SyncReport) -> Iterator[str]:
    """Give a line for each file that is not unchanged, and one for the whole."""
    changes = _changes(report.plan)
    for name, paths in changes.items():
        yield from (f"{name}: {path}" for path in paths)
    yield from _describe_notes(report)
    yield from map(_describe_copy, report.copies)
    counts = ", ".join(f"{len(paths)} {name}" for name, paths in changes.items())
    effort = f"{counted(report.embedded, 'text')} embedded" if report.embedded else _NO_EFFORT
    done = "ingested" if report.plan.changes else "up to date"
    yield (
        f"{'incomplete' if report.failed else done}: {counts}, "
        f"{len(report.plan.unchanged)} unchanged, {len(report.failed)} failed; "
        f"{counted(report.passages, 'passage')}, {effort}, {report.seconds:.1f} s"
    )


def report_json(report: SyncReport) -> str:
    """Write a report as one JSON object on one line."""
    plan = report.plan
    record = {
        "added": plan.added,
        "replaced": plan.replaced,
        "moved": [{"from": move.old, "to": move.new} for move in plan.moved],
        "removed": plan.removed,
        "unchanged": plan.unchanged,
        "failed": {
            path: {"key": error.key, "message": str(error)} for path, error in report.failed.items()
        },
        "kept": report.kept,
        "missing": report.missing,
        "boilerplate": {path: round(m.share, 3) for path, m in report.notes.marked.items()},
        "left_out": report.notes.left_out,
        "orders": {
            path: [asdict(finding) for finding in findings]
            for path, findings in report.notes.orders.items()
        },
        "copies": [asdict(copy) for copy in report.copies],
        "passages": report.passages,
        "embedded": report.embedded,
        "seconds": round(report.seconds, 3),
    }
    return _dump(record)


def describe_status(
    about: Mapping[str, str], stored: Mapping[str, StoredFile], passages: int
) -> Iterator[str]:
    """Say what an index is and what it holds."""
    yield from (f"{name}: {value}" for name, value in about.items())
    documents = _documents(stored)
    yield f"{counted(len(documents), 'document')}, {counted(passages, 'passage')}"
    yield from (f"  {printable(path)}: {counted(n, 'passage')}" for path, n in documents.items())


def status_json(about: Mapping[str, str], stored: Mapping[str, StoredFile], passages: int) -> str:
    """Write the same as one JSON object on one line."""
    said = {name.replace(" ", "_").lower(): value for name, value in about.items()}
    record = {**said, "documents": _documents(stored), "passages": passages}
    return _dump(record)


def _documents(stored: Mapping[str, StoredFile]) -> dict[str, int]:
    pairs = (pair for file in stored.values() for pair in file.passages.items())
    return dict(sorted(pairs))


def _changes(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    moves = (f"{printable(move.old)} to {printable(move.new)}" for move in plan.moved)
    return {
        "added": tuple(map(printable, plan.added)),
        "replaced": tuple(map(printable, plan.replaced)),
        "moved": tuple(moves),
        "removed": tuple(map(printable, plan.removed)),
    }


def _describe_notes(report: SyncReport) -> Iterator[str]:
    yield from (_describe_marks(path, marked) for path, marked in report.notes.marked.items())
    yield from (f"left out: {printable(path)}" for path in report.notes.left_out)
    for path, findings in report.notes.orders.items():
        yield from _describe_orders(path, findings)


def _describe_marks(path: str, marked: Marked) -> str:
    begins = "; ".join(f'"{printable(words)}"' for words in marked.begins)
    return (
        f"not indexed: {marked.share:.0%} of {printable(path)} is boilerplate"
        f" ({marked.chars} characters, from {begins})"
    )


def _describe_orders(path: str, findings: Sequence[Finding]) -> Iterator[str]:
    place = f"addresses a machine: {printable(path)}"
    for finding in findings[:_MAX_ORDERS]:
        yield f'{place}, line {finding.line}: "{printable(finding.words)}"'
    if (more := len(findings) - _MAX_ORDERS) > 0:
        yield f"{place}: {counted(more, 'line')} more"


def _describe_copy(copy: Copy) -> str:
    return (
        f"copies: {printable(copy.document)} repeats {printable(copy.repeats)}"
        f" ({copy.passages} of {counted(copy.new, 'new passage')})"
    )


def _dump(record: Mapping[str, object]) -> str:
    """Write JSON that can be encoded: a file's name may hold bytes that are no UTF-8."""
    said = json.dumps(record, ensure_ascii=False)
    return said.encode("utf-8", "backslashreplace").decode("utf-8")
