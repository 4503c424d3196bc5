"""What people do and see, with a bot on the real discord.py."""

import asyncio

import pytest
from discord import Permissions

from tests.doubles.discord.calls import File
from tests.doubles.discord.objects import Channel
from tests.doubles.discord.people import Community, Person
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.server import Loopback
from tests.doubles.parrot import Parrot, at_work

pytestmark = pytest.mark.asyncio


async def test_a_slash_command_is_deferred_and_then_answered(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        use = await ann.slash(channel, "say", text="hello")
        reply = await use.reply()

        assert await use.acknowledged() == 5
        assert reply.texts == ["hello"]
        assert [button.label for button in reply.buttons] == ["Passages", "Follow up", "👍"]
        assert len(reply.edits) == 1
        assert channel.history == [reply]
        assert reply.changed_s > (use.interaction.acknowledged_s or reply.changed_s)


async def test_a_private_answer_is_in_no_history(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()) as bot:
        reply = await (await ann.slash(channel, "say", text="hello", private=True)).reply()
        found = bot.get_partial_messageable(channel.id).history()

        assert reply.ephemeral
        assert [message.id async for message in found] == []


async def test_while_typing_the_bot_offers_choices(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        assert await ann.completes(channel, "say", text="he") == [{"name": "he!", "value": "he!"}]


async def test_a_file_is_fetched_from_where_it_is_said_to_be(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        use = await ann.slash(channel, "read", file=File("a.txt", b"what is in it", "text/plain"))

        assert (await use.reply()).text == "what is in it"


async def test_the_menu_of_a_message_hands_it_to_the_bot(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        said = await ann.says(channel, "once more")

        assert (await (await ann.context(said, "Say it again")).reply()).text == "once more"


async def test_a_mention_is_answered_with_a_reply_that_pings_nobody(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        said = await ann.says(channel, "hello", mention=True)
        reply = await channel.next_message(said)

        assert reply.reply_to is said
        assert ann.user not in reply.mentions


async def test_a_button_answers_one_person_or_changes_the_message(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        reply = await (await ann.slash(channel, "say", text="hello")).reply()
        passages = await (await ann.presses(reply, "Passages")).reply()
        await (await ann.presses(reply, "👍")).reply()

        assert (passages.text, passages.ephemeral) == ("the passages", True)
        assert reply.texts == ["thank you"]


async def test_a_modal_opens_a_thread(server: Loopback, channel: Channel, ann: Person) -> None:
    async with at_work(server, Parrot()):
        reply = await (await ann.slash(channel, "say", text="hello")).reply()
        modal = await (await ann.presses(reply, "Follow up")).modal()
        await (await ann.submits(modal, {"Question": "why?"})).acknowledged()
        await channel.next_message(until=lambda m: m.thread is not None)
        thread = reply.thread

        assert modal.title == "Follow up"
        assert thread is not None
        assert thread.id == reply.id
        said = await thread.next_message(until=lambda message: bool(message.content))
        assert said.text == "You asked: why?"


async def test_a_modal_refuses_a_required_field_left_empty(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()):
        reply = await (await ann.slash(channel, "say", text="hello")).reply()
        modal = await (await ann.presses(reply, "Follow up")).modal()

        with pytest.raises(ValueError, match="Question"):
            await ann.submits(modal, {"Question": ""})


async def test_a_direct_message_reaches_the_bot(server: Loopback, ann: Person) -> None:
    async with at_work(server, Parrot(content=False)) as bot:
        said = await ann.says(ann.dm, "@bot in private")
        reply = await ann.dm.next_message(said)

        assert bot.heard == [reply.content]


async def test_a_new_post_of_a_forum_reaches_the_bot(
    server: Loopback, guild: Community, ann: Person
) -> None:
    forum = guild.add_forum("questions")
    async with at_work(server, Parrot()):
        post = await ann.posts(forum, "Courts", "Who won?")

        assert (await post.next_message()).text == "about Courts"


async def test_what_somebody_says_is_hidden_without_the_intent_but_for_mentions(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot(content=False)) as bot:
        await ann.says(channel, "unheard")
        said = await ann.says(channel, "heard", mention=True)
        reply = await channel.next_message(said)

        assert bot.heard == ["", reply.content]


async def test_nobody_uses_a_command_that_is_not_theirs(
    server: Loopback, channel: Channel, ann: Person
) -> None:
    async with at_work(server, Parrot()) as bot:
        command = bot.tree.get_command("say")
        assert command is not None
        command.default_permissions = Permissions(manage_guild=True)
        await bot.tree.sync()

        with pytest.raises(LookupError, match="Ann is not offered 'say' here"):
            await ann.slash(channel, "say", text="hello")


async def test_two_people_at_once_each_get_their_own_answer(
    server: Loopback, guild: Community, channel: Channel
) -> None:
    people = [guild.add_member(f"Reader{n}") for n in range(20)]

    async def ask(person: Person) -> str:
        use = await person.slash(channel, "say", text=person.user.name)
        return (await use.reply()).text

    async with at_work(server, Parrot()):
        answers = await asyncio.gather(*map(ask, people))

    assert answers == [person.user.name for person in people]


async def test_who_may_not_speak_here_does_not(guild: Community, channel: Channel) -> None:
    bob = guild.add_member("Bob")
    guild.forbid(channel, Permission.SEND_MESSAGES, who=bob.user)

    with pytest.raises(PermissionError):
        await bob.says(channel, "hello")
