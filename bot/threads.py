"""Reading a conversation back from Discord's own messages, and opening a thread for one.

Nothing of a conversation is kept in memory: what it was about is worked out anew from the thread's
messages each time, so that a restart changes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable

import discord

from bot.answers import MAX_QUESTION_CHARS
from bot.codes import FORBIDDEN, HAS_THREAD, code_of
from bot.conversation import Topic, replay
from bot.errors import CannotOpenThreadError
from bot.render.escaping import strip_marks
from bot.render.reading import read_own_question, say_asked
from bot.render.shortening import one_line, shorten
from bot.sending import FAILED_CALL, insist, send_once

log = logging.getLogger(__name__)

MAX_READ = 50
"""Messages that are read back; a topic older than that is forgotten."""
MAX_REPLAYED = 20
"""Questions of it; of one this long, 1 ms each at most."""
MAX_NAME_CHARS = 100
MAX_POST_CHARS = 300
"""Of a forum post that is longer with its title, the title alone is the question."""
_SAID = frozenset(
    {
        discord.MessageType.default,
        discord.MessageType.reply,
        discord.MessageType.chat_input_command,
        discord.MessageType.context_menu_command,
    }
)
"""Not what Discord itself puts between: "Ann has joined the thread"."""


def question_in(message: discord.Message, me: int) -> str | None:
    """Find the question that a message of a conversation asks the bot; None if it asks none."""
    if message.author.id == me:
        return read_own_question(message)
    if message.author.bot or answers_somebody_else(message, me):
        return None
    return read_words(message) or None


def answers_somebody_else(message: discord.Message, me: int) -> bool:
    """Whether a message is a reply to a person, or to another bot."""
    replied = replied_message(message)
    return replied is not None and replied.author.id != me


def replied_message(message: discord.Message) -> discord.Message | None:
    """The message that this one is a reply to, where Discord sent it along."""
    replied = message.reference.resolved if message.reference else None
    return replied if isinstance(replied, discord.Message) else None


def read_words(message: discord.Message) -> str:
    """What a message says to the bot: with the title, where it opens a post in a forum."""
    words, channel = strip_marks(message.content), message.channel
    if message.id != channel.id or not isinstance(channel, discord.Thread):
        return words
    whole = f"{channel.name}\n{words}".strip()
    return whole if len(whole) <= MAX_POST_CHARS else channel.name


def topic_of(messages: Iterable[discord.Message], me: int) -> Topic | None:
    """Work out what a conversation is about; messages oldest first.

    What is too long for a question is none, and no more than the last MAX_REPLAYED are gone over.
    """
    asked = [question_in(message, me) for message in messages]
    questions = [text for text in asked if text and len(text) <= MAX_QUESTION_CHARS]
    return replay(questions[-MAX_REPLAYED:])


async def read_topic(
    channel: discord.Thread | discord.DMChannel, before: discord.abc.Snowflake, me: int
) -> Topic | None:
    """Read what a thread, or a direct conversation, was about before a message."""

    async def read() -> list[discord.Message]:
        return [message async for message in _read_back(channel, before)]

    messages = await insist(read)
    return await asyncio.to_thread(topic_of, messages, me)


async def is_unanswered(message: discord.Message, me: int) -> bool:
    """Whether no person has answered a message: in a thread, since the bot last did.

    False also where that can't be read: then silence is safer.
    """
    in_thread = isinstance(message.channel, discord.Thread)
    history = message.channel.history(limit=MAX_READ, after=None if in_thread else message)
    try:
        async for other in history:
            if in_thread and other.author.id == me:
                return True
            if _is_somebody_else(other, message) and (in_thread or _replies(other, message)):
                return False
    except FAILED_CALL as error:
        log.info("Whether somebody has answered could not be read: %s", error)
        return False
    return True


async def open_thread(message: discord.Message, question: str) -> discord.Thread | None:
    """Open a thread below a message, or take the one that is there.

    Returns: None where there can be none, whatever the bot may do.
    Raises: CannotOpenThreadError, where the bot may not.
    """
    name = shorten(one_line(question), MAX_NAME_CHARS - 1)
    try:
        try:
            return await insist(lambda: message.create_thread(name=name))
        except discord.HTTPException as error:
            if error.code != HAS_THREAD:
                raise
        return await _fetch_thread(message)
    except (*FAILED_CALL, ValueError) as error:  # a ValueError for a direct message
        if isinstance(error, discord.Forbidden) or code_of(error) in FORBIDDEN:
            raise CannotOpenThreadError(channel=f"<#{message.channel.id}>") from error
        log.info("No thread could be opened: %s", error)
        return None


async def post_asked(
    channel: discord.abc.Messageable, nonce: str, name: str, question: str
) -> discord.Message:
    """Post a question that came in by a form, so that everyone and `read_topic` can read it."""
    return await send_once(channel, nonce, say_asked(name, question))


async def _read_back(
    channel: discord.Thread | discord.DMChannel, before: discord.abc.Snowflake
) -> AsyncIterator[discord.Message]:
    starter = await _read_starter(channel)
    if starter is not None:
        yield starter
    read = [message async for message in channel.history(limit=MAX_READ, before=before)]
    for message in reversed(read):
        if message.type in _SAID:
            yield message


async def _fetch_thread(message: discord.Message) -> discord.Thread | None:
    """Fetch the thread below a message; it has the message's id."""
    fetch = message.guild.fetch_channel if message.guild else None
    channel = await insist(lambda: fetch(message.id)) if fetch else None
    return channel if isinstance(channel, discord.Thread) else None


async def _read_starter(channel: discord.Thread | discord.DMChannel) -> discord.Message | None:
    """The message below which a thread was opened; it stands in the channel, under the same id."""
    parent = channel.parent if isinstance(channel, discord.Thread) else None
    if not isinstance(parent, discord.TextChannel):
        return None
    try:
        return await parent.fetch_message(channel.id)
    except (discord.NotFound, discord.Forbidden):
        return None  # opened below nothing, or the message is deleted


def _is_somebody_else(other: discord.Message, message: discord.Message) -> bool:
    return not other.author.bot and other.author.id != message.author.id


def _replies(other: discord.Message, message: discord.Message) -> bool:
    return other.reference is not None and other.reference.message_id == message.id
