"""How far a run is, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def show_progress(console: Console, total: int) -> Iterator["Bar"]:
    """Show a bar of so many steps; off a terminal, a line for each stage that begins."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        yield Bar(progress, total)


class Bar:
    """The bar of a run."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def begin(self, stage: str) -> None:
        """Say what is done next; it may take a while until its first step is done."""
        self._progress.update(self._task, description=stage)
        console = self._progress.console
        if not console.is_terminal:
            console.print(stage, markup=False, highlight=False, soft_wrap=True)

    def advance(self) -> None:
        """A step more is done."""
        self._progress.advance(self._task)
