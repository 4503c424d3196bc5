"""Boilerplate of web pages: subscription boxes, cookie notices, menus, share buttons, other titles.

Marks spans and deletes nothing. Each paragraph gets what its cues are worth (`boilerplate.toml`)
less its length, and the best runs of paragraphs are marked. To lose an article's own words is the
worse error: one cue can't mark long prose, and a run needs a cue that addresses the reader.
"""

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.documents import Span

_CUES = Path(__file__).with_name("boilerplate.toml")

# Scores are in weak cues. Chosen on the invented articles of the tests.
_STRONG = 3.0
_MAX_GAIN = 7.0
_MIN_RUN = 1.0
_MAX_DROP = 2.0
"""A run ends where its score has fallen this far below its peak (as in BLAST's X-drop)."""
_MAX_LOOKAHEAD = 20
"""Paragraphs searched past the best end so far: keeps the time linear."""
_MAX_CUED_CHARS = 800
"""Longer paragraphs are prose whatever they say, and are not searched: linear time again."""
_PROSE_CHARS = 150
_LONG_LINE_CHARS = 40

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE_END = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'»”“)\]]*\s*$")
_QUOTED = re.compile(r"«[^»]*»|»[^«]*«|“[^”]*”|„[^“”]*[“”]|\"[^\"]*\"")
_WRAP = re.compile(r"(?<=[^\n]{40})(?<![.!?…:;])\n(?=[a-zß-ÿа-яё])")
_FOOTNOTE = re.compile(r"\[|\(?\d{1,3}[.)\]]|[¹²³*†]")
_PLAIN = str.maketrans("’\u00a0\u202f", "'  ")
_GAP = r"[^.!?\n]{0,40}?"
_LINE_START, _LINE_STOP = r"^[^\w\n©¿]{0,4}", r"[^\w\n.]{0,4}$"
_SENTENCE_START = r"(?:^|[.!?…:;)] )[^\w\n©¿]{0,4}"
_BORDERS = {
    "opens": (_SENTENCE_START, r"(?!\w)"),
    "says": (r"(?<!\w)", r"(?!\w)"),
    "hints": (r"(?<!\w)", r"(?!\w)"),
    "lists": (_LINE_START, r"(?= ?[:|»>→]|[^\w\n.]{0,4}$)"),
    "buttons": (_LINE_START, _LINE_STOP),
    "menu": (_LINE_START, _LINE_STOP),
}


@dataclass(frozen=True)
class _Block:
    """A paragraph and its score."""

    span: Span
    score: float
    strong: bool = False
    """It has a strong cue and is short enough for it to count."""
    is_menu: bool = False
    is_cued: bool = False
    """It has a cue; a sentence, two: it may stand before the first strong cue of a run."""
    opens_list: bool = False
    is_title: bool = False
    """Short, unpunctuated, without a strong cue: a heading, a menu item or a link."""


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
    """Give a paragraph its score: its cues less its length, below zero where there are none."""
    length = span.end - span.start
    if length > _MAX_CUED_CHARS:
        return _Block(span, -math.inf)
    words = _WRAP.sub(" ", text[span.start : span.end].translate(_PLAIN))
    cues = _count_cues(words)
    strong = sum(cues[kind] for kind in ("opens", "says", "buttons", "lists"))
    weak = min(cues["menu"] + cues["hints"], 3)
    is_sentence = bool(_SENTENCE_END.search(words[-4:]))
    if strong:
        score = min(_STRONG * strong + weak, _MAX_GAIN) - 0.5 - length / 80
    elif is_sentence:
        # May stand inside a run, but neither begin nor end it; without a cue only a very short one.
        score = min(weak - 0.5 - length / (60 if weak else 40), -0.1)
    else:
        score = weak - 0.2 - length / 100
    return _Block(
        span,
        score,
        strong=strong > 0 and score > 0,
        is_menu=cues["menu"] > 0,
        is_cued=strong + weak > is_sentence,
        opens_list=cues["lists"] > 0,
        is_title=not (strong or is_sentence or length > _PROSE_CHARS or _FOOTNOTE.match(words)),
    )


def _count_cues(words: str) -> dict[str, int]:
    unquoted = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), words)
    return {kind: sum(1 for _ in cue.finditer(unquoted)) for kind, cue in _cues().items()}


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    languages = tomllib.loads(_CUES.read_text("utf-8")).values()
    patterns = {}
    for kind, (before, after) in _BORDERS.items():
        phrases = "|".join(phrase for language in languages for phrase in language[kind])
        phrases = phrases.replace(" … ", f" (?:{_GAP} )?").replace("…", _GAP).replace("#", r"\d+")
        patterns[kind] = re.compile(f"{before}(?:{phrases}){after}", re.IGNORECASE | re.MULTILINE)
    return patterns


def _runs(blocks: list[_Block]) -> Iterator[tuple[int, int]]:
    """Yield the first and last block of each run that is marked."""
    at, in_body = 0, False
    while at < len(blocks):
        first = blocks[at]
        in_body |= not first.strong and first.span.end - first.span.start >= _PROSE_CHARS
        if first.score <= 0 or not (in_body or first.strong or first.is_menu):
            at += 1
            continue
        last, peak = _best_end(blocks, at, in_body)
        last = _without_heading(blocks, at, last)
        if peak >= _MIN_RUN and any(block.strong for block in blocks[at : last + 1]):
            yield at, last
        at = last + 1


def _best_end(blocks: list[_Block], first: int, in_body: bool) -> tuple[int, float]:
    """Find the block with which the run from `first` scores most, and that score."""
    total = peak = 0.0
    best, strong, in_list = first, False, False
    for at in range(first, len(blocks)):
        block = blocks[at]
        strong |= block.strong
        # Before the first long paragraph, what has no cue of its own is a title or a byline.
        may_follow = block.strong or block.is_menu or (in_body and (strong or block.is_cued))
        if not may_follow or at > best + _MAX_LOOKAHEAD:
            break
        in_list = block.opens_list or (in_list and block.is_title)
        total += max(block.score, 0.0) if in_list and block.is_title else block.score
        if total >= peak:
            best, peak = at, total
        if total <= 0 or total < peak - _MAX_DROP:
            break
    return best, peak


def _without_heading(blocks: list[_Block], first: int, last: int) -> int:
    """Leave out a heading of the article that follows the run."""
    end, after = blocks[last], blocks[last + 1 : last + 2]
    is_heading = end.is_title and not end.is_menu and after and not after[0].is_title
    return last - 1 if is_heading and last > first else last
