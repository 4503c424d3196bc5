"""Text that addresses a machine: orders to it, marks of a conversation, characters nobody can see.

It is found so that an editor hears of it, and nothing else comes of it: the document is quoted like
any other, for an article about such orders holds some too.
"""

import re
import tomllib
import unicodedata
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CUES = Path(__file__).with_name("orders.toml")

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e01ef]"
)
_HIDDEN = re.compile(
    # Tag characters spell ASCII; after a black flag they spell a country's.
    r"(?P<tags>(?<!\U0001f3f4)(?<![\U000e0020-\U000e007f])[\U000e0020-\U000e007e]+)"
    # Emoji and some scripts join letters by one or two such characters, never by eight.
    r"|(?P<bits>[\u200b-\u200f\u2060-\u2064\ufeff]{8,}|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,})"
)
_MARKS = re.compile(
    r"<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|begin_of_text|end_of_text"
    r"|start_header_id|end_header_id|eot_id|endofprompt|tool)\|>|\[/?inst\]|<</?sys>>"
)
_LINE_MARKS = re.compile(
    r"\n[^\S\n]{0,9}(?=</?(?:system|assistant|system[_-]prompt)>"
    r"|#{2,4} ?(?:system|assistant|instruction)(?: prompt| message)?:)"
)
_SPACE = r"(?:[^\S\n]{1,4}(?:\n[ \t>]{0,8})?|\n[ \t>]{0,8})"
_GAP = r"[^.!?]{0,40}?"
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_MAX_WORDS_CHARS = 100


@dataclass(frozen=True)
class Finding:
    """A place in a document that addresses a machine."""

    line: int
    """Of the document's text, from 1, as `python -m ingest --show` prints it."""
    words: str
    """The words from there to the end of the line, shortened; of hidden ones, what they spell."""


def find_orders(text: str) -> tuple[Finding, ...]:
    """Find what addresses a machine, at most once a line, in order."""
    first: dict[int, str] = {}
    for finding in (*_find_hidden(text), *_find_said(text)):
        first.setdefault(finding.line, finding.words)
    return tuple(Finding(line, words) for line, words in sorted(first.items()))


def _find_hidden(text: str) -> Iterator[Finding]:
    lines = _Lines(f"\n{text}")
    for match in _HIDDEN.finditer(text):
        if match["tags"]:
            words = "".join(chr(ord(character) - 0xE0000) for character in match["tags"])
        else:
            words = " ".join(f"U+{ord(character):04X}" for character in match["bits"])
        yield Finding(lines.number(match.start() + 1), _shorten(words))


def _find_said(text: str) -> Iterator[Finding]:
    plain = f"\n{_plain(text)}"
    lines = _Lines(plain)
    for start in _starts(plain.lower()):
        yield Finding(lines.number(start), _shorten(plain[start : lines.end(start)]))


def _plain(text: str) -> str:
    """Without what hides a word from a search; lines stay lines, and in small letters as long."""
    if text.isascii():
        return text
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return seen.replace("’", "'").replace("İ", "I")


def _starts(plain: str) -> Iterator[int]:
    """Find where orders begin in a text in small letters, with a line end before its first line."""
    words, said, spoken = _cues()
    for mark in _MARKS.finditer(plain):
        yield mark.start()
    for line in (_LINE_MARKS, spoken):
        for match in line.finditer(plain):
            yield match.end()
    start = 0
    for end in [*(match.start() for match in _PARAGRAPH_END.finditer(plain)), len(plain)]:
        paragraph = plain[start:end]
        if any(word in paragraph for word in words):
            for match in said.finditer(plain, start, end):
                yield match.start()
        start = end


@cache
def _cues() -> tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]]:
    """The words of which a paragraph must have one; what is searched in it; what, everywhere."""
    languages = list(tomllib.loads(_CUES.read_text("utf-8")).values())
    roles, openings, cues = (
        "|".join(cue for language in languages for cue in language[kind])
        for kind in ("roles", "openings", "cues")
    )
    words = {word for language in languages for word in language["words"]}
    said = _compile(rf"(?<!\w)({cues})(?!\w)")
    spoken = _compile(rf"\n[^\w\n]{{0,4}}(?=({roles}) ?:[*_]{{0,2}} ({openings})(?!\w))")
    return tuple(sorted(words)), said, spoken


def _compile(cue: str) -> re.Pattern[str]:
    pattern = re.sub(r"\((?!\?)", "(?:", cue.replace("’", "'").replace("…", _GAP))
    return re.compile(pattern.replace(" ", _SPACE))


class _Lines:
    """Which line, from 1, a place is in, of a text with a line end before its first line."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def number(self, place: int) -> int:
        return bisect(self._ends, place)

    def end(self, place: int) -> int | None:
        """Where that line ends; None if it is the last one."""
        number = self.number(place)
        return self._ends[number] if number < len(self._ends) else None


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _MAX_WORDS_CHARS else f"{words[: _MAX_WORDS_CHARS - 1]}…"
