"""What a sync did, as an editor reads it after /reingest. Pure."""

from collections.abc import Iterable, Iterator

from bot.failures import explain
from bot.phrases import Phrases
from bot.render.counting import say_more, say_number
from bot.render.escaping import escape, escape_line
from bot.render.fitting import AMBER, BLUE, MAX_CHARS, Block, Container, contain
from bot.render.shortening import lines_within, one_line, shorten
from ingest.sync import SyncReport

_MAX_PATH_CHARS = 100
_MAX_WORDS_CHARS = 60
_MAX_ERROR_CHARS = 300
_MAX_LIST_CHARS = 600
_MAX_FAILED_CHARS = 1200
_MAX_LINES = 10
_TITLE_CHARS = 100
"""More than a title has."""


def render_report(report: SyncReport, phrases: Phrases) -> Container:
    """Lay out what was added, replaced, removed, and what failed and why; long lists shortened."""
    blocks = [((_head(report, phrases),),), *_changes(report, phrases)]
    if report.failed:
        said = (explain(error, phrases, request="").text for error in report.failed.values())
        errors = [f"- {shorten(one_line(text), _MAX_ERROR_CHARS)}" for text in said]
        title = phrases("report_failed", count=len(errors))
        blocks.append(_listed(title, errors, _MAX_FAILED_CHARS, phrases))
    blocks += _notes(report, phrases, _room(blocks))
    return contain(blocks, AMBER if report.failed else BLUE)


def _head(report: SyncReport, phrases: Phrases) -> str:
    plan = report.plan
    changed = plan.changes
    done = phrases("report_done" if changed else "report_up_to_date")
    title = phrases("report_incomplete") if report.failed and not changed else done
    counts = phrases(
        "report_counts",
        unchanged=len(plan.unchanged),
        passages=report.passages,
        seconds=say_number(report.seconds, phrases, "0.0"),
    )
    return f"**{title}**\n-# {counts}"


def _changes(report: SyncReport, phrases: Phrases) -> Iterator[Block]:
    plan = report.plan
    changes = (
        (phrases("report_added", count=len(plan.added)), plan.added),
        (phrases("report_replaced", count=len(plan.replaced)), plan.replaced),
        (
            phrases("report_moved", count=len(plan.moved)),
            [f"{m.old} → {m.new}" for m in plan.moved],
        ),
        (phrases("report_removed", count=len(plan.removed)), plan.removed),
    )
    for title, paths in changes:
        if paths:
            lines = [f"- {escape(shorten(path, _MAX_PATH_CHARS))}" for path in paths]
            yield _listed(title, lines, _MAX_LIST_CHARS, phrases)


def _room(blocks: Iterable[Block]) -> int:
    """Characters that are left for each of two more lists."""
    used = sum(len(text) for block in blocks for piece in block for text in piece)
    return min(_MAX_LIST_CHARS, (MAX_CHARS - used) // 2 - _TITLE_CHARS)


def _notes(report: SyncReport, phrases: Phrases, max_chars: int) -> Iterator[Block]:
    """What an editor should know of documents that were ingested all the same."""
    copies = [
        phrases(
            "report_copy",
            document=_name(copy.document),
            other=_name(copy.repeats),
            passages=copy.passages,
            new=copy.new,
        )
        for copy in report.copies
    ]
    orders = [
        phrases(
            "report_order",
            document=_name(path),
            line=finding.line,
            words=escape_line(finding.words, _MAX_WORDS_CHARS),
        )
        for path, findings in report.notes.orders.items()
        for finding in findings
    ]
    if copies:
        title = phrases("report_copies", count=len(copies))
        yield _listed(title, [f"- {line}" for line in copies], max_chars, phrases)
    if orders:
        title = phrases("report_orders", count=len(report.notes.orders))
        yield _listed(title, [f"- {line}" for line in orders], max_chars, phrases)


def _name(path: str) -> str:
    return escape_line(path, _MAX_PATH_CHARS)


def _listed(title: str, lines: Iterable[str], max_chars: int, phrases: Phrases) -> Block:
    shown = lines_within(list(lines), max_chars, lambda n: say_more(n, phrases), _MAX_LINES)
    return (("\n".join([f"**{title}**", *shown]),),)
