"""`/gaps`: what was asked and not answered, or not well. For editors. Pure."""

from collections.abc import Sequence

from bot.answers import Citation
from bot.gaps import Gap
from bot.phrases import Phrases
from bot.render.buttons import NOT_HELPFUL
from bot.render.citing import say_speaker
from bot.render.counting import say_more
from bot.render.escaping import escape_line, link
from bot.render.fitting import AMBER, GREY, Block, Container, Piece, contain
from bot.render.paging import Page, say_title
from bot.render.shortening import lines_within
from bot.render.sources import name_title

GAPS_A_PAGE = 5
_MAX_QUESTION_CHARS = 120
_MAX_QUOTE_CHARS = 100
_MAX_URL_CHARS = 80
_MAX_REASON_CHARS = 100
_MAX_REASONS = 2
_MAX_QUESTIONS = 3
_MAX_NEAREST = 2
_MAX_QUESTIONS_CHARS = 380
_MAX_NEAREST_CHARS = 340
"""Five groups fit into a message if none takes more."""


def render_gaps(gaps: Sequence[Gap], page: Page, phrases: Phrases) -> Container:
    """Lay out one page of groups, at most GAPS_A_PAGE, most asked first."""
    if not gaps:
        return contain([((phrases("gaps_none"),),)], GREY)
    head = say_title(phrases("gaps_title"), page, phrases)
    return contain([((head,),), *(_block(gap, phrases) for gap in gaps)], AMBER)


def _block(gap: Gap, phrases: Phrases) -> Block:
    first, *others = (escape_line(question, _MAX_QUESTION_CHARS) for question in gap.questions)
    said = [escape_line(reason, _MAX_REASON_CHARS) for reason in gap.reasons[:_MAX_REASONS]]
    lines = [f"**{gap.count}×** {first}", *(f"-# {NOT_HELPFUL} {reason}" for reason in said)]
    lines += [f"-# {question}" for question in others]

    shown = lines_within(
        lines, _MAX_QUESTIONS_CHARS, lambda n: say_more(n, phrases), _MAX_QUESTIONS + len(said)
    )
    nearest = [_near(citation, phrases) for citation in gap.nearest[:_MAX_NEAREST]]
    while sum(len(text) for piece in nearest for text in piece) > _MAX_NEAREST_CHARS:
        nearest.pop()
    return (("\n".join(shown),), *nearest)


def _near(citation: Citation, phrases: Phrases) -> Piece:
    quote = escape_line(citation.quote, _MAX_QUOTE_CHARS)
    title = link(name_title(citation), citation.source, _MAX_URL_CHARS)
    return (f"> {quote}", f"-# {say_speaker(citation, phrases)} · {title}")
