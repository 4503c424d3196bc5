"""What a member may do in a channel, from roles and overwrites."""

from enum import IntFlag

from tests.doubles.discord.objects import Channel, Guild, User


class Permission(IntFlag):
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = sum(Permission)
EVERYONE = ALL & ~(
    Permission.ADMINISTRATOR
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_GUILD
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_THREADS
)
"""What a new guild gives to everyone."""


def in_guild(guild: Guild, user: User) -> int:
    """What somebody may do by roles alone; nothing, outside the guild."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    bits = guild.roles[guild.id].permissions
    for role_id in member.role_ids:
        bits |= guild.roles[role_id].permissions
    everything = user.id == guild.owner_id or bits & Permission.ADMINISTRATOR
    return ALL if everything else bits


def in_channel(channel: Channel, user: User) -> int:
    """What somebody may do here. A thread has its parent's overwrites."""
    if channel.guild is None:
        return ALL if channel.recipient is user or user.bot else 0
    bits = in_guild(channel.guild, user)
    if bits == ALL or not bits:
        return bits
    roles = channel.guild.members[user.id].role_ids
    of = channel.parent or channel
    everyone = [o for o in of.overwrites if o.id == channel.guild.id]
    by_role = [o for o in of.overwrites if o.kind == 0 and o.id in roles]
    own = [o for o in of.overwrites if o.kind == 1 and o.id == user.id]
    for layer in (everyone, by_role, own):
        for overwrite in layer:
            bits &= ~overwrite.deny
        for overwrite in layer:
            bits |= overwrite.allow
    return bits if bits & Permission.VIEW_CHANNEL else 0


def speaking(channel: Channel) -> Permission:
    """The permission to send here."""
    in_thread = channel.type.is_thread
    return Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES
