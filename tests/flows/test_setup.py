"""Where the bot may answer on a server, and where it does so unasked."""

import pytest
from simcord import ChannelHandle

from bot.servers import ChannelRole, ServerSettings
from tests.flows.acting import open_post, write_at_once
from tests.flows.world import World, answer_of, buttons, field_of, texts

QUESTION = "did the RIAA win in court?"
UNANSWERABLE = "Who is the CEO of Apple?"


def said_by_bot(world: World, channel: ChannelHandle) -> list[list[str]]:
    """What the bot has said in a channel for all to see, a message a line."""
    assert world.bot.user is not None
    me = world.bot.user.id
    return [texts(message) for message in channel.history() if message.author.id == me]


async def setup(world: World, command: str, channel: ChannelHandle | None = None) -> str:
    """What Eve, who manages the server, is told."""
    options = {"channel": channel} if channel else {}
    used = await world.eve.slash(world.channel, f"setup {command}", **options)
    assert used.ephemeral
    return "\n".join(texts(answer_of(used)))


@pytest.fixture
def other(world: World) -> ChannelHandle:
    return world.guild.create_text_channel("lounge")


@pytest.fixture
def forum(world: World) -> ChannelHandle:
    return world.guild.create_forum_channel("ask-here")


async def test_at_first_the_bot_answers_everywhere_when_it_is_asked(world: World) -> None:
    assert await setup(world, "show") == (
        "**Where the dossier answers on this server**\n"
        "Answers in every channel that it can see\n"
        "Answers every message in: none\n"
        "Answers every new post in: none"
    )


async def test_each_command_says_what_holds_now(
    world: World, other: ChannelHandle, forum: ChannelHandle
) -> None:
    assert f"Answers in: {other.mention}" in await setup(world, "allow", other)
    assert f"Answers every message in: {other.mention}" in await setup(world, "listen", other)
    assert f"Answers every new post in: {forum.mention}" in await setup(world, "listen", forum)

    assert other.mention not in await setup(world, "reset", other)
    assert forum.mention in await setup(world, "show")


async def test_people_without_manage_server_are_refused_privately(
    world: World, other: ChannelHandle
) -> None:
    tree = await world.bot.tree.fetch_commands()
    command = next(command for command in tree if command.name == "setup")
    world.guild.set_command_permissions(command, {world.ann: True})

    used = await world.ann.slash(world.channel, "setup allow", channel=other)

    assert used.ephemeral
    assert answer_of(used).content == (
        "Only people with the permission Manage Server may do this. Ask one of them."
    )
    assert used.followups == []
    assert "every channel" in await setup(world, "show")


async def test_in_a_channel_off_the_list_a_command_is_told_where_to_ask(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "allow", other)

    refused = await world.ann.slash(world.channel, "ask", question=QUESTION)
    answered = await world.ann.slash(other, "ask", question=QUESTION)

    assert refused.ephemeral
    assert answer_of(refused).content == (
        f"I may not answer in this channel. Ask in {other.mention}, or in a direct message."
    )
    assert "Passages" in buttons(answer_of(answered))


async def test_in_a_channel_off_the_list_a_mention_is_told_so_in_a_direct_message(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "allow", other)

    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")

    assert said_by_bot(world, world.channel) == []
    [[told]] = said_by_bot(world, world.ann.user.dm_channel)
    assert other.mention in told


async def test_direct_messages_are_answered_whatever_a_server_allows(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "allow", other)

    await world.ann.send_dm(QUESTION)

    assert "Passages" in buttons(world.ann.user.dm_channel.last_message)


async def test_a_channel_taken_off_the_list_again_is_as_before(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "allow", other)
    await setup(world, "reset", other)

    used = await world.ann.slash(world.channel, "ask", question=QUESTION)

    assert "Passages" in buttons(answer_of(used))


async def test_a_restart_forgets_nothing(world: World, other: ChannelHandle) -> None:
    await setup(world, "listen", other)

    await world.restart()
    await world.ann.send(other, QUESTION)

    assert "Passages" in buttons(other.last_message)


async def test_where_every_message_is_answered_nobody_has_to_call_the_bot(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "listen", other)

    await world.ann.send(other, QUESTION)
    await world.ann.send(world.channel, QUESTION)

    assert "Passages" in buttons(other.last_message)
    assert said_by_bot(world, world.channel) == []


@pytest.mark.parametrize("text", [UNANSWERABLE, "thanks!", "👍", "…"])
async def test_unasked_the_bot_says_nothing_rather_than_that_it_does_not_know(
    world: World, other: ChannelHandle, text: str
) -> None:
    await setup(world, "listen", other)

    await world.ann.send(other, text)

    assert said_by_bot(world, other) == []


async def test_asked_by_name_it_does_say_that_it_does_not_know(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "listen", other)

    await world.ann.send(other, f"{world.at_bot} {UNANSWERABLE}")

    assert "The dossier doesn't say." in "\n".join(texts(other.last_message))


async def test_people_who_talk_to_each_other_are_left_alone(
    world: World, other: ChannelHandle
) -> None:
    remark = await world.bob.send(other, "Good morning")
    await setup(world, "listen", other)

    await world.ann.send(other, QUESTION, reply_to=remark)
    await world.ann.send(other, f"{world.bob.mention} {QUESTION}")

    assert said_by_bot(world, other) == []


async def test_where_a_person_was_faster_the_bot_says_nothing(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "listen", other)

    await write_at_once(world.env, other, (world.ann, QUESTION), answer=world.bob)

    assert said_by_bot(world, other) == []


async def test_a_new_post_of_a_forum_is_answered(world: World, forum: ChannelHandle) -> None:
    await setup(world, "listen", forum)

    post = await open_post(world.env, forum, world.ann, QUESTION, "I read both versions.")

    assert "Passages" in buttons(post.last_message)


async def test_a_post_of_a_forum_that_is_not_on_the_list_is_not(
    world: World, forum: ChannelHandle
) -> None:
    post = await open_post(world.env, forum, world.ann, QUESTION, "I read both versions.")

    assert said_by_bot(world, post) == []


async def test_a_post_that_the_dossier_does_not_answer_is_left_to_people(
    world: World, forum: ChannelHandle
) -> None:
    await setup(world, "listen", forum)

    post = await open_post(world.env, forum, world.ann, UNANSWERABLE, "Does anybody know?")

    assert said_by_bot(world, post) == []


async def test_a_post_that_a_person_has_answered_is_left_to_them(
    world: World, forum: ChannelHandle
) -> None:
    await setup(world, "listen", forum)

    post = await open_post(
        world.env, forum, world.ann, QUESTION, "I read both versions.", answered_by=world.bob
    )

    assert said_by_bot(world, post) == []


async def test_who_opened_a_post_may_ask_on_in_it(world: World, forum: ChannelHandle) -> None:
    await setup(world, "listen", forum)
    post = await open_post(world.env, forum, world.ann, QUESTION, "I read both versions.")

    await world.ann.send(post, "and Visa?")

    assert "plusieurs victoires judiciaires, notamment contre Visa" in "\n".join(
        texts(post.last_message)
    )


async def test_others_who_write_in_a_post_are_left_alone(
    world: World, forum: ChannelHandle
) -> None:
    await setup(world, "listen", forum)
    post = await open_post(world.env, forum, world.ann, QUESTION, "I read both versions.")

    await world.bob.send(post, "and Visa?")

    assert len(said_by_bot(world, post)) == 1


async def test_after_the_only_channel_is_deleted_the_others_stay_closed_until_a_reset(
    world: World, other: ChannelHandle
) -> None:
    """A channel that is gone can't be chosen any more: reset takes all off without one."""
    await setup(world, "allow", other)
    world.env.backend.delete_channel(other.id)
    await world.env.settle()

    refused = await world.ann.slash(world.channel, "ask", question=QUESTION)
    told = await setup(world, "reset")
    answered = await world.ann.slash(world.channel, "ask", question=QUESTION)

    assert "I may not answer in this channel." in answer_of(refused).content
    assert "Answers in every channel that it can see" in told
    assert "Passages" in buttons(answer_of(answered))


async def test_a_reset_of_all_leaves_other_servers_alone(
    world: World, other: ChannelHandle
) -> None:
    servers = world.bot.services.servers
    servers.add(1, 11, ChannelRole.ALLOWED)
    await setup(world, "listen", other)

    assert other.mention not in await setup(world, "reset")

    assert servers.read(1).allowed == {11}


async def test_hundreds_of_channels_are_shown_in_one_message(world: World) -> None:
    ids = frozenset(range(1118000000000000000, 1118000000000000500))
    world.bot.services.servers.replace(world.guild.id, ServerSettings(ids, ids, ids))

    shown = await setup(world, "show")

    assert shown.count("<#1118000000000000024> and 475 more") == 3
    assert len(shown) < 4000


async def test_a_forum_that_is_deleted_is_off_the_list(world: World, forum: ChannelHandle) -> None:
    await setup(world, "listen", forum)

    world.env.backend.delete_channel(forum.id)
    await world.env.settle()

    assert "Answers every new post in: none" in await setup(world, "show")


def forbid_to_write_in(world: World, channel: ChannelHandle) -> None:
    path = f"/channels/{channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50013, times=None)


async def test_where_the_bot_may_not_write_the_answer_comes_privately_and_says_why(
    world: World,
) -> None:
    forbid_to_write_in(world, world.channel)

    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")

    answer, note = said_by_bot(world, world.ann.user.dm_channel)
    assert "The passages that answer this best:" in answer
    assert note == [
        f"I may not send messages in {world.channel.mention}. Somebody who manages the server "
        "can give me View Channel and Send Messages there; in a thread, Send Messages in Threads."
    ]


async def test_where_the_bot_may_not_write_nobody_is_sent_what_they_did_not_ask_it_for(
    world: World, other: ChannelHandle
) -> None:
    await setup(world, "listen", other)
    forbid_to_write_in(world, other)

    await world.ann.send(other, QUESTION)

    assert said_by_bot(world, world.ann.user.dm_channel) == []


async def test_a_follow_up_is_not_answered_where_the_bot_may_not_answer_any_more(
    world: World, other: ChannelHandle
) -> None:
    answer = answer_of(await world.ann.slash(world.channel, "ask", question=QUESTION))
    await setup(world, "allow", other)

    form = await world.ann.click(answer, custom_id=buttons(answer)["Follow up"])
    refused = await world.ann.submit_modal(form, {field_of(form): "and in France?"})

    assert "I may not answer in this channel." in answer_of(refused).content
    assert world.channel.threads == []
