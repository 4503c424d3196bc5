"""Boilerplate of web pages: subscription boxes, cookie notices, menus, share buttons, other titles.

Marks spans and deletes nothing. Each paragraph gets what its cues are worth (`boilerplate.toml`)
less its length, and the best runs of paragraphs are marked. To lose an article's own words is the
worse error: one cue can't mark long prose, and a run needs a cue that addresses the reader.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.documents import Span

_CUES = Path(__file__).with_name("boilerplate.toml")
# Chosen on the sample articles of the tests. Scores are in units of a weak cue.
_STRONG = 3.0
_MAX_GAIN = 7.0
_MIN_RUN = 1.0
_MAX_DROP = 2.0
"""A run ends where its score has fallen this far below its peak (the X-drop of BLAST)."""
_MAX_CUED_CHARS = 800
"""Longer paragraphs are prose, whatever they say; not searching them keeps the time linear."""
_PROSE_CHARS = 150

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”“)\]]*$")
_FOOTNOTE = re.compile(r"\[|\(?\d{1,3}[.)\]]|[¹²³*†]")
_PLAIN = str.maketrans("’\u00a0\u202f", "'  ")
_BORDERS = {
    "opens": (r"(?:^|[.!?…:;)] )[^\w\n©¿]{0,4}", r"(?!\w)"),
    "says": (r"(?<!\w)", r"(?!\w)"),
    "hints": (r"(?<!\w)", r"(?!\w)"),
    "lists": (r"^[^\w\n]{0,4}", r"(?!\w)"),
    "buttons": (r"^[^\w\n©¿]{0,4}", r"[^\w\n.]{0,4}$"),
    "menu": (r"^[^\w\n]{0,4}", r"[^\w\n.]{0,4}$"),
}


@dataclass(frozen=True)
class _Block:
    """A paragraph and what it is worth; `strong` says whether a strong cue is in it."""

    span: Span
    score: float
    strong: bool
    opens_list: bool
    is_title: bool


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """Find what belongs to the site rather than to the article.

    Returns: sorted, disjoint spans of whole paragraphs (whole lines where the text has no blank
    line), without white space at their ends.
    """
    blocks = [_weigh(text, span) for span in _paragraphs(text)]
    return tuple(
        Span(blocks[first].span.start, blocks[last].span.end) for first, last in _runs(blocks)
    )


def _paragraphs(text: str) -> list[Span]:
    """Split at blank lines; where there is none, at line ends, unless they only wrap prose."""
    blocks = _split(text, _BLANK_LINES)
    if len(blocks) != 1:
        return blocks
    lines = _split(text, _LINE_END)
    long = [text[start:end] for start, end in lines if end - start > _LONG_LINE_CHARS]
    wrapped = sum(not _SENTENCE_END.search(line[-4:]) for line in long)
    return blocks if 2 * wrapped > len(long) else lines


def _split(text: str, border: re.Pattern[str]) -> list[Span]:
    borders = [0, *(at for match in border.finditer(text) for at in match.span()), len(text)]
    spans = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        words = text[start:end]
        if stripped := words.strip():
            left = start + len(words) - len(words.lstrip())
            spans.append(Span(left, left + len(stripped)))
    return spans


def _weigh(text: str, span: Span) -> _Block:
    """Give a paragraph its score: cues less length; below zero if it has no cue."""
    length = span.end - span.start
    if length > _MAX_CUED_CHARS:
        return _Block(span, -math.inf, strong=False, opens_list=False, is_title=False)
    words = text[span.start : span.end].translate(_PLAIN)
    unquoted = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), words)
    found = {kind: len(cue.findall(unquoted)) for kind, cue in _cues().items()}
    strong = sum(found[kind] for kind in ("opens", "says", "buttons", "lists"))
    weak = min(found["menu"] + found["hints"], 3)
    is_sentence = bool(_SENTENCE_END.search(words[-4:]))
    if strong:
        score = min(_STRONG * strong + weak, _MAX_GAIN) - 0.5 - length / 80
    elif is_sentence:
        # It may stand in the middle of a run but can't begin or end one.
        score = min(weak - 0.5 - length / 60, -0.1)
    else:
        score = weak - 0.2 - length / 100
    is_title = not (is_sentence or strong or length > _PROSE_CHARS or _FOOTNOTE.match(words))
    return _Block(span, score, strong > 0, found["lists"] > 0, is_title)


def _runs(blocks: list[_Block]) -> Iterator[tuple[int, int]]:
    """Yield first and last block of each best-scoring run that has a strong cue."""
    at, body_begun = 0, False
    while at < len(blocks):
        last = _best_run(blocks, at, body_begun) if blocks[at].score > 0 else None
        if last is None:
            # What has no cue before the first long paragraph is the article's title or byline.
            body_begun |= _is_long_prose(blocks[at])
            at += 1
            continue
        yield at, last
        at = last + 1


def _best_run(blocks: list[_Block], first: int, may_bridge: bool) -> int | None:
    """Find where the run from `first` is best; None if it isn't good enough to be marked."""
    total = peak = 0.0
    best, strong, in_list = first, False, False
    for at in range(first, len(blocks)):
        block = blocks[at]
        in_list = block.opens_list or (in_list and block.is_title and may_bridge)
        if block.score <= 0 and not may_bridge:
            break
        total += max(block.score, 0.0) if in_list else block.score
        strong |= block.strong
        if total >= peak:
            peak, best = total, at
        elif total < peak - _MAX_DROP:
            break
    best = _without_heading(blocks, first, best)
    strong = any(block.strong for block in blocks[first : best + 1])
    return best if strong and peak >= _MIN_RUN else None
