"""Objects as Discord's API writes them: every field it documents as required, ids as strings."""

from tests.doubles.discord.objects import (
    Application,
    Attachment,
    Channel,
    ChannelType,
    Flag,
    Guild,
    Interaction,
    Member,
    Message,
    Payload,
    Role,
    User,
)

APPLICATION_FLAGS = {15: 1 << 19, 1: 1 << 15, 8: 1 << 13}
"""What an application's flags say of privileged intents, by intent bit: of an unverified bot."""


def user(user: User) -> Payload:
    return {
        "id": str(user.id),
        "username": user.name.lower(),
        "global_name": None if user.bot else user.name,
        "discriminator": "4242" if user.bot else "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "bot": user.bot,
        "system": False,
        "flags": 0,
        "public_flags": 0,
    }


def own_user(me: User) -> Payload:
    return {**user(me), "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def member(member: Member, permissions: int | None = None) -> Payload:
    """With `permissions` only where an interaction tells them."""
    told = {} if permissions is None else {"permissions": str(permissions)}
    return {"user": user(member.user), **partial_member(member), **told}


def partial_member(member: Member) -> Payload:
    """As beside a message's author: without the user."""
    return {
        "roles": [str(role_id) for role_id in member.role_ids],
        "joined_at": member.joined_at,
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def role(role: Role, position: int) -> Payload:
    return {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(role.permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild(guild: Guild) -> Payload:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "icon": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(r, place) for place, r in enumerate(guild.roles.values())],
        "region": "us-east",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "max_presences": None,
        "max_members": 500000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "incidents_data": None,
    }


def guild_created(of: Guild, members: list[Member], me: User) -> Payload:
    """GUILD_CREATE: with what the guild holds, members only as far as the intents allow."""
    channels = of.channels.values()
    return {
        **guild(of),
        "joined_at": of.members[me.id].joined_at,
        "large": False,
        "unavailable": False,
        "member_count": len(of.members),
        "members": [member(m) for m in members],
        "channels": [channel(c, me) for c in channels if not c.type.is_thread],
        "threads": [channel(c, me) for c in channels if c.type.is_thread and not c.archived],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def channel(of: Channel, me: User) -> Payload:
    """A channel, thread or direct message, as the bot sees it."""
    last = next(reversed(of.messages), None)
    common = {
        "id": str(of.id),
        "type": int(of.type),
        "flags": 0,
        "last_message_id": None if last is None else str(last),
    }
    if of.guild is None:
        return {**common, "recipients": [] if of.recipient is None else [user(of.recipient)]}
    common |= {"guild_id": str(of.guild.id), "name": of.name, "rate_limit_per_user": 0}
    return {**common, **(_thread(of, me) if of.type.is_thread else _guild_channel(of))}


def _guild_channel(of: Channel) -> Payload:
    assert of.guild is not None
    forum: Payload = {
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
    }
    return {
        "position": list(of.guild.channels).index(of.id),
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {"id": str(o.id), "type": o.kind, "allow": str(o.allow), "deny": str(o.deny)}
            for o in of.overwrites
        ],
        **({**forum, "default_forum_layout": 0} if of.type is ChannelType.FORUM else {}),
    }


def _thread(of: Channel, me: User) -> Payload:
    assert of.parent is not None
    # The message that a thread starts from isn't counted.
    count = sum(m.type in (0, 19, 20) and m.id != of.id for m in of.messages.values())
    return {
        "parent_id": str(of.parent.id),
        "owner_id": str(of.owner_id),
        "message_count": count,
        "total_message_sent": count,
        "member_count": len(of.member_ids),
        "applied_tags": [],
        "thread_metadata": {
            "archived": of.archived,
            "archive_timestamp": of.created_at,
            "auto_archive_duration": 1440,
            "locked": of.locked,
            "create_timestamp": of.created_at,
        },
        **({"member": thread_member(of, me)} if me.id in of.member_ids else {}),
    }


def thread_member(of: Channel, user: User) -> Payload:
    return {
        "id": str(of.id),
        "user_id": str(user.id),
        "join_timestamp": of.created_at,
        "flags": 1,
    }


def attachment(of: Attachment) -> Payload:
    return {
        "id": str(of.id),
        "filename": of.filename,
        "size": len(of.content),
        "url": of.url,
        "proxy_url": of.url,
        "content_type": of.content_type,
    }


def message(of: Message, me: User, *, hidden: bool = False, with_reference: bool = True) -> Payload:
    """A message; with `hidden`, as an application without the message-content intent gets it.

    What it replies to comes with it, but not what that in turn replies to.
    """
    if hidden and of.channel.guild and of.author is not me and me not in of.mentions:
        shown: Payload = {"content": "", "embeds": [], "attachments": [], "components": []}
    else:
        shown = {
            "content": of.content,
            "embeds": of.embeds,
            "attachments": [attachment(a) for a in of.attachments],
            "components": of.components,
        }
    return {
        "id": str(of.id),
        "channel_id": str(of.channel.id),
        "author": user(of.author),
        **shown,
        "type": of.type,
        "flags": of.flags | (Flag.HAS_THREAD if of.thread else 0),
        "timestamp": of.sent_at,
        "edited_timestamp": of.edited_at,
        "tts": False,
        "mention_everyone": False,
        "mentions": [user(u) for u in of.mentions],
        "mention_roles": [],
        "pinned": False,
        **_message_extras(of, me),
        **(_referenced(of.reply_to, me, hidden) if of.reply_to and with_reference else {}),
    }


def _message_extras(of: Message, me: User) -> Payload:
    extras: Payload = {}
    if of.nonce is not None:
        extras["nonce"] = of.nonce
    if of.webhook_id is not None:
        extras |= {"webhook_id": str(of.webhook_id), "application_id": str(of.webhook_id)}
    if of.interaction is not None:
        extras["interaction_metadata"] = of.interaction
    if of.reactions:
        extras["reactions"] = [_reaction(emoji) for emoji in of.reactions]
    if of.thread is not None:
        extras["thread"] = channel(of.thread, me)
    if of.reply_to is not None:
        extras["message_reference"] = _reference(of.reply_to)
    return extras


def _referenced(of: Message, me: User, hidden: bool) -> Payload:
    shown = None if of.deleted else message(of, me, hidden=hidden, with_reference=False)
    return {"referenced_message": shown}


def _reaction(emoji: str) -> Payload:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": 1,
        "count_details": {"burst": 0, "normal": 1},
        "burst_colors": [],
        "me": True,
        "me_burst": False,
    }


def _reference(of: Message) -> Payload:
    guild = {"guild_id": str(of.channel.guild.id)} if of.channel.guild else {}
    return {"type": 0, "message_id": str(of.id), "channel_id": str(of.channel.id), **guild}


def message_created(of: Message, me: User, *, hidden: bool) -> Payload:
    """MESSAGE_CREATE and MESSAGE_UPDATE: with the guild and the author's membership."""
    guild = of.channel.guild
    if guild is None:
        return {**message(of, me), "channel_type": int(of.channel.type)}
    author = guild.members.get(of.author.id)
    written = {"member": partial_member(author)} if author and not of.webhook_id else {}
    return {**message(of, me, hidden=hidden), "guild_id": str(guild.id), **written}


def application(of: Application, owner: User) -> Payload:
    flags = sum(flag for bit, flag in APPLICATION_FLAGS.items() if of.approved_intents & 1 << bit)
    return {
        "id": str(of.id),
        "name": of.user.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": flags,
        "owner": user(owner),
        "bot": user(of.user),
        "team": None,
        "bot_public": of.is_public,
        "bot_require_code_grant": False,
        "redirect_uris": [],
        "rpc_origins": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "explicit_content_filter": 0,
        "max_participants": None,
        "tags": [],
        "integration_types_config": {"0": {}},
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
    }


def command(spec: Payload, command_id: int, application_id: int, guild_id: int | None) -> Payload:
    """A registered command, from what the bot sent."""
    kept = {
        "id": str(command_id),
        "application_id": str(application_id),
        "version": str(command_id),
        "type": 1,
        "description": "",
        "default_member_permissions": None,
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        "name_localizations": None,
        "description_localizations": None,
        **spec,
    }
    if (needed := spec.get("default_member_permissions")) is not None:
        kept["default_member_permissions"] = str(needed)
    return kept if guild_id is None else {**kept, "guild_id": str(guild_id)}


def metadata(of: Interaction) -> Payload:
    """`interaction_metadata` of the message that answers."""
    common = {
        "id": str(of.id),
        "type": of.type,
        "user": user(of.user),
        "authorizing_integration_owners": owners(of.channel),
    }
    if of.type == 3 and of.source:
        return {**common, "interacted_message_id": str(of.source.id)}
    if of.type == 5:
        cause = {**common, "type": 3 if of.source else 2}
        if of.source:
            cause["interacted_message_id"] = str(of.source.id)
        return {**common, "triggering_interaction_metadata": cause}
    target = of.data.get("target_id")
    return {**common, **({"target_message_id": target} if target else {})}


def owners(channel: Channel) -> Payload:
    """Who installed the application: the guild."""
    return {"0": str(channel.guild.id) if channel.guild else "0"}
