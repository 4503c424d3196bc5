"""How a plot becomes a picture that stands in a page: its text is text, its colours the page's."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType

SIZE_IN = (4.6, 3.4)
INK = "#010203"
"""Stands for the colour of the page's text, whichever that is, light or dark."""
COLOURS = ("#3b7dd8", "#c8741f", "#2f9e6e", "#a463c9", "#c94f4f", "#7d828b", "#1a8ea3", "#9a8218")
"""Each stands out from the page, white or nearly black, by 3 to 1 or more (WCAG 2.2, 1.4.11)."""
LEGEND_COLUMNS = 3
LINES = ("-", "--", "-.", ":")
"""So that lines differ for who doesn't see the colours."""
_STYLE: dict[RcKeyType, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.alpha": 0.2,
    "grid.color": INK,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
}


@dataclass(frozen=True)
class Plot:
    """A picture with its title, and in words what it shows."""

    title: str
    description: str
    svg: Markup


class Canvas:
    """Axes to draw on; `picture` has them as SVG once they are drawn."""

    def __init__(self, figure: Figure, axes: Axes) -> None:
        self._figure = figure
        self.axes = axes

    def finish(self, title: str, description: str) -> Plot:
        """Take the picture. Titles are unique within a page: parts of a picture are named by it."""
        with rc_context({**_STYLE, "svg.hashsalt": title}):
            buffer = io.StringIO()
            self._figure.savefig(
                buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None}
            )
        return Plot(title, description, _for_page(buffer.getvalue(), title))

    def explain(self) -> None:
        """Put the legend above the axes, where it covers nothing."""
        handles, labels = self.axes.get_legend_handles_labels()
        if handles:
            self._figure.legend(handles, labels, loc="outside upper left", ncols=LEGEND_COLUMNS)


@contextmanager
def canvas(x_label: str, y_label: str) -> Iterator[Canvas]:
    """Begin a picture."""
    with rc_context(_STYLE):
        figure = Figure(figsize=SIZE_IN, layout="constrained")
        axes = figure.add_subplot()
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.grid(visible=True)
        yield Canvas(figure, axes)


def _for_page(svg: str, title: str) -> Markup:
    svg = svg[svg.index("<svg") :].replace(INK, "currentColor")
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # Every picture has an axes_1; nothing points to the ids of groups.
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    label = Markup('<svg role="img" aria-label="{}"').format(title)
    return Markup(svg.replace("<svg", label, 1))  # noqa: S704
