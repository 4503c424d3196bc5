"""What an answer looks like in Discord. Pure: `Answer` in, one container a message out."""

from collections.abc import Iterator

from bot.answers import Answer
from bot.phrases import Phrases, phrases_in
from bot.render.citing import cite_quote, originals_of, say_speaker
from bot.render.claims import ShownClaim, choose_shown, say_headline, say_notes
from bot.render.counting import describe_check, describe_search
from bot.render.escaping import escape, escape_line
from bot.render.fitting import AMBER, BLUE, GAP, GREY, Block, Container, Piece, contain, pack
from bot.render.origins import say_origins
from bot.render.shortening import one_line, shorten
from bot.render.sources import format_published

MAX_QUESTION_CHARS = 200
MAX_CLAIM_CHARS = 900
MAX_QUOTES = 2
"""Shown below one claim; the others are found under its passages."""
MAX_NEAREST = 3
MAX_PUSH_CHARS = 2000
"""What a message without components may have."""


def render_answer(
    answer: Answer, *, asked: str | None = None, understood: str | None = None
) -> tuple[Container, ...]:
    """Lay out an answer, or what is said when the dossier has none.

    `asked`: the question, where Discord itself shows it to nobody (a slash command). `understood`:
    the stand-alone question that a follow-up was taken for.
    """
    phrases = phrases_in(answer.language)
    top = _top(asked, understood, phrases)
    if answer.abstained:
        return tuple(contain(part, GREY) for part in pack(_abstention(answer, top, phrases)))
    colour = AMBER if answer.disagreement else BLUE
    return tuple(contain(part, colour) for part in pack(_claims(answer, top, phrases)))


def push_line(answer: Answer) -> str:
    """Say in one line what a push notification can show: the first quote and who says it."""
    phrases = phrases_in(answer.language)
    if answer.abstained:
        return _abstained(answer, phrases)
    first = answer.citations[0]
    source = f"{say_speaker(first, phrases)}, {format_published(first.published, phrases)}"
    line = phrases("push_quote", quote=escape(one_line(first.quote)), source=source)
    return line if len(line) <= MAX_PUSH_CHARS else " ".join([phrases("answered"), source])


def _top(asked: str | None, understood: str | None, phrases: Phrases) -> list[Piece]:
    lines = []
    if asked is not None:
        lines.append(f"-# {_on_one_line(asked)}")
    if understood is not None:
        lines.append("-# " + phrases("understood", question=_on_one_line(understood)))
    return [("\n".join(lines),)] if lines else []


def _on_one_line(question: str) -> str:
    return escape_line(question, MAX_QUESTION_CHARS)


def _claims(answer: Answer, top: list[Piece], phrases: Phrases) -> list[Block]:
    claims = list(choose_shown(answer, MAX_QUOTES))
    shown = [citation for claim in claims for quote in claim.quotes for citation in quote]
    first = originals_of(shown)
    blocks = [
        (*_words(claim), *(cite_quote(quote, first, phrases) for quote in claim.quotes))
        for claim in claims
    ]
    if headline := say_headline(answer, phrases):
        top = [*top, (headline,)]
    said = [*say_notes(answer, phrases), *say_origins(answer.citations, phrases)]
    said.append(_check(answer, len(shown), phrases))
    bottom = "\n".join(f"-# {line}" for line in said)
    return _enclose(top, list(filter(None, blocks)), (GAP, bottom))


def _enclose(top: list[Piece], blocks: list[Block], bottom: Piece) -> list[Block]:
    blocks[0] = (*top, *blocks[0])
    blocks[-1] = (*blocks[-1], bottom)
    return blocks


def _words(claim: ShownClaim) -> Iterator[Piece]:
    if claim.text is not None:
        yield (f"{escape(shorten(claim.text, MAX_CLAIM_CHARS))} **{claim.marks}**",)


def _check(answer: Answer, shown: int, phrases: Phrases) -> str:
    check = describe_check(answer.citations, phrases)
    hidden = len(answer.citations) - shown
    more = phrases("more_quotes", count=hidden, passages=phrases("button_passages"))
    return f"{check} · {more}" if hidden else check


def _abstention(answer: Answer, top: list[Piece], phrases: Phrases) -> Iterator[Block]:
    abstained, searched = phrases("abstained"), _searched(answer, phrases)
    yield (*top, (f"**{abstained}**\n{searched}",))
    nearest = answer.nearest[:MAX_NEAREST]
    if nearest:
        first = originals_of(nearest)
        quotes = (cite_quote([citation], first, phrases) for citation in nearest)
        yield (("-# " + phrases("nearest"),), *quotes)


def _abstained(answer: Answer, phrases: Phrases) -> str:
    return " ".join([phrases("abstained"), _searched(answer, phrases)])


def _searched(answer: Answer, phrases: Phrases) -> str:
    return describe_search(_on_one_line(answer.question), answer.searched, phrases)
