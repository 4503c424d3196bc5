"""How a text that is too long for its place is shortened: at a word, and saying so. Pure."""

import re
from collections.abc import Callable, Sequence

MAX_CONTENT_CHARS = 2000
"""Of a message's text outside of components; Discord refuses a longer one."""
_LAST_WORD = re.compile(r"\s+\S*\Z")
_MIN_KEPT = 0.5
"""Share of the place that a cut at a word must fill: a text without spaces is cut anywhere."""


def one_line(text: str) -> str:
    """Put a text on one line, a space for each run of white space."""
    return " ".join(text.split())


def shorten(text: str, max_chars: int) -> str:
    """Cut a text at a word to `max_chars`, and add an ellipsis to what was cut."""
    if len(text) <= max_chars:
        return text
    words = _LAST_WORD.sub("", text[: max_chars + 1])
    kept = words if max_chars * _MIN_KEPT <= len(words) <= max_chars else text[:max_chars]
    return f"{kept.rstrip(' ,;:.–-')}…"


def fit(content: str) -> str:
    """Shorten a text to what a message holds outside of components."""
    return content if len(content) <= MAX_CONTENT_CHARS else shorten(content, MAX_CONTENT_CHARS - 1)


def lines_within(
    lines: Sequence[str], max_chars: int, say_more: Callable[[int], str], max_lines: int = 1000
) -> list[str]:
    """Keep as many lines as fit together, then say how many were left out.

    The last line, where there is one, is counted in `max_chars` at 100 characters.
    """
    kept, left = 0, max_chars - 100
    for line in lines[:max_lines]:
        left -= len(line) + 1
        if left < 0:
            break
        kept += 1
    rest = len(lines) - kept
    return [*lines[:kept], *([say_more(rest)] if rest else [])]
