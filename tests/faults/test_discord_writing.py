"""Answers that a language model writes, on Discord: both over sockets, and each can fail."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.live import LiveDossier
from bot.settings import BotSettings
from tests.doubles.discord.objects import Message
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.server import Loopback
from tests.doubles.llm.replies import Reply, failing, hanging
from tests.doubles.llm.server import LlmServer, Request
from tests.doubles.llm.writing import claim, number_of, reply
from tests.faults.stage import Stage, at_work, bot_of, is_answer, play

ASKED = "Quand la SCPP a-t-elle porté plainte contre AllofMP3 ?"
SUED = "la SCPP a également porté plainte contre AllofMP3 en janvier 2007"
TRUE = "La SCPP a porté plainte contre AllofMP3 en janvier 2007."
COURT = "En octobre 2007, un tribunal de Moscou a confirmé l’innocence du fondateur de Allofmp3"
CONFIRMED = "Un tribunal de Moscou a confirmé l’innocence du fondateur de Allofmp3 en octobre 2007."


@pytest.fixture
def settings(writing_settings: BotSettings) -> BotSettings:
    return writing_settings


@pytest.fixture
def stage(writing_stage: Stage) -> Stage:
    return writing_stage


def both(request: Request) -> str:
    return reply(
        claim(TRUE, (number_of(request, SUED), SUED)),
        claim(CONFIRMED, (number_of(request, COURT), COURT)),
    )


def stuck_after_the_first(request: Request) -> Reply:
    """The first claim and the beginning of the second, then nothing."""
    whole = both(request)
    return hanging(whole, after=whole.index(CONFIRMED[:20]) // 7)


def says(text: str) -> Callable[[Message], bool]:
    return lambda message: any(text in shown for shown in message.texts)


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


def has_button(name: str) -> Callable[[Message], bool]:
    return lambda message: name in labels(message)


def is_whole(message: Message) -> bool:
    return len(message.buttons) == 4


async def test_claims_appear_one_by_one_and_the_whole_answer_has_the_usual_buttons(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(stuck_after_the_first)
    asked = await stage.ann.slash(stage.channel, "ask", question=ASKED)
    growing = await asked.reply(until=says(TRUE))

    assert labels(growing) == ["Stop"]
    assert not says(COURT)(growing)

    llm_server.release()
    whole = await asked.reply(until=says(COURT))
    assert not has_button("Stop")(await asked.reply(until=is_whole))
    assert whole.id == growing.id
    assert len(stage.answers()) == 1


async def test_who_asked_stops_the_answer_and_keeps_what_was_checked(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(stuck_after_the_first)
    asked = await stage.ann.slash(stage.channel, "ask", question=ASKED)
    growing = await asked.reply(until=says(TRUE))

    await stage.ann.presses(growing, "Stop")

    whole = await asked.reply(until=is_whole)
    assert says(TRUE)(whole)
    assert says("La réponse s’arrête en route")(whole)
    assert len(stage.answers()) == 1


async def test_somebody_else_can_not_stop_it_but_who_manages_messages_can(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(stuck_after_the_first)
    moderators = stage.guild.add_role("Moderators", permissions=Permission.MANAGE_MESSAGES)
    moderator = stage.guild.add_member("Max", moderators)
    asked = await stage.ann.slash(stage.channel, "ask", question=ASKED)
    growing = await asked.reply(until=says(TRUE))

    refused = await stage.bob.presses(growing, "Stop")

    assert (await refused.reply()).text.startswith("Only who asked may stop this answer")
    assert not is_whole(growing)
    await moderator.presses(growing, "Stop")
    await asked.reply(until=is_whole)


async def test_a_server_that_says_nothing_is_not_waited_for_once_it_is_stopped(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play(hanging())
    asked = await stage.ann.slash(stage.channel, "ask", question=ASKED)
    writing = await asked.reply(until=has_button("Stop"))
    assert says("Writing an answer")(writing)

    await stage.ann.presses(writing, "Stop")

    whole = await asked.reply(until=is_whole)
    assert is_answer(whole)
    assert says("La rédaction a été arrêtée")(whole)


async def test_a_bot_that_leaves_shows_what_was_checked(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(stuck_after_the_first)
    asked = await stage.ann.slash(stage.channel, "ask", question=ASKED)
    await asked.reply(until=says(TRUE))

    await stage.bot.leave()

    assert says("La réponse s’arrête en route")(await asked.reply(until=is_whole))


async def test_a_mention_is_answered_claim_by_claim_too(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(both)
    await stage.ann.says(stage.channel, ASKED, mention=True)
    await stage.bot_is_asked()
    await stage.finished()

    (answer,) = stage.answers()
    assert says(TRUE)(answer) and says(COURT)(answer)


async def test_quotes_stand_in_for_a_server_that_fails_and_say_so(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play_by(lambda _: failing(401))

    answer = await (await stage.ann.slash(stage.channel, "ask", question=ASKED)).reply(
        until=is_answer
    )

    assert says("Le modèle de langage est injoignable")(answer)
    assert says("SCPP")(answer)


async def test_who_has_spent_a_days_share_gets_quotes_and_others_are_written_for(
    discord_server: Loopback,
    settings: BotSettings,
    embedding: BaseEmbedding,
    llm_server: LlmServer,
    tmp_path: Path,
) -> None:
    llm_server.play_by(both)
    dossier = LiveDossier(settings, embedding)
    own = settings.model_copy(update={"data_dir": tmp_path / "data", "person_tokens_per_day": 3500})
    with bot_of(own, dossier) as bot:
        async with at_work(discord_server, bot):
            stage = play(discord_server, bot)
            for question in (ASKED, f"{ASKED} Et où ?"):
                asked = await stage.ann.slash(stage.channel, "ask", question=question)
                last = await asked.reply(until=is_whole)
            other = await stage.bob.slash(stage.channel, "ask", question=f"{ASKED} Et quand ?")
            bobs = await other.reply(until=is_whole)
    dossier.close()

    assert says("Le quota de réponses rédigées est épuisé")(last)
    assert says(TRUE)(bobs)


async def test_many_are_written_for_at_once(stage: Stage, llm_server: LlmServer) -> None:
    llm_server.play_by(stuck_after_the_first)
    people = (stage.ann, stage.bob, stage.eve, stage.ann)
    asked = [
        await person.slash(stage.channel, "ask", question=f"{ASKED} {nth}")
        for nth, person in enumerate(people)
    ]
    await asyncio.gather(*(use.reply(until=says(TRUE)) for use in asked))

    llm_server.release()

    await asyncio.gather(*(use.reply(until=is_whole) for use in asked))
    assert len(stage.answers()) == len(people)
