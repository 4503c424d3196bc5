"""Whether a message on Discord is a question to the bot, and in which way. Pure."""

from enum import Enum, auto

import discord

from bot.errors import WrongChannelError
from bot.servers import ServerSettings
from bot.threads import answers_somebody_else, replied_message

MAX_NAMED = 10
"""Channels that a refusal names."""
_SAID = (discord.MessageType.default, discord.MessageType.reply)


class Address(Enum):
    """How a message is meant for the bot."""

    DIRECT = auto()
    """It mentions the bot, replies to it, is a direct message, or stands in the bot's thread."""
    CONVERSATION = auto()
    """It may go on from an answer in a thread that isn't the bot's."""
    OVERHEARD = auto()
    """It is nobody's in particular, in a channel where the bot answers every message."""
    POST = auto()
    """It opens a post in a forum where the bot answers every new one."""


def address_of(message: discord.Message, me: int, settings: ServerSettings) -> Address | None:
    """Tell how a message is meant for the bot; None if it isn't.

    Messages of bots are never questions: two of them would talk for ever.
    """
    if is_direct(message, me):
        return Address.DIRECT
    if not _is_said(message) or _is_for_others(message, me):
        return None
    channel = message.channel
    if not isinstance(channel, discord.Thread):
        return Address.OVERHEARD if channel.id in settings.every_message else None
    is_post = message.id == channel.id and channel.parent_id in settings.forums
    return Address.POST if is_post else Address.CONVERSATION


def is_direct(message: discord.Message, me: int) -> bool:
    """Whether a message speaks to the bot, whatever the server's settings are."""
    if not _is_said(message):
        return False
    if message.guild is None or is_called(message, me):
        return True
    channel = message.channel
    is_ours = isinstance(channel, discord.Thread) and channel.owner_id == me
    return is_ours and not _is_for_others(message, me)


def is_called(message: discord.Message, me: int) -> bool:
    """Whether a message names the bot, by itself or by its role, or replies to it."""
    own_role = message.guild.self_role if message.guild else None
    return (
        any(user.id == me for user in message.mentions)
        or (own_role is not None and own_role in message.role_mentions)
        or replies_to(message, me)
    )


def replies_to(message: discord.Message, me: int) -> bool:
    """Whether a message is a reply to one of the bot's."""
    replied = replied_message(message)
    return replied is not None and replied.author.id == me


def may_answer(channel: discord.abc.Snowflake, settings: ServerSettings) -> bool:
    """Whether the server lets the bot answer in a channel, or in a thread of it."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return settings.allows(parent or channel.id)


def wrong_channel(settings: ServerSettings) -> WrongChannelError:
    """Say where the bot may answer instead, a few channels of them."""
    channels = sorted(settings.allowed | settings.every_message | settings.forums)
    more = ", …" if len(channels) > MAX_NAMED else ""
    named = ", ".join(f"<#{channel}>" for channel in channels[:MAX_NAMED])
    return WrongChannelError(channels=named + more)


def _is_said(message: discord.Message) -> bool:
    return not message.author.bot and not message.webhook_id and message.type in _SAID


def _is_for_others(message: discord.Message, me: int) -> bool:
    return answers_somebody_else(message, me) or bool(message.mentions)
