"""What each source says: the clauses of passages, each with whose words it gives. Pure.

One document may itself report several versions: "Slyck has 20 December; AfterDawn 21 December". A
clause with a speaker of its own is a statement; what has none is the document's own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.answering.amounts import find_amounts
from bot.answering.naming import find_whole_names
from bot.answering.periods import find_periods
from bot.answering.speakers import Speaker, find_speakers
from bot.answering.topics import find_topics
from ingest.documents import Span
from ingest.passages import (
    document_of,
    language_of,
    metadata_of,
    sentences_of,
    vectors_of,
    words_at,
)

_JOINED = re.compile(
    r"[\s,&»”\"(]*(?:\b(?:and|as well as|et|ainsi que|und|sowie|y|e|и|а также)\b)?[\s«“„\"]*"
    r"(?:\b(?:the|le|la|les|die|der|das|el|los|las)\b\s*)?",
    re.IGNORECASE,
)
"""What stands between two speakers of the same words."""
_BREAK = re.compile(
    r"[;:]\s+|,\s+|\s[—–]\s|\s(?=(?:and|but|while|whereas|et|mais|und|aber|y|pero|и|а|но)\s)"
)
_STRONG = re.compile(r";\s+")
_LEAD = re.compile(
    r"(?:(?:and|but|while|whereas|et|mais|tandis que|und|aber|y|pero|mientras|и|а|но)\s+)?"
    r"(?:(?:the|le|la|les|die|der|das|el|los|las)\s+)?",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"\s+\d[\d.]*(?=\s)")
"""The number behind a name: "EDRi-gram 5.14"."""
_CONTRARY = re.compile(
    r"\b(?:unlike|contrary to|other than|contrairement à|à la différence d[eu]|anders als|entgegen"
    r"|a diferencia de|al contrario de|contrariamente a|вопреки|в отличие от)\s(?:[\w’']+\s){0,2}$",
    re.IGNORECASE,
)
"""Before a speaker whose words are not taken over: "other than the owner claims"."""
_QUOTING = re.compile(
    r"\b(?:as |wie |tel que )?(?:quoted|cited|reported|relayed|cité|citée|cités|zitiert|citado"
    r"|citada|цитируем\w+)\s(?:by|par|von|nach|por|в)\s(?:the |le |la |der |die |el )?$"
)
"""Before one who only passes on what others say: "IFPI as quoted by Slyck"."""
_GAPPED_CHARS = 90


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, and who it gives the words of."""

    span: Span
    """In characters of the sentence."""
    speakers: tuple[str, ...]
    """As they stand there; none where the document speaks itself."""
    names: tuple[Span, ...] = ()
    """Where the speakers' names stand, in characters of the sentence."""


@dataclass(frozen=True)
class Statement:
    """A clause of a retrieved passage, beside the sentence it stands in."""

    passage: TextNode
    nth: int
    """Number of the sentence in the passage."""
    sentence: str
    clause: Clause
    speakers: tuple[str, ...]
    """Those of the clause, else the document's."""
    vector: NDArray[np.float32]
    """The sentence's: unit, shape (d,)."""

    @property
    def text(self) -> str:
        """The words of the clause."""
        return self.sentence[self.clause.span.start : self.clause.span.end]

    @property
    def told(self) -> str:
        """The words of the clause but for the names of who says them, each blanked out."""
        blanked = self.sentence
        for start, end in self.clause.names:
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
        return blanked[self.clause.span.start : self.clause.span.end]

    @property
    def language(self) -> str | None:
        """The passage's."""
        return language_of(self.passage)

    @property
    def is_reported(self) -> bool:
        """Whether the text gives somebody's words."""
        return bool(self.clause.speakers)


def read_statements(passage: TextNode) -> Iterator[Statement]:
    """Read the statements of a passage, in order."""
    language, own = language_of(passage), speaker_of(passage)
    vectors = vectors_of(passage).sentences
    for nth, span in enumerate(sentences_of(passage)):
        sentence = words_at(passage, span)
        for clause in split_clauses(sentence, language):
            yield Statement(passage, nth, sentence, clause, clause.speakers or (own,), vectors[nth])


def speaker_of(passage: TextNode) -> str:
    """Name whose words a passage's document has: its party, publisher, author, title or path."""
    known = metadata_of(passage)
    return known.party or known.publisher or known.author or known.title or document_of(passage)


def split_clauses(sentence: str, language: str | None) -> list[Clause]:
    """Split a sentence where another speaker has the word.

    What follows a semicolon behind somebody's words, and names nobody, is left out: whose it is
    can't be told.
    """
    named = [
        speaker
        for speaker in find_speakers(sentence, language)
        if _is_name(speaker) and not _CONTRARY.search(sentence[: speaker.span.start])
    ]
    named = [s for speaker in named for s in _quoted_by(sentence, language, speaker)]
    named = sorted([*named, *_gapped(sentence, language, named)], key=lambda s: s.span)
    groups = _group(sentence, named)
    if not groups:
        return [Clause(Span(0, len(sentence)), ())]
    starts = _starts(sentence, groups)
    clauses = []
    if lead := _STRONG.search(sentence[: groups[0][0].span.start]):
        clauses.append(Clause(Span(0, lead.start()), ()))
    for nth, group in enumerate(groups):
        end = starts[nth + 1] if nth + 1 < len(groups) else len(sentence)
        span = _trim(sentence, Span(starts[nth], end), group[-1].span.end)
        names = tuple(speaker.span for speaker in group)
        clauses.append(Clause(span, tuple(speaker.name for speaker in group), names))
    return clauses


def _is_name(speaker: Speaker) -> bool:
    """Whether a speaker can be named: "Der Abendkurier" too, which German tells from no role."""
    return speaker.is_named or any(map(str.isupper, speaker.name))


def _quoted_by(sentence: str, language: str | None, speaker: Speaker) -> Iterator[Speaker]:
    """Give those whom a speaker quotes in its place: they stand before it, joined."""
    match = _QUOTING.search(sentence[: speaker.span.start])
    if match is None:
        yield speaker
        return
    end = match.start()
    for name in reversed(find_whole_names(sentence, language)):
        between = sentence[name.span.end : end] if name.span.end <= end else "x"
        if not between.strip() or _JOINED.fullmatch(between):
            yield Speaker(name.text, name.span, is_named=True)
            end = name.span.start


def _group(sentence: str, named: Sequence[Speaker]) -> list[list[Speaker]]:
    """Put speakers of the same words together."""
    groups: list[list[Speaker]] = []
    for speaker in named:
        if groups and _JOINED.fullmatch(sentence[groups[-1][-1].span.end : speaker.span.start]):
            groups[-1].append(speaker)
        else:
            groups.append([speaker])
    return groups


def _starts(sentence: str, groups: Sequence[Sequence[Speaker]]) -> list[int]:
    """Where the clause of each group begins: behind the last break before its first name."""
    starts = []
    for nth, group in enumerate(groups):
        floor = groups[nth - 1][-1].span.end if nth else 0
        breaks = _BREAK if nth else _STRONG
        found = list(breaks.finditer(sentence, floor, group[0].span.start))
        starts.append(found[-1].end() if found else (group[0].span.start if nth else 0))
    return starts


def _trim(sentence: str, span: Span, behind: int) -> Span:
    """End a clause at a semicolon behind its speaker, and without the break before the next."""
    stop = _STRONG.search(sentence, behind, span.end)
    end = stop.start() if stop else span.end
    return Span(span.start, span.start + len(sentence[span.start : end].rstrip(" ,;:—–")))


def _gapped(sentence: str, language: str | None, named: Sequence[Speaker]) -> Iterator[Speaker]:
    """Find who has what where the verb is not repeated: "…, AfterDawn 21 December"."""
    if not named:
        return
    marks = [0, *(match.end() for match in re.finditer(r"[;,]\s+", sentence)), len(sentence)]
    for start, end in pairwise(marks):
        part = sentence[start:end]
        is_taken = any(start <= speaker.span.start < end for speaker in named)
        if start <= named[0].span.start or is_taken or len(part) > _GAPPED_CHARS:
            continue
        lead = _LEAD.match(part)
        at = lead.end() if lead else 0
        name = next(
            (n for n in find_whole_names(f"x {part[at:]}", language) if n.span.start == 2), None
        )
        if name is None or name.is_place:
            continue
        last = at + name.span.end - 2
        if issue := _ISSUE.match(part, last):
            last = issue.end()
        rest = part[last:]
        tells = find_periods(rest, year=2000) or find_amounts(rest, language)
        if tells and not find_topics(without_periods(rest), language):
            yield Speaker(part[at:last], Span(start + at, start + last), is_named=True)


def without_periods(text: str) -> str:
    """Blank the dates of a text out: "the end of June" tells of no end."""
    for period in find_periods(text, year=2000):
        start, end = period.span
        text = text[:start] + " " * (end - start) + text[end:]
    return text
