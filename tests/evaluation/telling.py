"""What a run or a comparison prints, in order: what stays on the screen comes last. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table

from ingest.errors import harmless
from tests.evaluation.compared import SIGNIFICANT, comparison_table, describe_changes
from tests.evaluation.comparing import Comparison, RunComparison, compare
from tests.evaluation.outcomes import Result, Run
from tests.evaluation.summary import (
    PARTS,
    By,
    describe_misses,
    stages_table,
    summary_line,
    table,
    table_by,
)

Told = Table | str
GROUPS: tuple[By, ...] = ("kind", "lang", "style")
MOST_MISSES = 200
"""An outside set has thousands, which nobody reads on a terminal."""
WIDTH = 200
"""Characters of a line where no terminal says: tables are not folded in a file."""
_NAMED = 8


def make_console() -> Console:
    """Open standard output for what is told."""
    console = Console(soft_wrap=False)
    return console if console.is_terminal else Console(width=WIDTH)


def show(console: Console, told: Iterable[Told]) -> None:
    """Print tables, and lines as they are: unfolded, and steering no terminal."""
    for each in told:
        if isinstance(each, Table):
            console.print(each)
            console.print()
        else:
            console.print(harmless(each), markup=False, highlight=False, soft_wrap=True)


def tell_left_out(ids: Sequence[str]) -> Iterator[Told]:
    """Say which questions of an outside set are not asked."""
    if ids:
        more = ", …" if len(ids) > _NAMED else ""
        named = f"{', '.join(ids[:_NAMED])}{more}"
        yield f"left out, being empty, wordless or too long: {len(ids)} questions ({named})"


def tell_misses(results: Sequence[Result]) -> Iterator[Told]:
    """Name the questions that the shipped configuration failed."""
    misses = describe_misses(results)
    yield from misses[:MOST_MISSES]
    if more := misses[MOST_MISSES:]:
        yield f"and {len(more)} more; --report has a page for each"
    yield ""


def tell_figures(run: Run) -> Iterator[Told]:
    """Draw the tables of each part that was asked; by what all have in common, none."""
    shipped = next(iter(run.configurations.values()))
    for part in PARTS:
        results = [result for result in shipped if result.part == part]
        if not results:
            continue
        yield table(run, part)
        for by in GROUPS:
            if len({getattr(result, by) for result in results}) > 1:
                yield table_by(run, part, by)
        yield stages_table(run, part)


def tell_against(run: Run, other: str) -> Iterator[Told]:
    """Compare another configuration of a run with the shipped one, as what was before it."""
    shipped, *_ = run.configurations
    before, after = run.configurations[other], run.configurations[shipped]
    yield from _tell_comparison(compare(before, after), f"{other} -> {shipped}")


def tell_runs(comparison: RunComparison) -> Iterator[Told]:
    """Tell what became of each configuration that both runs have; a summary line last."""
    for name, of_one in comparison.of_each.items():
        yield from _tell_comparison(of_one, name)
    for which, names in (("A", comparison.only_before), ("B", comparison.only_after)):
        if names:
            yield f"only in {which}: {', '.join(names)}"
    yield _sum_up(comparison)


def tell_summary(run: Run) -> Iterator[Told]:
    """The line that a script can read."""
    yield summary_line(run)


def _tell_comparison(comparison: Comparison, title: str) -> Iterator[Told]:
    yield from describe_changes(comparison)
    yield comparison_table(
        comparison, f"{title}, {comparison.common} questions; * p < {SIGNIFICANT}"
    )


def _sum_up(comparison: RunComparison) -> str:
    told = [
        f"{name} {', '.join(_name_sure(of_one)) or 'no difference that is sure'}"
        for name, of_one in comparison.of_each.items()
    ]
    return f"compare: {'; '.join(told) or 'no configuration is in both'}"


def _name_sure(comparison: Comparison) -> Iterator[str]:
    for difference in comparison.differences:
        if difference.p < SIGNIFICANT:
            better = "better" if difference.improvement > 0 else "worse"
            yield f"{difference.metric.label} {better}"
