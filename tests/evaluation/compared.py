"""How a comparison is printed: a table of the differences, then the questions that made them."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from tests.evaluation.comparing import Change, Comparison, Difference

SIGNIFICANT = 0.05
_HEAD = ("", "questions", "before", "after", "difference", "p", "gained", "lost")


def comparison_table(comparison: Comparison, title: str) -> Table:
    """Draw the differences: shares in percent, differences in points with their interval.

    A star marks those that chance alone would hardly make.
    """
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for number, head in enumerate(_HEAD):
        table.add_column(head, justify="left" if number == 0 else "right", no_wrap=True)
    for difference in comparison.differences:
        table.add_row(*_cells(difference))
    return table


def describe_changes(comparison: Comparison) -> Iterator[str]:
    """Name each question that gained or lost, by metric, and those that were not compared."""
    for difference in comparison.differences:
        yield from _list_changes(f"{difference.metric.label}, better now", difference.gained)
        yield from _list_changes(f"{difference.metric.label}, worse now", difference.lost)
    for when, ids in (("before", comparison.only_before), ("after", comparison.only_after)):
        if ids:
            yield f"asked only {when}, or in other words: {', '.join(ids)}"


def describe_difference(difference: Difference) -> str:
    """Say in a line what became of a metric."""
    return (
        f"{difference.metric.label} {difference.before:.1%} -> {difference.after:.1%} "
        f"({_points(difference)}, p {difference.p:.3f}, {difference.count} questions)"
    )


def _cells(difference: Difference) -> tuple[str, ...]:
    star = "*" if difference.p < SIGNIFICANT else " "
    return (
        difference.metric.label,
        str(difference.count),
        f"{difference.before:.1%}",
        f"{difference.after:.1%}",
        _points(difference),
        f"{difference.p:.3f}{star}",
        str(len(difference.gained)),
        str(len(difference.lost)),
    )


def _points(difference: Difference) -> str:
    change, low, high = (
        100 * value
        for value in (difference.after - difference.before, difference.low, difference.high)
    )
    return f"{change:+.1f} [{low:+.1f}, {high:+.1f}]"


def _list_changes(title: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"{title}:"
    for change in changes:
        yield f"  {change.id} ({change.before:.2f} -> {change.after:.2f}) {change.question}"
