"""How text that is not ours is shown in Discord: inert as markdown, verbatim to the eye. Pure.

Discord shows the character after a backslash as it is, and knows no other way to quote one, so
every character that could begin something gets one. What `discord.utils.escape_markdown` leaves
alive is covered: `<@1>`, `<t:1:R>`, `</ask:1>`, `:emoji:`, `@everyone`, `1. `, `-# `, addresses.
No invisible character is put in: what somebody copies is what the document says.
"""

import re
from urllib.parse import quote, urlsplit

from bot.render.shortening import one_line, shorten
from ingest.errors import harmless

MAX_TITLE_CHARS = 58
"""One line and a half at a phone's width."""
MAX_URL_CHARS = 512
"""As long as Discord allows an address to be in a button."""

_ANYWHERE = re.compile(r"[\\*_~|`<>\[\](@]|[:/](?=\S)")
_LINE_START = r"(?:^|(?<=[\n\u2028\u2029]))"
_AT_LINE_START = re.compile(rf"{_LINE_START}([^\S\n]*)([-+#])|{_LINE_START}([^\S\n]*\d+)([.)])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_QUOTE_MARK = re.compile(r"^> ?", re.MULTILINE)
_MARKS = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:)-?\d+(?::\w+)?>")
_SCHEME = re.compile(r"\w+://")
_KEPT_IN_URL = "%/:=&?#+!$,;'@~"


def escape(text: str) -> str:
    """Make text inert. Line breaks become \\n; what steers a display becomes U+FFFD (`harmless`).

    The result may stand at a line's start, and anywhere else.
    """
    inert = _ANYWHERE.sub(r"\\\g<0>", harmless(text.replace("\r\n", "\n")))
    return _AT_LINE_START.sub(_escape_line_start, inert)


def escape_line(text: str, max_chars: int) -> str:
    """Put text on one line, at most so long, cut at a word, and make it inert."""
    return escape(shorten(one_line(text), max_chars))


def escape_within(text: str, max_chars: int) -> str:
    """Make a text inert that has at most `max_chars` then; what is too long is cut at a word."""
    room = max_chars
    while (excess := len(inert := escape(shorten(text, room))) - max_chars) > 0:
        room -= (excess + 1) // 2  # no character becomes more than two
    return inert


def unescape(text: str) -> str:
    """Read back what `escape` was given, but for the line breaks and steering it replaced."""
    return _ESCAPED.sub(r"\1", text)


def quote_block(text: str) -> str:
    """Escape text and mark every line of it as a quote: `>>>` would swallow what follows."""
    return "\n".join(f"> {line}" for line in escape(text).split("\n"))


def read_quote_block(block: str) -> str:
    """Read back what `quote_block` was given, as `unescape` does."""
    return unescape(_QUOTE_MARK.sub("", block))


def link(title: str, url: str | None, max_url_chars: int = MAX_URL_CHARS) -> str:
    """Write a title as a link, cut at a word; as a plain title if the address can't be used.

    Brackets of the title become parentheses, and `http://` is left out of it: with either, Discord
    may show the markup instead of a link.
    """
    title = shorten(one_line(title), MAX_TITLE_CHARS)
    target = _encode(url) if url else None
    if target is None or len(target) > max_url_chars:
        return escape(title)
    label = _SCHEME.sub("", title.replace("[", "(").replace("]", ")"))
    if not any(character.isalnum() for character in label):
        label = urlsplit(target).netloc
    return f"[{escape(label)}](<{target}>)"


def strip_marks(content: str) -> str:
    """What a message says, without mentions, custom emoji and timestamps: they are no words."""
    return re.sub(" {2,}", " ", _MARKS.sub(" ", content)).strip()


def _escape_line_start(match: re.Match[str]) -> str:
    before, mark, number, dot = match.groups(default="")
    return f"{before}{number}\\{mark}{dot}"


def _encode(url: str) -> str | None:
    encoded = quote(harmless(url), safe=_KEPT_IN_URL)
    return encoded if encoded.startswith(("http://", "https://")) else None
