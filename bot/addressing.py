"""Whether a message on Discord is a question to the bot, and in which way. Pure."""

from enum import Enum, auto

import discord

from bot.servers import ServerSettings
from bot.threads import answers_somebody_else

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
    if message.author.bot or message.webhook_id or message.type not in _SAID:
        return None
    if message.guild is None or is_called(message, me):
        return Address.DIRECT
    if answers_somebody_else(message, me) or message.mentions:
        return None
    channel = message.channel
    if not isinstance(channel, discord.Thread):
        return Address.OVERHEARD if channel.id in settings.every_message else None
    if channel.owner_id == me:
        return Address.DIRECT
    is_post = message.id == channel.id and channel.parent_id in settings.forums
    return Address.POST if is_post else Address.CONVERSATION


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


def replied_message(message: discord.Message) -> discord.Message | None:
    """The message that this one is a reply to, where Discord sent it along."""
    replied = message.reference.resolved if message.reference else None
    return replied if isinstance(replied, discord.Message) else None


def may_answer(channel: discord.abc.Snowflake, settings: ServerSettings) -> bool:
    """Whether the server lets the bot answer in a channel, or in a thread of it."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return settings.allows(parent or channel.id)
