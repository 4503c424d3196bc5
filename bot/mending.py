"""Where a passage has the words of a quote that was copied carelessly. Pure.

What is found are always the document's own words in one run: a careless copy only tells where to
look. Strict, so that nothing is found where the difference is what matters: numbers, names,
negations and every other word must be there, and no word more than a small one may be passed over.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from llama_index.core.schema import TextNode
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.spelling import is_word_of
from bot.splitting import Token, fold, split_words
from bot.typesetting import flatten
from ingest.documents import Span
from ingest.passages import language_of, sentences_of, span_of

_MIN_ALIKE = 75
"""Partial ratio (rapidfuzz) below which a passage isn't looked at closer: two small words and a
slip in eight words are above 80."""
_MIN_WORDS = 2
"""A single word that differs at all is no quote of it: "us" is not "US"."""
_WORDS_A_SLIP = 4
"""One word in so many may be amiss, and no more than _MAX_SLIPS: of the six or so words that a
claim hangs on, one."""
_MAX_SLIPS = 2
_MIN_CHARS = 5
"""Of a word that may be misspelt: most words that are shorter are one letter from another."""
_MIN_PIECE = 3
"""Of a word that is cut at the end of a quote."""
_MAX_GAP = 8
"""Words that an ellipsis may stand for: about half a sentence."""
_MAX_QUOTE_WORDS = 200
"""Longer ones are not looked at: a passage has some 250 words, and time goes with the product."""
_LOST = 1_000
"""More than any copy costs."""

_ELLIPSIS = re.compile(r"\s*[\[(]?(?:…|\.\.\.+)[\])]?\s*")
_GROUPED = re.compile(r"\d{1,3}(?:[ .,']\d{3})+")
_GROUP_MARKS = {"en": " ',", "de": " '.", "es": " '.", "fr": " '", "ru": " '"}


class _Found(NamedTuple):
    """Words of a passage, as half-open numbers of tokens, and what differs."""

    cost: int
    first: int
    end: int


def mend_quote(quote: str, passage: TextNode) -> Span | None:
    """Find the words of a passage of which `quote` is a careless copy.

    Forgiven: case, accents, punctuation, marks around it, the way a number is grouped, a word cut
    at either end, an article lost or added, one misspelt word, an ellipsis for a few words of the
    same sentence.

    Returns: half-open span in characters of `Document.text`, whole words; None if there is none.
    """
    parts = [tokens for part in _ELLIPSIS.split(quote) if (tokens := split_words(part))]
    if not _MIN_WORDS <= sum(map(len, parts)) <= _MAX_QUOTE_WORDS or not _is_near(parts, passage):
        return None
    words, language = split_words(passage.text), language_of(passage)
    budget = min(_MAX_SLIPS, sum(map(len, parts)) // _WORDS_A_SLIP)
    first = end = -1
    for part in parts:
        begin = max(end, 0)
        within = words[begin : end + _MAX_GAP + len(part) + 2] if end >= 0 else words
        found = _align(part, within, language)
        if found.cost > budget:
            return None
        budget -= found.cost
        first = begin + found.first if first < 0 else first
        end = begin + found.end
    return _place(words[first].start, words[end - 1].end, passage, len(parts) > 1)


def _is_near(parts: Sequence[Sequence[Token]], passage: TextNode) -> bool:
    text = " ".join(fold(token.text) for token in split_words(passage.text))
    needles = (" ".join(fold(token.text) for token in part) for part in parts)
    return all(fuzz.partial_ratio(needle, text) >= _MIN_ALIKE for needle in needles)


def _align(quote: Sequence[Token], words: Sequence[Token], language: str | None) -> _Found:
    """Find the cheapest run of `words` for a quote, the first of several.

    Dynamic programming over both, free ends in `words` (Sellers 1980), with what each pair costs.
    """
    small = _lists(language, "small")
    before = [_Found(0, at, at) for at in range(len(words) + 1)]
    for nth, token in enumerate(quote):
        is_last = nth == len(quote) - 1
        # An article at an end may have lost its noun.
        is_extra = nth > 0 and not is_last and fold(token.text) in small
        now = [_Found(before[0].cost + (1 if is_extra else _LOST), *before[0][1:])]
        for at, word in enumerate(words):
            cost = _cost(token, word, language, is_first=nth == 0, is_last=is_last)
            ways = [_Found(before[at].cost + cost, before[at].first, at + 1)]
            if is_extra:
                ways.append(before[at + 1]._replace(cost=before[at + 1].cost + 1))
            if not is_last and fold(word.text) in small:
                ways.append(now[at]._replace(cost=now[at].cost + 1, end=at + 1))
            now.append(min(ways, key=lambda way: way.cost))
        before = now
    return min((way for way in before if way.first < way.end), default=_Found(_LOST, 0, 0))


def _cost(token: Token, word: Token, language: str | None, *, is_first: bool, is_last: bool) -> int:
    """0 for the same word or number, 1 for one that is misspelt or cut, else _LOST."""
    one, other = token.text.casefold(), word.text.casefold()
    if one == other:
        return 0
    if not (token.is_word and word.is_word):
        return 0 if _is_same_number(token.text, word.text, language) else _LOST
    strict = _lists(language, "strict")
    if one in strict or other in strict:
        return _LOST
    if fold(one) == fold(other):
        return 0
    is_cut = (is_last and _is_piece(one, other)) or (is_first and _is_piece(one[::-1], other[::-1]))
    if is_cut or (word.text.islower() and _is_misspelt(fold(one), fold(other))):
        return 1 if _is_no_word(one, other, language) else _LOST
    return _LOST


def _is_piece(one: str, other: str) -> bool:
    return len(one) >= _MIN_PIECE and fold(other).startswith(fold(one))


def _is_misspelt(one: str, other: str) -> bool:
    """Whether a letter is wrong, missing or too much, or two have changed places."""
    return min(len(one), len(other)) >= _MIN_CHARS and OSA.distance(one, other, score_cutoff=1) == 1


def _is_no_word(one: str, other: str, language: str | None) -> bool:
    """Whether `one` cannot be another word than `other`, as it is none."""
    return is_word_of(one, language) is False and is_word_of(other, language) is True


def _is_same_number(one: str, other: str, language: str | None) -> bool:
    """Whether two numbers differ only in how they are grouped: 1 650, 1,650, 1650.

    A mark that a language sets before decimals groups nothing in it, and a point is no comma.
    """
    marks = _GROUP_MARKS.get(language or "", " '")
    if not _GROUPED.fullmatch(other) and not other.isdecimal():
        return False
    if len({*one, *other} & {".", ","}) > 1:
        return False
    plain = re.sub(f"[{marks}]", "", other)
    return plain.isdecimal() and re.sub("[ ',.]", "", _grouped(one)) == plain


def _grouped(number: str) -> str:
    """A number that is whole, or may be by its groups of three; nothing otherwise."""
    return number if number.isdecimal() or _GROUPED.fullmatch(number) else ""


def _place(start: int, end: int, passage: TextNode, is_joined: bool) -> Span | None:
    """Give the place of a run of a passage; none if it cuts a word, or joins two sentences."""
    flat = flatten(passage.text)
    if not flat.is_whole(start, end):
        return None
    offset = span_of(passage).start
    span = Span(offset + flat.starts[start], offset + flat.ends[end - 1])
    within = any(s.start <= span.start and span.end <= s.end for s in sentences_of(passage))
    return span if within or not is_joined else None


@cache
def _lists(language: str | None, name: str) -> frozenset[str]:
    return frozenset(_table().get(language or "", {}).get(name, ()))


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text("utf-8")
    )
    return table
