"""What a sync did, as an editor reads it after /reingest. Pure."""

from collections.abc import Iterable, Iterator

from bot.failures import explain
from bot.phrases import Phrases
from bot.render.counting import say_more, say_number
from bot.render.escaping import escape
from bot.render.fitting import AMBER, BLUE, Block, Container, contain
from bot.render.shortening import lines_within, one_line, shorten
from ingest.sync import SyncReport

_MAX_PATH_CHARS = 100
_MAX_ERROR_CHARS = 300
_MAX_LIST_CHARS = 600
_MAX_FAILED_CHARS = 1400
_MAX_LINES = 10


def render_report(report: SyncReport, phrases: Phrases) -> Container:
    """Lay out what was added, replaced, removed, and what failed and why; long lists shortened."""
    blocks = [((_head(report, phrases),),), *_changes(report, phrases)]
    if report.failed:
        said = (explain(error, phrases, request="").text for error in report.failed.values())
        errors = [f"- {shorten(one_line(text), _MAX_ERROR_CHARS)}" for text in said]
        title = phrases("report_failed", count=len(errors))
        blocks.append(_listed(title, errors, _MAX_FAILED_CHARS, phrases))
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


def _listed(title: str, lines: Iterable[str], max_chars: int, phrases: Phrases) -> Block:
    shown = lines_within(list(lines), max_chars, lambda n: say_more(n, phrases), _MAX_LINES)
    return (("\n".join([f"**{title}**", *shown]),),)
