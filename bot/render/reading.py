"""What the bot reads back from its own messages, where nothing else is kept of them. Pure.

The inverse of `render.message`, and of the line in which a form's question is posted.
"""

import re
from collections.abc import Iterator

import discord

from bot.phrases import LANGUAGES, phrases_in
from bot.render.escaping import escape, escape_within, read_quote_block, unescape
from bot.render.shortening import MAX_CONTENT_CHARS, one_line

_ASKED = re.compile(r"💬 \*\*.*?\*\*: (.+)", re.DOTALL)
_SUBTEXT = "-# "


def say_asked(name: str, question: str) -> str:
    """The line in which the bot posts a question that came in by a form, as `read_asked` reads.

    What is too long for a message is cut at a word: it is answered as a whole all the same.
    """
    head = f"💬 **{escape(one_line(name))}**: "
    return head + escape_within(question, MAX_CONTENT_CHARS - len(head))


def read_asked(content: str) -> str | None:
    """Read the question back from a line of `say_asked`."""
    match = _ASKED.fullmatch(content)
    return unescape(match[1]) if match else None


def read_shown_question(message: discord.Message) -> str | None:
    """Read the question from the top of an answer: as it was understood, or else as it was asked.

    None if the answer shows neither: then the message it replies to has the question.
    """
    lines = _read_top(message)
    return next(filter(None, map(_read_understood, lines)), lines[0] if lines else None)


def read_own_question(message: discord.Message) -> str | None:
    """Read the question that stands nowhere but in a message of the bot's; None if it has none.

    Where people wrote the question themselves, an answer shows at most how it was understood.
    """
    if message.content:
        return read_asked(message.content)
    first = next(iter(_read_top(message)), None)
    return None if first is None or _read_understood(first) else read_shown_question(message)


def read_shown_quotes(message: discord.Message) -> list[str]:
    """Read the quotes of an answer back from its message."""
    return [read_quote_block(text) for text in _texts(message) if text.startswith("> ")]


def _read_top(message: discord.Message) -> list[str]:
    """The small lines above an answer, but not those with which its second message may begin."""
    top = next(_texts(message), "")
    nearest = {f"{_SUBTEXT}{phrases_in(language)('nearest')}" for language in LANGUAGES}
    if not top.startswith(_SUBTEXT) or top in nearest:
        return []
    return [unescape(line.removeprefix(_SUBTEXT)) for line in top.split("\n")]


def _read_understood(line: str) -> str | None:
    for language in LANGUAGES:
        before, _, after = phrases_in(language)("understood", question="\0").partition("\0")
        if line.startswith(before) and line.endswith(after):
            return line.removeprefix(before).removesuffix(after)
    return None


def _texts(message: discord.Message) -> Iterator[str]:
    for component in message.components:
        if isinstance(component, discord.Container):
            for child in component.children:
                if isinstance(child, discord.TextDisplay):
                    yield child.content
