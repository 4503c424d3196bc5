"""The buttons under an answer: its passages, asking on, and votes."""

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.records import AnswerId
from tests.bot.keeping import votes_on
from tests.flows.wire import messages_sent, refuse_second_thread, tell_pressed_messages
from tests.flows.world import Shown, World, answer_of, buttons, field_of, texts

QUESTION = "did the RIAA win in court?"
NEVER_WON = "n’a jamais obtenu de jugement validant sa thèse"
SOURCE = (
    "https://numerama.com/politique/9724-la-riaa-proclame-une-fausse-victoire-sur-allofmp3.html"
)
GONE = "What was kept about this answer has been deleted. Ask again with /ask."
THANKS = "Thank you. This helps to make the dossier better."


async def ask(world: World, *, private: bool = False) -> Shown:
    return answer_of(
        await world.ann.slash(world.channel, "ask", question=QUESTION, private=private)
    )


async def press(person: MemberActor, shown: Shown, button: str) -> InteractionResult:
    return await person.click(shown, custom_id=buttons(shown)[button])


async def ask_on(person: MemberActor, shown: Shown, question: str) -> InteractionResult:
    return await fill_in(person, await press(person, shown, "Follow up"), question)


async def fill_in(person: MemberActor, form: InteractionResult, words: str) -> InteractionResult:
    return await person.submit_modal(form, {field_of(form): words})


def links(shown: Shown) -> list[str]:
    row = shown.components[-1]
    parts = row if isinstance(row, dict) else row.to_dict()
    return [part["url"] for part in parts["components"] if "url" in part]  # type: ignore[typeddict-item]


def votes(world: World, answer: Shown) -> list[tuple[bool, str | None]]:
    """The votes that are kept on an answer."""
    answer_id = AnswerId(buttons(answer)["Passages"].rsplit(":", 1)[1])
    kept = votes_on(world.settings.data_dir, answer_id)
    return [(vote.is_helpful, vote.reason) for vote in kept]


class TestPassages:
    async def test_they_are_shown_to_who_pressed_alone_with_the_quote_marked(
        self, world: World
    ) -> None:
        answer = await ask(world)

        page = answer_of(await press(world.bob, answer, "Passages"))

        assert page.ephemeral
        head, body, foot = texts(page)
        assert head.startswith(
            "**[1] La RIAA proclame une fausse victoire sur AllofMP3**\n-# Numerama"
        )
        assert "**__La RIAA avait porté plainte en juillet 2006 contre AllofMP3" in body
        assert foot.startswith("-# 1 of 3 · passage ")
        assert links(page) == [SOURCE]

    async def test_their_pages_turn_forth_and_back_in_place(self, world: World) -> None:
        answer = await ask(world)
        page = answer_of(await press(world.bob, answer, "Passages"))
        first = texts(page)

        await press(world.bob, page, "Next")
        second = texts(page)
        await press(world.bob, page, "Previous")

        assert second[-1].startswith("-# 2 of 3 · passage ")
        assert second != first
        assert texts(page) == first
        assert len(world.channel.history(viewer=world.bob)) == 2

    async def test_they_are_there_after_a_restart(self, world: World) -> None:
        answer = await ask(world)
        page = answer_of(await press(world.bob, answer, "Passages"))
        first = texts(page)

        await world.restart()
        again = answer_of(await press(world.ann, answer, "Passages"))
        await press(world.bob, page, "Next")

        assert texts(again) == first
        assert texts(page)[-1].startswith("-# 2 of 3 · passage ")

    async def test_they_are_read_from_the_message_when_the_asker_was_forgotten(
        self, world: World
    ) -> None:
        answer = await ask(world)
        await world.ann.slash(world.channel, "forget")
        tell_pressed_messages(world.env)

        page = answer_of(await press(world.bob, answer, "Passages"))
        first = texts(page)
        await press(world.bob, page, "Next")

        assert page.ephemeral
        assert first[0].startswith("**[1] La RIAA proclame une fausse victoire sur AllofMP3**")
        assert "**__La RIAA avait porté plainte en juillet 2006 contre AllofMP3" in first[1]
        assert texts(page)[0].startswith("**[2] ")

    async def test_of_a_private_answer_that_was_forgotten_the_first_can_be_read_only(
        self, world: World
    ) -> None:
        """Discord shows a private message to nobody again, and so not to the bot."""
        answer = await ask(world, private=True)
        await world.ann.slash(world.channel, "forget")
        tell_pressed_messages(world.env)

        page = answer_of(await press(world.ann, answer, "Passages"))
        first = texts(page)
        turned = await press(world.ann, page, "Next")

        assert texts(page) == first
        assert [(told.content, told.ephemeral) for told in turned.followups] == [(GONE, True)]

    async def test_of_an_abstention_they_are_what_came_nearest(self, world: World) -> None:
        asked = await world.ann.slash(
            world.channel, "ask", question="What is the capital of Mongolia?"
        )

        page = answer_of(await press(world.bob, answer_of(asked), "Passages"))

        assert list(buttons(answer_of(asked))) == ["Passages", "Follow up"]
        assert page.ephemeral
        assert "passage " in texts(page)[-1]


class TestFollowUp:
    async def test_it_opens_a_thread_and_asks_there_by_a_line_of_the_bots(
        self, world: World
    ) -> None:
        answer = await ask(world)

        told = await ask_on(world.bob, answer, "and in France?")

        (thread,) = world.channel.threads
        line, follow_up = thread.history()
        assert thread.name == "and in France?"
        assert line.content == "💬 **bob**: and in France?"
        assert texts(follow_up)[0] == "-# Understood as: did the RIAA win in court in France?"
        assert answer_of(told).ephemeral
        assert answer_of(told).content == f"The answer is in <#{thread.id}>."

    async def test_a_second_one_goes_on_in_the_same_thread(self, world: World) -> None:
        answer = await ask(world)
        await ask_on(world.bob, answer, "and in France?")
        refuse_second_thread(world.env)

        told = await ask_on(world.ann, answer, "and when?")

        (thread,) = world.channel.threads
        assert [m.content for m in thread.history() if m.content] == [
            "💬 **bob**: and in France?",
            "💬 **ann**: and when?",
        ]
        assert answer_of(told).content == f"The answer is in <#{thread.id}>."

    async def test_one_about_an_answer_in_the_thread_is_about_that_answer(
        self, world: World
    ) -> None:
        answer = await ask(world)
        await ask_on(world.bob, answer, "and in France?")
        (thread,) = world.channel.threads
        older = thread.history()[-1]
        await world.bob.send(thread, "Who closed AllofMP3?")
        await world.restart()

        await ask_on(world.ann, older, "when?")

        *_, line, follow_up = world.channel.threads[0].history()
        assert line.content == "💬 **ann**: when?"
        understood = texts(follow_up)[0]
        assert understood == "-# Understood as: when did the RIAA win in court in France?"

    async def test_the_topic_is_read_from_the_message_when_the_asker_was_forgotten(
        self, world: World
    ) -> None:
        answer = await ask(world)
        await world.ann.slash(world.channel, "forget")

        await ask_on(world.bob, answer, "and in France?")

        understood = texts(world.channel.threads[0].history()[-1])[0]
        assert understood == "-# Understood as: did the RIAA win in court in France?"

    async def test_of_a_follow_up_it_is_read_as_it_was_understood(self, world: World) -> None:
        await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
        await world.ann.send(world.channel, "and in France?", reply_to=world.channel.last_message)
        answer = world.channel.last_message
        assert answer is not None
        await world.ann.slash(world.channel, "forget")

        await ask_on(world.bob, answer, "when?")

        understood = texts(world.channel.threads[0].history()[-1])[0]
        assert understood == "-# Understood as: when did the RIAA win in court in France?"

    async def test_the_name_of_who_asks_is_shown_inert(self, world: World) -> None:
        trickster = world.guild.add_member(world.env.create_user("eve2"), nick="**@everyone**: x\n")
        answer = await ask(world)

        await ask_on(trickster, answer, "@everyone *who* closed AllofMP3?")

        line, follow_up = world.channel.threads[0].history()
        assert line.content.startswith(r"💬 **\*\*\@everyone\*\*")
        assert line.content.endswith(r": \@everyone \*who\* closed AllofMP3?")
        assert "autorités russes" in "\n".join(texts(follow_up))
        assert all(body["allowed_mentions"]["parse"] == [] for body in messages_sent(world.env))

    async def test_who_may_not_speak_in_threads_is_answered_alone(self, world: World) -> None:
        """The bot does not speak for them where they may not."""
        mute = discord.PermissionOverwrite(send_messages_in_threads=False)
        world.channel = world.guild.create_text_channel("news", overwrites={world.ann: mute})

        followed = await ask_on(world.ann, await ask(world), "and in France?")

        assert answer_of(followed).ephemeral
        assert (
            "Understood as: did the RIAA win in court in France?" in texts(answer_of(followed))[0]
        )
        assert world.channel.threads == []

    async def test_without_permission_for_threads_the_answer_is_in_the_channel(
        self, world: World
    ) -> None:
        answer = await ask(world)
        world.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)

        told = await ask_on(world.bob, answer, "and in France?")

        _, line, follow_up = world.channel.history(viewer=world.ann)
        assert line.content == "💬 **bob**: and in France?"
        assert texts(follow_up)[0] == "-# Understood as: did the RIAA win in court in France?"
        assert answer_of(told).ephemeral
        assert answer_of(told).content.startswith(
            f"I may not open a thread in <#{world.channel.id}>, so the answer is in the channel"
        )

    async def test_an_answer_that_can_be_shown_nowhere_else_is_shown_to_who_asked(
        self, world: World
    ) -> None:
        answer = await ask(world)
        world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013)
        world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)

        told = await ask_on(world.bob, answer, "and in France?")

        assert answer_of(told).ephemeral
        assert texts(answer_of(told))[0] == (
            "-# Understood as: did the RIAA win in court in France?"
        )

    async def test_of_a_private_answer_it_stays_private(self, world: World) -> None:
        answer = await ask(world, private=True)

        told = await ask_on(world.ann, answer, "and in France?")

        assert answer_of(told).ephemeral
        assert texts(answer_of(told))[0] == (
            "-# and in France?\n-# Understood as: did the RIAA win in court in France?"
        )
        assert world.channel.threads == []
        assert world.channel.history(viewer=world.bob) == []

    async def test_a_private_one_can_be_asked_on_too(self, world: World) -> None:
        answer = await ask(world, private=True)
        told = await ask_on(world.ann, answer, "and in France?")

        again = await ask_on(world.ann, answer_of(told), "when?")

        assert answer_of(again).ephemeral
        assert (
            "Understood as: when did the RIAA win in court in France?" in texts(answer_of(again))[0]
        )

    async def test_in_direct_messages_it_stays_there_to_be_read_again(self, world: World) -> None:
        ann = world.ann.user
        await ann.send_dm(QUESTION)
        answer = ann.dm_channel.last_message
        assert answer is not None
        form = await ann.click(answer, custom_id=buttons(answer)["Follow up"])
        told = await ann.submit_modal(form, {field_of(form): "and in France?"})

        await ann.send_dm("when?")

        assert not answer_of(told).ephemeral
        understood = texts(ann.dm_channel.last_message)[0]
        assert understood == "-# Understood as: when did the RIAA win in court in France?"

    async def test_a_question_that_is_refused_opens_no_thread(self, world: World) -> None:
        answer = await ask(world)

        told = await ask_on(world.bob, answer, "?!")

        assert answer_of(told).ephemeral
        assert answer_of(told).content.startswith("The question has no words.")
        assert world.channel.threads == []


class TestVotes:
    async def test_helpful_is_counted_and_thanked_for_privately(self, world: World) -> None:
        answer = await ask(world)

        thanked = await press(world.bob, answer, "👍")

        assert answer_of(thanked).ephemeral
        assert answer_of(thanked).content == THANKS
        assert votes(world, answer) == [(True, None)]

    async def test_not_helpful_asks_why_and_counts_before_the_reason(self, world: World) -> None:
        answer = await ask(world)

        form = await press(world.bob, answer, "👎")
        counted = votes(world, answer)
        thanked = await fill_in(world.bob, form, "That was about Visa.")

        assert counted == [(False, None)]
        assert answer_of(thanked).ephemeral
        assert answer_of(thanked).content == "Thank you for saying why."
        assert votes(world, answer) == [(False, "That was about Visa.")]

    async def test_a_vote_may_be_changed_after_a_restart(self, world: World) -> None:
        answer = await ask(world)
        await fill_in(world.bob, await press(world.bob, answer, "👎"), "That was about Visa.")
        await world.restart()

        await press(world.bob, answer, "👍")
        await press(world.ann, answer, "👍")

        assert votes(world, answer) == [(True, None), (True, None)]

    @pytest.mark.parametrize("vote", ["👍", "👎"])
    async def test_of_an_answer_that_was_deleted_is_not_counted(
        self, world: World, vote: str
    ) -> None:
        answer = await ask(world)
        await world.ann.slash(world.channel, "forget")

        used = await press(world.bob, answer, vote)
        if vote == "👎":
            used = await fill_in(world.bob, used, "That was about Visa.")

        assert answer_of(used).ephemeral
        assert answer_of(used).content == GONE
        assert votes(world, answer) == []


async def test_a_form_that_stayed_open_over_a_restart_is_read(world: World) -> None:
    answer = await ask(world)
    form = await press(world.bob, answer, "Follow up")
    await world.restart()

    await fill_in(world.bob, form, "and in France?")

    assert [thread.name for thread in world.channel.threads] == ["and in France?"]
