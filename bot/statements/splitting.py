"""What a message states, told by form alone: which of its words could be true or false. Pure.

Greetings, questions, links, code and what others said ("> ") are none of it. A sentence is cut at
a semicolon and nowhere else: what else makes two statements of one takes grammar to tell, and a
whole sentence is only harder to confirm, never wrongly confirmed.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sentencex
from anyascii import anyascii

from bot.answering.extractive import points_back
from bot.answering.names import find_names
from ingest.documents import Span

MAX_STATEMENTS = 8
MIN_WORDS = 3
"""Fewer make a statement only with a name among them: "RIAA lost"."""
MAX_GREETING_WORDS = 2
"""Words beside a greeting with which a sentence is still no more than that: "hello dear all"."""

_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_SAID = re.compile(r"^\s*>>> .*|^\s*> [^\n]*", re.DOTALL | re.MULTILINE)
"""Discord marks one line by ">", and all that follows by ">>>"."""
_STRUCK = re.compile(r"~~.+?~~", re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\](\(<?https?://[^)\s]*\))")
_ADDRESS = re.compile(r"<?https?://\S+")
_MARKS = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/)[^>\s]*\d[^>\s]*>")
"""Mentions, emoji and timestamps of Discord."""
_EMPHASIS = re.compile(r"\*\*|__|\|\||`|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•+]|\d{1,3}[.)]|\#{1,3})\s)|\n(?=\s*[^\sa-zа-яё])")
"""A line break within a sentence is followed by a small letter."""
_HEAD = re.compile(r"(?:[-*•+]|\d{1,3}[.)]|\#{1,3})\s+")
_QUESTION = re.compile(r"[?¿]+[\s!.\"'»”’)\]]*\Z")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SEMICOLON = re.compile(r";\s+")
_LOOSE = re.compile(r"\s+([.,)])")
"""What blanked marks leave before a full stop."""
_CUT = re.compile(r"\s*[,!.:…—–-]\s*|\s+")


@dataclass(frozen=True)
class Statement:
    """What one sentence states, or a part of it."""

    text: str
    """Without links and marks, on one line."""
    span: Span
    """Where it stands in the message."""
    before: str = ""
    """The sentence that it points back to ("He was acquitted."); empty if it doesn't."""
    is_open: bool = False
    """Whether it points back to nothing that stands in the message, and so can't be understood."""

    @property
    def whole(self) -> str:
        """What is to be looked for: with the sentence it points back to."""
        return f"{self.before} {self.text}".strip()


@dataclass(frozen=True)
class Statements:
    """The first statements of a message, and how many more it makes."""

    first: tuple[Statement, ...]
    left_out: int


@dataclass(frozen=True)
class _Words:
    """The lists of one language, each phrase as its plain words."""

    greetings: Sequence[tuple[str, ...]]
    openers: Sequence[tuple[str, ...]]
    pronouns: frozenset[str]
    """As they are written."""


def split_statements(message: str, language: str) -> Statements:
    """Find what a message states, in order."""
    masked = _mask(message)
    found: list[Statement] = []
    named, end = "", 0
    for span in _sentences(masked, language):
        if _WORD.search(message, end, span.start):
            named = ""  # what stands between may name somebody else
        text = _clean(masked[slice(*span)])
        back = _points_back(text, language)
        found.append(Statement(text, span, named if back else "", is_open=back and not named))
        named, end = named if back else text, span.end
    return Statements(tuple(found[:MAX_STATEMENTS]), max(0, len(found) - MAX_STATEMENTS))


def _mask(message: str) -> str:
    """Blank what is no statement, so that all else stays where it is."""
    for pattern in (_CODE, _SAID):
        message = pattern.sub(lambda match: "\n" * len(match[0]), message)
    message = _LINK.sub(lambda match: f" {match[1]} {' ' * len(match[2])}", message)
    for pattern in (_STRUCK, _ADDRESS, _MARKS, _EMPHASIS):
        message = pattern.sub(lambda match: " " * len(match[0]), message)
    return message


def _sentences(masked: str, language: str) -> Iterator[Span]:
    """Spans of what could be statements, without what only leads to them."""
    for block in _blocks(masked):
        for boundary in sentencex.get_sentence_boundaries(language, masked[slice(*block)]):
            start, end = boundary["start_index"], boundary["end_index"]
            sentence = Span(block.start + start, block.start + end)
            if not _QUESTION.search(masked[slice(*sentence)]):
                yield from _clauses(masked, sentence, language)


def _blocks(masked: str) -> Iterator[Span]:
    start = 0
    for match in _BREAK.finditer(masked):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(masked))


def _clauses(masked: str, sentence: Span, language: str) -> Iterator[Span]:
    text = masked[slice(*sentence)]
    start = 0
    for match in [*_SEMICOLON.finditer(text), None]:
        end = len(text) if match is None else match.start()
        rest = text[match.end() :] if match else ""
        if match and min(_count(text[start:end]), _count(rest)) < MIN_WORDS:
            continue
        clause = _trim(masked, Span(sentence.start + start, sentence.start + end), language)
        if clause is not None:
            yield clause
        start = match.end() if match else end


def _trim(masked: str, span: Span, language: str) -> Span | None:
    """Cut off what leads to a statement; None where nothing is left that states something."""
    text = masked[slice(*span)]
    start = len(text) - len(text.lstrip())
    if head := _HEAD.match(text, start):
        start = head.end()
    start = _skip(text, start, language)
    words = [match[0] for match in _WORD.finditer(text, start)]
    named = any(word[0].isupper() and word[1:].upper() == word[1:] for word in words if word[1:])
    if len(words) < (2 if named or find_names(text[start:], language) else MIN_WORDS):
        return None
    return Span(span.start + start, span.start + len(text.rstrip()))


def _skip(text: str, start: int, language: str) -> int:
    """Where a sentence begins behind greetings and openers; at its end if there is no more to it.

    A greeting may name somebody up to the next comma: "Hi Bob, the site was closed".
    """
    lists = _lists().get(language)
    while lists:
        words = list(_WORD.finditer(text, start))
        plain = [_plain(word[0]) for word in words]
        if opener := _longest(lists.openers, plain):
            start = _behind(text, words[opener - 1].end())
            continue
        greeting = _longest(lists.greetings, plain)
        if not greeting:
            break
        if len(words) <= greeting + MAX_GREETING_WORDS:
            return len(text)
        reach = words[greeting + MAX_GREETING_WORDS].start()
        comma = re.compile("[,!]").search(text, words[greeting - 1].end(), reach)
        start = _behind(text, comma.start() if comma else words[greeting - 1].end())
    return start


def _behind(text: str, at: int) -> int:
    match = _CUT.match(text, at)
    return match.end() if match else at


def _longest(phrases: Sequence[tuple[str, ...]], words: Sequence[str]) -> int:
    """How many words the longest phrase has that the words begin with; 0 if none."""
    flat = [part for word in words[:8] for part in re.split("[-']", word)]
    size = max((len(p) for p in phrases if tuple(flat[: len(p)]) == p), default=0)
    taken = 0
    while size > 0:
        size -= len(re.split("[-']", words[taken]))
        taken += 1
    return taken


def _points_back(text: str, language: str) -> bool:
    """Whether a sentence stands for somebody named before: at its head, or before any name."""
    if points_back(text, language):
        return True
    lists = _lists().get(language)
    if lists is None:
        return False
    names = set(find_names(text, language))
    for match in list(_WORD.finditer(text))[1:]:
        if match[0] in names:
            return False
        if match[0] in lists.pronouns:
            return True
    return False


def _clean(words: str) -> str:
    return _LOOSE.sub(r"\1", " ".join(words.split()))


def _count(text: str) -> int:
    return len(_WORD.findall(text))


def _plain(word: str) -> str:
    return anyascii(word).casefold()


@cache
def _lists() -> dict[str, _Words]:
    raw = tomllib.loads(Path(__file__).with_name("splitting.toml").read_text("utf-8"))
    return {
        language: _Words(
            greetings=_phrases(table["greetings"]),
            openers=_phrases(table["openers"]),
            pronouns=frozenset(table["pronouns"]),
        )
        for language, table in raw.items()
    }


def _phrases(listed: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(re.split(r"[\s'-]+", _plain(phrase))) for phrase in listed]
