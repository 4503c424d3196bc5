"""REST on channels, threads and their messages."""

from tests.doubles.discord import payloads, refusals
from tests.doubles.discord.calls import (
    Call,
    Reply,
    Route,
    channel_of,
    message_of,
    need,
    uploaded,
)
from tests.doubles.discord.checks import check_message, check_thread_name
from tests.doubles.discord.objects import Channel, ChannelType, Message, Payload
from tests.doubles.discord.permissions import Permission, in_channel, speaking
from tests.doubles.discord.refusals import Form
from tests.doubles.discord.world import World


def get_channel(world: World, call: Call) -> Reply:
    return 200, payloads.channel(channel_of(world, call), world.me)


def change_channel(world: World, call: Call) -> Reply:
    """Only what threads change: name, archived, locked."""
    channel = channel_of(world, call)
    in_thread = channel.type.is_thread
    own = in_thread and channel.owner_id == world.me.id
    if not own:
        thread_or_not = Permission.MANAGE_THREADS if in_thread else Permission.MANAGE_CHANNELS
        need(world, channel, thread_or_not)
    if "name" in call.body:
        check_thread_name(call.body)
    for name in ("name", "archived", "locked"):
        setattr(channel, name, call.body.get(name, getattr(channel, name)))
    world.tell_channel("THREAD_UPDATE" if in_thread else "CHANNEL_UPDATE", channel)
    return 200, payloads.channel(channel, world.me)


def delete_channel(world: World, call: Call) -> Reply:
    channel = channel_of(world, call)
    in_thread = channel.type.is_thread
    need(world, channel, Permission.MANAGE_THREADS if in_thread else Permission.MANAGE_CHANNELS)
    data = payloads.channel(channel, world.me)
    world.remove_channel(channel)
    return 200, data


def get_messages(world: World, call: Call) -> Reply:
    """Newest first. Without the permission to read the history it is empty."""
    channel = channel_of(world, call)
    if not in_channel(channel, world.me) & Permission.READ_MESSAGE_HISTORY:
        return 200, []
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        form = Form()
        form.wrong(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        form.refuse_if_wrong()
    found = channel.history
    if "before" in call.query:
        found = [m for m in found if m.id < int(call.query["before"])]
    if "after" in call.query:
        found = [m for m in found if m.id > int(call.query["after"])][:limit]
    return 200, [_shown(world, message) for message in reversed(found[-limit:])]


def _shown(world: World, message: Message) -> Payload:
    return payloads.message(message, world.me, hidden=world.hides_content)


def get_message(world: World, call: Call) -> Reply:
    need(world, channel_of(world, call), Permission.READ_MESSAGE_HISTORY)
    return 200, _shown(world, message_of(world, call))


def send_message(world: World, call: Call) -> Reply:
    channel = channel_of(world, call)
    _check_may_send(world, channel, call)
    check_message(call.body, has_files=bool(call.files))
    if earlier := _sent_before(world, channel, call):
        return 200, payloads.message(earlier, world.me)
    replied = _replied_to(world, channel, call)
    message = Message(
        world.ids.new(),
        channel,
        world.me,
        type=19 if replied else 0,
        nonce=call.body.get("nonce"),
        reply_to=replied,
    )
    world.write(message, call.body, uploaded(world, call, channel))
    return 200, payloads.message(world.send(message), world.me)


def _check_may_send(world: World, channel: Channel, call: Call) -> None:
    if channel.type is ChannelType.FORUM:
        raise refusals.not_a_text_channel()
    if channel.recipient and not channel.recipient.accepts_dms:
        raise refusals.no_dms()
    need(world, channel, speaking(channel))
    if call.files:
        need(world, channel, Permission.ATTACH_FILES)
    if channel.locked:
        raise refusals.archived_thread()


def _sent_before(world: World, channel: Channel, call: Call) -> Message | None:
    """The bot's message of the same nonce, if it asked not to send a second."""
    nonce = call.body.get("nonce")
    if not call.body.get("enforce_nonce") or nonce is None:
        return None
    own = (m for m in reversed(channel.history) if m.author is world.me)
    return next((m for m in own if str(m.nonce) == str(nonce)), None)


def _replied_to(world: World, channel: Channel, call: Call) -> Message | None:
    reference = call.body.get("message_reference")
    if not reference:
        return None
    if not in_channel(channel, world.me) & Permission.READ_MESSAGE_HISTORY:
        raise refusals.reply_without_history()
    found = channel.messages.get(int(reference["message_id"]))
    if found is None and reference.get("fail_if_not_exists", True):
        form = Form()
        form.wrong(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.refuse_if_wrong()
    return found


def edit_message(world: World, call: Call) -> Reply:
    message = message_of(world, call)
    if message.author is not world.me:
        raise refusals.not_the_author()
    check_message(call.body, has_files=bool(call.files), before=message)
    world.edit(message, call.body, uploaded(world, call, message.channel))
    return 200, payloads.message(message, world.me)


def delete_message(world: World, call: Call) -> Reply:
    message = message_of(world, call)
    if message.author is not world.me:
        need(world, message.channel, Permission.MANAGE_MESSAGES)
    world.delete(message)
    return 204, None


def start_thread_from_message(world: World, call: Call) -> Reply:
    message = message_of(world, call)
    need(world, message.channel, Permission.CREATE_PUBLIC_THREADS)
    check_thread_name(call.body)
    if message.channel.type is not ChannelType.TEXT:
        raise refusals.RefusalError(400, 50024, "Cannot execute action on this channel type")
    if message.thread is not None:
        raise refusals.has_a_thread()
    kind = ChannelType.PUBLIC_THREAD
    thread = world.add_thread(message.channel, call.body["name"], world.me, kind, message)
    return 201, payloads.channel(thread, world.me)


def start_thread(world: World, call: Call) -> Reply:
    """A thread of its own, or, in a forum, a post."""
    channel = channel_of(world, call)
    check_thread_name(call.body)
    if channel.type is ChannelType.FORUM:
        return _start_post(world, channel, call)
    kind = ChannelType(call.body.get("type", ChannelType.PRIVATE_THREAD))
    public = kind is ChannelType.PUBLIC_THREAD
    needed = Permission.CREATE_PUBLIC_THREADS if public else Permission.CREATE_PRIVATE_THREADS
    need(world, channel, needed)
    thread = world.add_thread(channel, call.body["name"], world.me, kind, None)
    return 201, payloads.channel(thread, world.me)


def _start_post(world: World, forum: Channel, call: Call) -> Reply:
    need(world, forum, Permission.SEND_MESSAGES)
    body = call.body.get("message") or {}
    check_message(body, has_files=bool(call.files))
    kind = ChannelType.PUBLIC_THREAD
    thread = world.add_thread(forum, call.body["name"], world.me, kind, None)
    message = Message(thread.id, thread, world.me)
    world.write(message, body, uploaded(world, call, thread))
    shown = payloads.message(world.send(message), world.me)
    return 201, {**payloads.channel(thread, world.me), "message": shown}


def join_thread(world: World, call: Call) -> Reply:
    thread = channel_of(world, call)
    if world.me.id not in thread.member_ids:
        thread.member_ids.append(world.me.id)
    return 204, None


def leave_thread(world: World, call: Call) -> Reply:
    thread = channel_of(world, call)
    thread.member_ids = [n for n in thread.member_ids if n != world.me.id]
    return 204, None


def start_typing(world: World, call: Call) -> Reply:
    channel = channel_of(world, call)
    need(world, channel, speaking(channel))
    return 204, None


def react(world: World, call: Call) -> Reply:
    message = message_of(world, call)
    need(world, message.channel, Permission.ADD_REACTIONS)
    if call.ids["emoji"] not in message.reactions:
        message.reactions.append(call.ids["emoji"])
    return 204, None


def take_reaction_back(world: World, call: Call) -> Reply:
    message = message_of(world, call)
    message.reactions = [emoji for emoji in message.reactions if emoji != call.ids["emoji"]]
    return 204, None


CHANNEL = "/channels/{channel}"
MESSAGES = f"{CHANNEL}/messages"
MESSAGE = f"{MESSAGES}/{{message}}"
REACTION = f"{MESSAGE}/reactions/{{emoji}}/@me"
MEMBERSHIP = f"{CHANNEL}/thread-members/@me"

ROUTES = (
    Route("GET", CHANNEL, get_channel),
    Route("PATCH", CHANNEL, change_channel),
    Route("DELETE", CHANNEL, delete_channel),
    Route("GET", MESSAGES, get_messages),
    Route("POST", MESSAGES, send_message),
    Route("GET", MESSAGE, get_message),
    Route("PATCH", MESSAGE, edit_message),
    Route("DELETE", MESSAGE, delete_message),
    Route("POST", f"{MESSAGE}/threads", start_thread_from_message),
    Route("POST", f"{CHANNEL}/threads", start_thread),
    Route("PUT", MEMBERSHIP, join_thread),
    Route("DELETE", MEMBERSHIP, leave_thread),
    Route("POST", f"{CHANNEL}/typing", start_typing),
    Route("PUT", REACTION, react),
    Route("DELETE", REACTION, take_reaction_back),
)
