"""Checks that a language model has a part in, on Discord: it can hang, and who asks can leave."""

from collections.abc import Callable

import pytest

from tests.doubles.discord.objects import Message
from tests.doubles.llm.replies import hanging
from tests.doubles.llm.server import LlmServer
from tests.faults.stage import Stage, is_answer

STATED = "La SCPP a porté plainte contre AllofMP3 en janvier 2008."
COMPARED = "-# Differs: janvier 2008 – in the first quote: janvier 2007"


@pytest.fixture
def stage(writing_stage: Stage) -> Stage:
    return writing_stage


def has_button(name: str) -> Callable[[Message], bool]:
    return lambda message: name in [button.label for button in message.buttons]


def shown(message: Message) -> str:
    return "\n".join(message.texts)


async def test_who_checks_is_told_that_it_takes_time_and_can_stop_it(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play(hanging())
    asked = await stage.ann.slash(stage.channel, "check", statement=STATED)
    checking = await asked.reply(until=has_button("Stop"))
    assert "Checking each statement against the dossier…" in shown(checking)

    await stage.ann.presses(checking, "Stop")

    checked = await asked.reply(until=is_answer)
    assert checked.id == checking.id
    assert COMPARED in shown(checked)
    assert "Writing was stopped" in shown(checked)
    assert not has_button("Stop")(checked)


async def test_a_bot_that_leaves_shows_what_is_known_without_the_model(
    stage: Stage, llm_server: LlmServer
) -> None:
    llm_server.play(hanging())
    asked = await stage.ann.slash(stage.channel, "check", statement=STATED)
    await asked.reply(until=has_button("Stop"))

    await stage.bot.leave()

    assert COMPARED in shown(await asked.reply(until=is_answer))
