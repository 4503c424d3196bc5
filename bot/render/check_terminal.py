"""What a check looks like in a terminal. Pure: `Check` in, rich renderables out."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.phrases import Phrases, phrases_in
from bot.render.checking import say_comparison, say_notes, say_verdict
from bot.render.counting import describe_check
from bot.render.origins import group_quotes
from bot.render.terminal import disarm, render_quote
from bot.statements.checks import Check, Verdict

_STYLES = {
    Verdict.SUPPORTED: "bold green",
    Verdict.CONTRADICTED: "bold red",
    Verdict.DISPUTED: "bold yellow",
    Verdict.NOT_IN_DOSSIER: "bold bright_black",
    None: "bold blue",
}
_SUBTLE = "bright_black"


def render_check(check: Check) -> RenderableType:
    """Lay out a check: each statement above its quotes."""
    check = Check.model_validate(disarm(check.model_dump(), ""))
    return Group(*_parts(check, phrases_in(check.language)))


def _parts(check: Check, phrases: Phrases) -> Iterator[RenderableType]:
    citations = {citation.n: citation for citation in check.citations}
    seen: set[int] = set()
    for checked in check.statements:
        yield Text(say_verdict(checked, phrases), style=_STYLES[checked.verdict])
        marks = "".join(f" [{n}]" for n in checked.citations)
        yield Text.assemble(checked.text, (marks, _STYLES[None]))
        yield from (Text(line, style=_SUBTLE) for line in say_comparison(checked, phrases))
        for quote in group_quotes(citations[n] for n in checked.citations if n not in seen):
            yield Text()
            yield render_quote(quote, phrases)
        seen.update(checked.citations)
        yield Text()
    if check.citations:
        yield Text(describe_check(check.citations, phrases), style=_SUBTLE)
    yield from (Text(line, style=_SUBTLE) for line in say_notes(check, phrases))
