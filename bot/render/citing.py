"""How a quote and its source stand in a Discord message. Pure.

The source is a text of its own below the quote: in one text, some clients draw it inside the bar.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.answers import Citation
from bot.phrases import Phrases
from bot.render.escaping import escape, escape_line, link, quote_block
from bot.render.fitting import Piece
from bot.render.origins import is_in_part
from bot.render.shortening import shorten
from bot.render.sources import About, describe_source, name_speaker, name_title, say_place

MAX_SPEAKER_CHARS = 80
_MAX_BLOCK_CHARS = 2700
"""A quote leaves room for its source. Longer ones there are none of: passages have 800 characters
or so; and if there were, an answer that Discord refuses would serve nobody."""


def originals_of(citations: Iterable[Citation]) -> dict[str, Citation]:
    """By document, the first citation of it: the one whose source is written out."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.document, citation)
    return first


def cite_quote(
    citations: Sequence[Citation], originals: Mapping[str, Citation], phrases: Phrases
) -> Piece:
    """Show a quote and, below it, where it stands; `[n]` before each place unless it is 0.

    citations: the one whose words are shown, then those with the same words or some of them.
    """
    block = quote_block(citations[0].quote)
    if len(block) > _MAX_BLOCK_CHARS:
        block = quote_block(shorten(citations[0].quote, _MAX_BLOCK_CHARS // 3))
    return (block, "\n".join(_place(c, citations[0], originals, phrases) for c in citations))


def say_speaker(about: About, phrases: Phrases, max_chars: int = MAX_SPEAKER_CHARS) -> str:
    """Name who says it, escaped, on one line, not at length."""
    return escape_line(name_speaker(about, phrases), max_chars)


def _place(
    citation: Citation, shown: Citation, originals: Mapping[str, Citation], phrases: Phrases
) -> str:
    mark = f"[{citation.n}] " if citation.n else ""
    part = f" · {phrases('in_part')}" if is_in_part(citation, shown) else ""
    return f"-# {mark}{_source(citation, originals[citation.document], phrases)}{part}"


def _source(citation: Citation, original: Citation, phrases: Phrases) -> str:
    speaker = say_speaker(citation, phrases)
    if original is not citation:
        key = "same_text" if original.n else "same_text_above"
        same = phrases(key, speaker=speaker, n=original.n)
        place = say_place(citation, phrases)
        differs = place != say_place(original, phrases)
        return " · ".join(filter(None, [same, place if differs else ""]))
    title = link(name_title(citation), citation.source)
    return " · ".join([speaker, *map(escape, describe_source(citation, phrases)), title])
