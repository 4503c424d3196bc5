"""What people do on Discord that simcord has no words for."""

from simcord import ChannelHandle, Env, MemberActor


async def write_at_once(
    env: Env, channel: ChannelHandle, question: tuple[MemberActor, str], answer: MemberActor
) -> None:
    """Have somebody ask, and somebody else reply before the bot has read it."""
    asker, text = question
    asked = env.backend.create_message(channel.id, asker.id, text)
    reference = env.backend.normalize_message_reference(
        channel.id, {"channel_id": str(channel.id), "message_id": str(asked.id)}
    )
    env.backend.create_message(channel.id, answer.id, "I know that one.", reference=reference)
    await env.settle()


async def open_post(
    env: Env,
    forum: ChannelHandle,
    author: MemberActor,
    title: str,
    text: str,
    answered_by: MemberActor | None = None,
) -> ChannelHandle:
    """Open a post in a forum; where somebody answers it, they do before the bot has read it."""
    backend = env.backend
    thread = backend.create_thread(forum.id, title, author.id, broadcast=False)
    first = backend.prepare_message(thread.id, author.id, text)
    first.id = thread.id  # as on Discord
    backend.announce_thread_create(thread)
    backend.commit_message(first)
    if answered_by:
        backend.create_message(thread.id, answered_by.id, "I know that one.")
    await env.settle()
    return forum.threads[-1]


async def open_thread(
    env: Env, channel: ChannelHandle, person: MemberActor, name: str, below: int | None = None
) -> ChannelHandle:
    """Have somebody open a thread in a channel, or below a message of it."""
    env.backend.create_thread(channel.id, name, person.id, message_id=below)
    await env.settle()
    return channel.threads[-1]
