"""What counts as verbatim. Pure; sees claims and passages only, so nothing can talk it round."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from llama_index.core.schema import TextNode

from bot.answers import Claim, Dropped, Quote, Why
from ingest.documents import Span
from ingest.passages import passage_id, span_of, words_at

_TYPE_SETTING = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇", "'"),
        **dict.fromkeys("“”„‟″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        # Marks that are not seen: soft hyphen, zero-width space and joiners, byte order mark.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
    }
)  # fmt: skip


@dataclass(frozen=True)
class GroundedQuote:
    """A quote that was found: `text` are the document's own words at `span`."""

    passage: TextNode
    span: Span
    text: str


@dataclass(frozen=True)
class GroundedClaim:
    """A claim with those of its quotes that were found; never without one."""

    text: str
    quotes: tuple[GroundedQuote, ...]


@dataclass(frozen=True)
class Verdict:
    """What survives the check, in order, and what doesn't."""

    claims: tuple[GroundedClaim, ...]
    dropped: tuple[Dropped, ...]


def ground(claims: Iterable[Claim], retrieved: Sequence[TextNode]) -> Verdict:
    """Keep the claims that rest on words of the retrieved passages.

    A quote that isn't found is dropped; a claim that is left without a quote is dropped whole.
    """
    passages: Mapping[str, TextNode] = {passage_id(passage): passage for passage in retrieved}
    kept: list[GroundedClaim] = []
    dropped: list[Dropped] = []
    for claim in claims:
        found = []
        for quote in claim.quotes:
            located = _locate(quote, passages)
            if isinstance(located, Why):
                dropped.append(Dropped(text=quote.text, why=located))
            else:
                found.append(located)
        if found:
            kept.append(GroundedClaim(claim.text, tuple(found)))
        elif not claim.quotes:
            dropped.append(Dropped(text=claim.text, why=Why.NO_QUOTE))
    return Verdict(tuple(kept), tuple(dropped))


def locate_quote(quote: str, passage: TextNode) -> Span | None:
    """Find where `passage` has the words of `quote`, forgiving only type-setting.

    Equal: composed and decomposed Unicode forms, kinds of apostrophes, quotation marks and
    hyphens, runs of white space, marks that are not seen. Not equal: case, spelling, an ellipsis,
    part of a word or number ("win" in "window", "65" in "1.65").

    Returns: half-open span in characters of `Document.text` (not of the passage), of the first
    place; None if it isn't there.
    """
    needle = _flatten(quote).text
    haystack = _flatten(passage.text)
    at = haystack.text.find(needle) if any(map(str.isalnum, needle)) else -1
    while at >= 0:
        end = at + len(needle)
        if haystack.is_whole(at, end):
            offset = span_of(passage).start
            return Span(offset + haystack.starts[at], offset + haystack.ends[end - 1])
        at = haystack.text.find(needle, at + 1)
    return None


def _locate(quote: Quote, passages: Mapping[str, TextNode]) -> GroundedQuote | Why:
    if not any(map(str.isalnum, quote.text)):
        return Why.EMPTY_QUOTE
    passage = passages.get(quote.passage)
    if passage is None:
        return Why.PASSAGE_NOT_RETRIEVED
    span = locate_quote(quote.text, passage)
    if span is None:
        return Why.NOT_VERBATIM
    return GroundedQuote(passage, span, words_at(passage, span))


@dataclass(frozen=True)
class _Flat:
    """Text without its type-setting, and for each character where it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether neither end of a span cuts a written character, a word or a number."""
        return not (self._joined(start) or self._joined(end))

    def _joined(self, at: int) -> bool:
        if not 0 < at < len(self.text):
            return False
        if self.starts[at] == self.starts[at - 1]:
            return True
        before, after = self.text[at - 1], self.text[at]
        if _is_spaced(before) and _is_spaced(after):
            return True
        point = before if before in ".,'" else after if after in ".,'" else ""
        far_before = self.text[at - 2 : at - 1] if point == before else before
        far_after = self.text[at + 1 : at + 2] if point == after and point != before else after
        return bool(point) and far_before.isdigit() and far_after.isdigit()


def _is_spaced(character: str) -> bool:
    """Whether it is of a script that sets spaces between words (Chinese, Thai and others don't)."""
    return character.isalnum() and unicodedata.category(character) != "Lo"


def _flatten(text: str) -> _Flat:
    flat: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        plain = unicodedata.normalize("NFC", text[start:end]).translate(_TYPE_SETTING)
        if plain.isspace():
            plain = "" if not flat or flat[-1] == " " else " "
        flat += plain
        starts += [start] * len(plain)
        ends += [end] * len(plain)
    if flat and flat[-1] == " ":
        del flat[-1], starts[-1], ends[-1]
    return _Flat("".join(flat), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterable[tuple[int, int]]:
    """Spans of a character with the combining marks behind it: what NFC may put together."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _continues(text[at - 1], text[at]):
            yield start, at
            start = at


def _continues(before: str, character: str) -> bool:
    if unicodedata.combining(character):
        return True
    # Parts of a Korean syllable compose without being combining marks.
    return "\u1100" <= before <= "\u11ff" and "\u1160" <= character <= "\u11ff"
