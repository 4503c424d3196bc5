"""What a language model's sentence says without its mark-up: no link, image, mention or markdown.

What is shown of a claim is words; the only links of an answer are its citations' own sources. Pure.
"""

import re
from collections.abc import Iterable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import harmless

_LINE_MARK = re.compile(r"^\s*[-+*>#]+\s+", re.MULTILINE)
"""Not that of a numbered list: "12. Mai" is none."""
_MENTION = re.compile(r"<(?:[@#][!&]?|a?:\w*:|t:|/[\w -]+:|id:)[^<>\s]*>|@(?=everyone\b|here\b)")
"""As Discord has them; of @everyone the word stays."""
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_ADDRESS = re.compile(
    r"(?:[a-z][a-z\d+.-]*://|\b(?:mailto|javascript|data|tel):|\bwww\.)[^\s()\[\]<>]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[^\s()\[\]<>]*",
    re.IGNORECASE,
)
"""With a scheme, or with a path. The bare name of a site, "AllofMP3.com", is a word."""
_FOOTNOTE = re.compile(r"\s*(?:\[(?:passage )?\d+(?:, ?\d+)*\]|【[^】]*】)", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"\s*[(\[]\s*[)\]]")
_PICTURE = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+")
"""Emoji: they say what no quote can bear out."""
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
"""But for those that French sets before signs."""
_BEFORE_STOP = re.compile(r" (?=[.,)])")


def plain_text(text: str) -> str:
    """Give the words of a sentence on one line; empty if it has none.

    Markdown is read as CommonMark, by markdown-it: "5 * 3" and "snake_case" have none.
    """
    bare = _TAG.sub(" ", _MENTION.sub(" ", _LINE_MARK.sub("", harmless(text))))
    words = _FOOTNOTE.sub("", "".join(_words(_markdown().parseInline(bare))))
    # What was hidden in markdown may have come out.
    for mark in (_MENTION, _TAG, _ADDRESS, _PICTURE, _EMPTY_BRACKETS, _SPACE):
        words = mark.sub(" ", words)
    return _BEFORE_STOP.sub("", words).strip() if any(map(str.isalnum, words)) else ""


def _words(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _words(token.children or [])
        elif token.type in ("text", "code_inline", "text_special"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak", "image"):
            yield " "


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt()
