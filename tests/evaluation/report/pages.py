"""How the report's pages are made of templates: everything that is not markup is escaped."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ingest.errors import harmless
from tests.evaluation.outcomes import Run
from tests.evaluation.report.drawing import Plot
from tests.evaluation.report.failing import Failure
from tests.evaluation.report.folder import INDEX, QUESTIONS
from tests.evaluation.report.question import Case
from tests.evaluation.report.tables import Headline, Table

TEMPLATES = Path(__file__).with_name("templates")
MAX_PAGES = 1000
"""Of questions, at some 25 kB each; a set from elsewhere may have ten thousand."""


@dataclass(frozen=True)
class PartSummary:
    """What the first page tells of a part."""

    name: str
    questions: int
    answerable: int
    headlines: Sequence[Headline]
    failures: Sequence[tuple[Failure, int]]
    compared: Table
    groups: Sequence[Table]
    in_full: Table
    plots: Sequence[Plot]


def render_pages(run: Run, parts: Sequence[PartSummary], cases: Sequence[Case]) -> dict[str, str]:
    """Render every page, by path below the report's folder."""
    environment = _environment()
    index = environment.get_template("index.html")
    page = environment.get_template("question.html")
    paged = choose_paged(cases, MAX_PAGES)
    files = {case.file for case in paged}
    first = index.render(run=run, parts=parts, cases=cases, folder=QUESTIONS, files=files)
    pages = {INDEX: first}
    for case, before, after in _neighbours(paged):
        path = f"{QUESTIONS}/{case.file}"
        pages[path] = page.render(case=case, before=before, after=after, index=f"../{INDEX}")
    return pages


def choose_paged(cases: Sequence[Case], most: int) -> list[Case]:
    """Choose which questions have a page: all, or if they are too many, the failed ones first."""
    by_need = sorted(range(len(cases)), key=lambda at: cases[at].attempt.failure is None)
    return [cases[at] for at in sorted(by_need[:most])]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    script = (TEMPLATES / "filter.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = (TEMPLATES / "style.css").read_text("utf-8")
    environment.globals.update(
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        # Should a text ever get past the escaping, it still runs nothing and loads nothing.
        policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
    )
    return environment


def _finalize(value: object) -> object:
    """What steers a display does nothing in a page, either."""
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return harmless(str(value)) if is_text else value


def _neighbours(cases: Sequence[Case]) -> Iterator[tuple[Case, Case | None, Case | None]]:
    """Each question with the failed one before it, and the failed one after it."""
    failed = [at for at, case in enumerate(cases) if case.attempt.failure]
    for at, case in enumerate(cases):
        before = next((cases[f] for f in reversed(failed) if f < at), None)
        after = next((cases[f] for f in failed if f > at), None)
        yield case, before, after
