"""Asking too much, and asking while the bot is about to leave."""

import re
from collections.abc import AsyncIterator

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.client import DossierBot
from bot.settings import BotSettings
from tests.flows.world import World, answer_of, buttons, field_of, make_bot, texts

QUESTION = "did the RIAA win in court?"
NOW = 1_800_000_000
PERSON = f"You have asked a lot in one minute. Try again <t:{NOW + 60}:R>."
SERVER = f"This server has asked a lot in one minute. Try again <t:{NOW + 60}:R>."


class Clock:
    """What time it is, as the test says."""

    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot(settings: BotSettings, embedding: BaseEmbedding, clock: Clock) -> DossierBot:
    strict = settings.model_copy(
        update={"questions_per_minute": 1, "server_questions_per_minute": 2}
    )
    return make_bot(strict, embedding, clock=clock)


async def test_who_asks_too_often_is_told_privately_when_to_ask_again(world: World) -> None:
    """Discord counts the seconds down where the sentence has <t:…:R>."""
    await world.ann.slash(world.channel, "ask", question=QUESTION)

    refused = await world.ann.slash(world.channel, "ask", question=QUESTION)

    assert answer_of(refused).ephemeral
    assert answer_of(refused).content == PERSON
    assert len(world.channel.history(viewer=world.bob)) == 1


async def test_who_has_waited_is_answered_again(world: World, clock: Clock) -> None:
    await world.ann.slash(world.channel, "ask", question=QUESTION)
    await world.ann.slash(world.channel, "ask", question=QUESTION)

    clock.now += 61
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)

    assert texts(answer_of(asked))[0] == f"-# {QUESTION}"


async def test_one_person_does_not_use_up_the_questions_of_another(world: World) -> None:
    await world.ann.slash(world.channel, "ask", question=QUESTION)

    asked = await world.bob.slash(world.channel, "ask", question=QUESTION)

    assert not answer_of(asked).ephemeral


async def test_a_server_that_asks_too_much_is_told_so_and_another_is_not(world: World) -> None:
    elsewhere = world.env.create_guild(name="Elsewhere")
    other = elsewhere.create_text_channel("questions")
    cem = elsewhere.add_member(world.env.create_user("cem"))
    await world.ann.slash(world.channel, "ask", question=QUESTION)
    await world.bob.slash(world.channel, "ask", question=QUESTION)

    refused = await world.eve.slash(world.channel, "ask", question=QUESTION)
    asked = await cem.slash(other, "ask", question=QUESTION)

    assert answer_of(refused).ephemeral
    assert answer_of(refused).content == SERVER
    assert texts(answer_of(asked))[0] == f"-# {QUESTION}"


@pytest.mark.parametrize(
    ("command", "options"), [("search", {"text": QUESTION}), ("gaps", {}), ("forget", {})]
)
async def test_what_costs_as_much_as_an_answer_may_be_done_as_seldom(
    world: World, command: str, options: dict[str, str]
) -> None:
    await world.eve.slash(world.channel, "ask", question=QUESTION)

    refused = await world.eve.slash(world.channel, command, **options)

    assert answer_of(refused).ephemeral
    assert answer_of(refused).content == PERSON


async def test_passages_that_have_to_be_looked_for_again_may_be_seen_as_seldom(
    world: World, clock: Clock
) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)
    answer = answer_of(asked)
    clock.now += 61
    await world.ann.slash(world.channel, "forget")

    first = await world.bob.click(answer, custom_id=buttons(answer)["Passages"])
    refused = await world.bob.click(answer, custom_id=buttons(answer)["Passages"])

    assert "allofmp3" in "\n".join(texts(answer_of(first))).lower()
    assert answer_of(refused).content.startswith("You have asked a lot in one minute.")


async def test_a_question_that_cannot_be_asked_is_not_counted(world: World) -> None:
    await world.ann.slash(world.channel, "ask", question=" ")

    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)

    assert texts(answer_of(asked))[0] == f"-# {QUESTION}"


async def test_a_mention_is_refused_by_direct_message(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")

    told = world.ann.user.dm_channel.last_message
    assert told is not None
    assert told.content == PERSON
    assert [m.author.name for m in world.channel.history()] == ["ann", "TestBot", "ann"]


async def test_who_takes_no_direct_messages_sees_a_note_that_goes_away(world: World) -> None:
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    world.env.settle_timeout = 20  # simcord sits out what it takes to settle in real time
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
    note = world.channel.last_message

    await world.env.advance_time(31)

    assert note is not None
    assert note.content == PERSON
    assert note.id not in [message.id for message in world.channel.history()]


async def test_a_follow_up_that_is_refused_opens_no_thread(world: World) -> None:
    asked = await world.ann.slash(world.channel, "ask", question=QUESTION)
    answer = answer_of(asked)

    form = await world.ann.click(answer, custom_id=buttons(answer)["Follow up"])
    refused = await world.ann.submit_modal(form, {field_of(form): "and in France?"})

    assert answer_of(refused).ephemeral
    assert answer_of(refused).content == PERSON
    assert world.channel.threads == []


class TestLeaving:
    @pytest.fixture
    async def world(self, world: World) -> AsyncIterator[World]:
        """A bot that is about to stop, after it has answered once."""
        await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
        assert await world.bot.services.desk.queue.drain(timeout_s=1) == 0
        yield world

    async def test_a_new_question_is_refused(self, world: World) -> None:
        asked = await world.bob.slash(world.channel, "ask", question=QUESTION)

        assert answer_of(asked).ephemeral
        assert answer_of(asked).content == "I am being restarted. Try again in a minute."

    async def test_what_was_answered_can_still_be_looked_at(self, world: World) -> None:
        answer = world.channel.last_message
        assert answer is not None

        page = await world.bob.click(answer, custom_id=buttons(answer)["Passages"])

        assert re.match(r"\*\*\[1\] La RIAA", texts(answer_of(page))[0])
