"""What a check looks like in Discord. Pure: `Check` in, one container a message out."""

from collections.abc import Iterator, Mapping

from bot.answers import Citation
from bot.phrases import Phrases, phrases_in
from bot.render.checking import say_comparison, say_notes, say_verdict
from bot.render.citing import cite_quote, originals_of
from bot.render.counting import describe_check
from bot.render.escaping import escape, escape_line
from bot.render.fitting import AMBER, BLUE, GAP, GREY, Block, Container, Piece, contain, pack
from bot.render.origins import group_quotes
from bot.statements.checks import Check, Checked, Verdict

MAX_STATEMENT_CHARS = 300
MAX_NOTE_CHARS = 300


def render_check(check: Check, language: str) -> tuple[Container, ...]:
    """Lay out a check, in the language of who asked for it: each statement above its quotes."""
    phrases = phrases_in(language)
    blocks = list(_blocks(check, phrases))
    return tuple(contain(part, _colour(check)) for part in pack(blocks))


def _blocks(check: Check, phrases: Phrases) -> Iterator[Block]:
    citations = {citation.n: citation for citation in check.citations}
    originals = originals_of(check.citations)
    seen: set[int] = set()
    last = len(check.statements) - 1
    for nth, checked in enumerate(check.statements):
        fresh = [citations[n] for n in checked.citations if n not in seen]
        seen.update(citation.n for citation in fresh)
        block = (_head(checked, phrases), *_quotes(fresh, originals, phrases))
        yield block if nth < last else (*block, (GAP, _foot(check, phrases)))


def _head(checked: Checked, phrases: Phrases) -> Piece:
    marks = " ".join(f"[{n}]" for n in checked.citations)
    said = escape_line(checked.text, MAX_STATEMENT_CHARS)
    lines = [f"**{say_verdict(checked, phrases)}**", said + (f" **{marks}**" if marks else "")]
    lines += [
        f"-# {escape_line(line, MAX_NOTE_CHARS)}" for line in say_comparison(checked, phrases)
    ]
    return ("\n".join(lines),)


def _quotes(
    fresh: list[Citation], originals: Mapping[str, Citation], phrases: Phrases
) -> Iterator[Piece]:
    for group in group_quotes(fresh):
        yield cite_quote(group, originals, phrases)


def _foot(check: Check, phrases: Phrases) -> str:
    lines = [describe_check(check.citations, phrases)] if check.citations else []
    lines += map(escape, say_notes(check, phrases))
    return "\n".join(f"-# {line}" for line in lines)


def _colour(check: Check) -> int:
    verdicts = {checked.verdict for checked in check.statements}
    if verdicts & {Verdict.CONTRADICTED, Verdict.DISPUTED}:
        return AMBER
    return GREY if verdicts == {Verdict.NOT_IN_DOSSIER} else BLUE
