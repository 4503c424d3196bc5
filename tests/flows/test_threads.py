"""Conversations in threads: those the bot opened, and those of people."""

from collections.abc import AsyncIterator

import discord
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import ChannelHandle, Env, InteractionResult, MemberActor

from bot.settings import BotSettings
from tests.flows.acting import open_thread
from tests.flows.wire import refuse_second_thread
from tests.flows.world import (
    SETTLE_S,
    Shown,
    World,
    answer_of,
    buttons,
    field_of,
    make_bot,
    people,
    texts,
)

QUESTION = "did the RIAA win in court?"
UNREAD = "I can’t read messages here, so ask on with the button Follow up, or mention me."


async def ask_on(person: MemberActor, shown: Shown, question: str) -> InteractionResult:
    form = await person.click(shown, custom_id=buttons(shown)["Follow up"])
    return await person.submit_modal(form, {field_of(form): question})


async def open_bots_thread(world: World, follow_up: str = "and in France?") -> ChannelHandle:
    """Ann asks, and Bob asks on by the button."""
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)
    await ask_on(world.bob, answer_of(asked), follow_up)
    return world.channel.threads[0]


def understood(thread: ChannelHandle) -> str:
    """What the bot says that it took the last question for."""
    return texts(thread.last_message)[0].removeprefix("-# Understood as: ")


async def test_five_follow_ups_are_understood_with_a_restart_in_between(world: World) -> None:
    """What was said before is read back from the thread: nothing is kept in memory."""
    thread = await open_bots_thread(world)
    assert understood(thread) == "did the RIAA win in court in France?"

    await world.ann.send(thread, "when?")
    assert understood(thread) == "when did the RIAA win in court in France?"

    await world.bob.send(thread, "and in Russia?")
    assert understood(thread) == "did the RIAA win in court in Russia?"

    await world.restart()
    await world.ann.send(thread, "why?")
    assert understood(thread) == "why did the RIAA win in court in Russia?"

    await world.bob.send(thread, "Who closed AllofMP3?")
    await world.bob.send(thread, "and in France?")
    assert understood(thread) == "Who closed AllofMP3 in France?"
    assert "En France, la SCPP" in "\n".join(texts(thread.last_message))


async def test_an_answer_in_a_thread_replies_to_its_question(world: World) -> None:
    thread = await open_bots_thread(world)

    question = await world.ann.send(thread, "when?")

    answer = thread.last_message
    assert answer is not None and answer.reference is not None
    assert answer.reference.message_id == question.id


async def test_a_command_in_a_thread_is_what_it_is_about_next(world: World) -> None:
    thread = await open_bots_thread(world)

    await world.ann.slash(thread, "ask", question="Who closed AllofMP3?")
    await world.bob.send(thread, "and in France?")

    assert understood(thread) == "Who closed AllofMP3 in France?"


async def test_thanks_are_no_question(world: World) -> None:
    thread = await open_bots_thread(world)

    await world.ann.send(thread, "thanks!")
    await world.bob.send(thread, "👍")

    assert thread.history()[-1].content == "👍"
    assert thread.history()[-2].content == "thanks!"


async def test_a_person_who_replies_to_a_person_is_left_alone(world: World) -> None:
    thread = await open_bots_thread(world)
    remark = await world.ann.send(thread, "thanks!")

    reply = await world.bob.send(thread, "and in Russia?", reply_to=remark)

    assert thread.last_message == reply


async def test_a_person_who_mentions_a_person_is_left_alone(world: World) -> None:
    thread = await open_bots_thread(world)

    remark = await world.bob.send(thread, f"{world.ann.mention} and in Russia?")

    assert thread.last_message == remark


async def test_what_people_said_to_one_another_is_not_what_it_is_about(world: World) -> None:
    thread = await open_bots_thread(world)
    remark = await world.ann.send(thread, "thanks!")
    await world.bob.send(thread, "Who closed AllofMP3?", reply_to=remark)

    await world.ann.send(thread, "when?")

    assert understood(thread) == "when did the RIAA win in court in France?"


async def test_in_a_thread_of_people_the_bot_answers_once_it_is_mentioned(world: World) -> None:
    thread = await open_thread(world.env, world.channel, world.ann, "the RIAA")
    await world.ann.send(thread, "Does anyone know the RIAA?")
    assert len(thread.history()) == 1

    await world.ann.send(thread, f"{world.at_bot} Who closed AllofMP3?")
    assert texts(thread.last_message)[0] == "The passages that answer this best:"

    await world.ann.send(thread, "and in France?")
    assert understood(thread) == "Who closed AllofMP3 in France?"


async def test_in_a_thread_of_people_what_others_say_meanwhile_is_left_alone(
    world: World,
) -> None:
    thread = await open_thread(world.env, world.channel, world.ann, "the RIAA")
    await world.ann.send(thread, f"{world.at_bot} Who closed AllofMP3?")

    remark = await world.bob.send(thread, "and in France?")

    assert thread.last_message == remark


async def test_in_a_thread_of_people_the_bot_is_silent_rather_than_decline(world: World) -> None:
    thread = await open_thread(world.env, world.channel, world.ann, "the RIAA")
    await world.ann.send(thread, f"{world.at_bot} Who closed AllofMP3?")

    remark = await world.ann.send(thread, "What is the capital of Mongolia?")

    assert thread.last_message == remark


async def test_in_its_own_thread_the_bot_declines(world: World) -> None:
    thread = await open_bots_thread(world)

    await world.ann.send(thread, "What is the capital of Mongolia?")

    assert texts(thread.last_message)[0].startswith("**The dossier doesn't say.**")


async def test_a_thread_that_people_opened_below_an_answer_is_about_that_answer(
    world: World,
) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)
    thread = await open_thread(
        world.env, world.channel, world.bob, "France", below=answer_of(asked).id
    )

    await world.bob.send(thread, f"{world.at_bot} and in France?")

    assert understood(thread) == "did the RIAA win in court in France?"


async def test_a_thread_that_people_opened_below_a_question_is_about_that_question(
    world: World,
) -> None:
    question = await world.ann.send(world.channel, QUESTION)
    thread = await open_thread(world.env, world.channel, world.bob, "RIAA", below=question.id)

    await world.bob.send(thread, f"{world.at_bot} and in France?")

    assert understood(thread) == "did the RIAA win in court in France?"


class TestWithoutTheIntent:
    """Discord may not let the bot read what doesn't mention it."""

    @pytest.fixture
    async def world(self, settings: BotSettings, embedding: BaseEmbedding) -> AsyncIterator[World]:
        bot = make_bot(settings, embedding, reads_messages=False)
        approved = discord.Intents.none()
        env = Env(bot, shard_count=1, settle_timeout=SETTLE_S, approved_intents=approved)
        await env.start()
        yield people(env, bot, settings, embedding)
        await env.shutdown()

    async def test_the_bot_says_in_its_thread_how_to_ask_on(self, world: World) -> None:
        thread = await open_bots_thread(world)

        _, answer, note = thread.history()
        assert texts(answer)[0] == "-# Understood as: did the RIAA win in court in France?"
        assert texts(note) == [UNREAD]

    async def test_it_says_so_once_a_thread(self, world: World) -> None:
        thread = await open_bots_thread(world)

        refuse_second_thread(world.env)

        await ask_on(world.ann, thread.history()[1], "when?")
        await ask_on(world.bob, world.channel.history()[0], "Who closed AllofMP3?")

        assert [m.content for m in thread.history() if m.content] == [
            "💬 **bob**: and in France?",
            UNREAD,
            "💬 **ann**: when?",
            "💬 **bob**: Who closed AllofMP3?",
        ]

    async def test_what_is_written_in_the_thread_is_left_alone(self, world: World) -> None:
        thread = await open_bots_thread(world)

        remark = await world.ann.send(thread, "when?")

        assert thread.last_message == remark

    async def test_a_mention_in_the_thread_asks_on(self, world: World) -> None:
        thread = await open_bots_thread(world)

        await world.ann.send(thread, f"{world.at_bot} when?")

        assert understood(thread) == "when did the RIAA win in court in France?"

    async def test_a_mention_a_command_and_a_direct_message_are_answered(
        self, world: World
    ) -> None:
        await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
        asked = await world.ann.slash(world.channel, "ask", question=QUESTION)
        await world.ann.send_dm(QUESTION)

        for answer in (
            world.channel.history()[1],
            answer_of(asked),
            world.ann.user.dm_channel.last_message,
        ):
            assert "n’a jamais obtenu de jugement" in "\n".join(texts(answer))
