"""Checking what somebody says: by the menu of a message and by `/check`, for who asks alone."""

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.client import DossierBot
from bot.settings import BotSettings
from tests.flows.wire import set_language
from tests.flows.world import World, answer_of, buttons, make_bot, texts

REMARK = "La SCPP a porté plainte contre AllofMP3 en janvier 2008. Vrai ?"
STATED = "La SCPP a porté plainte contre AllofMP3 en janvier 2008."
DIFFERS = "-# Differs: janvier 2008 – in the first quote: janvier 2007"


async def test_the_menu_of_a_message_checks_it_for_who_asks_alone(world: World) -> None:
    message = await world.ann.send(world.channel, REMARK)

    checked = await world.bob.context_menu(world.channel, "Check this", message)

    shown = "\n".join(texts(answer_of(checked)))
    assert answer_of(checked).ephemeral
    assert STATED in shown
    assert DIFFERS in shown
    assert (
        "> En France, la SCPP a également porté plainte contre AllofMP3 en janvier 2007." in shown
    )
    assert "whether it is true is for you to judge" in shown


async def test_a_command_checks_what_is_typed_in(world: World) -> None:
    checked = await world.ann.slash(world.channel, "check", statement=REMARK)

    assert answer_of(checked).ephemeral
    assert DIFFERS in "\n".join(texts(answer_of(checked)))


async def test_a_check_is_in_the_language_of_the_persons_discord(world: World) -> None:
    set_language(world.env, world.ann, "de")

    checked = await world.ann.slash(world.channel, "check", statement=REMARK)

    assert "-# Anders: janvier 2008 – im ersten Zitat: janvier 2007" in "\n".join(
        texts(answer_of(checked))
    )


async def test_what_the_dossier_says_nothing_of_is_not_in_the_dossier(world: World) -> None:
    checked = await world.ann.slash(
        world.channel, "check", statement="The Eiffel Tower was completed in 1889."
    )

    assert texts(answer_of(checked))[0].startswith("**∅ Not in the dossier**\nThe Eiffel Tower")


@pytest.mark.parametrize("said", ["", "Hello!", "did the RIAA win in court?"])
async def test_a_message_that_states_nothing_is_refused_privately(world: World, said: str) -> None:
    message = await world.ann.send(world.channel, said, attachments=[("cat.png", b"\x89PNG")])

    checked = await world.bob.context_menu(world.channel, "Check this", message)

    assert answer_of(checked).ephemeral
    assert answer_of(checked).content.startswith("That text states nothing that could be checked")


async def test_a_check_can_be_shown_to_all_also_after_a_restart(world: World) -> None:
    checked = await world.ann.slash(world.channel, "check", statement=REMARK)
    private = answer_of(checked)
    await world.restart()

    await world.ann.click(private, custom_id=buttons(private)["Show to all"])

    public = world.channel.history(viewer=world.bob)[-1]
    assert texts(public) == [*texts(private), f"-# Shown by {world.ann.mention}"]
    assert buttons(public) == {}


async def test_a_check_is_not_shown_where_the_bot_may_not_answer(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await world.eve.slash(world.channel, "setup allow", channel=world.channel)

    checked = await world.ann.slash(other, "check", statement=REMARK)
    private = answer_of(checked)
    pressed = await world.ann.click(private, custom_id=buttons(private)["Show to all"])

    assert private.ephemeral
    assert answer_of(pressed).ephemeral
    assert answer_of(pressed).content.startswith("I may not answer in this channel.")


async def test_nothing_is_kept_of_a_check(world: World) -> None:
    await world.ann.slash(world.channel, "check", statement=REMARK)

    forgotten = await world.ann.slash(world.channel, "forget")

    assert answer_of(forgotten).content == "Nothing was kept about you."


class TestCooldown:
    @pytest.fixture
    def bot(self, settings: BotSettings, embedding: BaseEmbedding) -> DossierBot:
        strict = settings.model_copy(update={"questions_per_minute": 1})
        return make_bot(strict, embedding)

    async def test_who_asks_too_often_is_told_so_instead(self, world: World) -> None:
        await world.ann.slash(world.channel, "ask", question="did the RIAA win in court?")

        refused = await world.ann.slash(world.channel, "check", statement=REMARK)

        assert answer_of(refused).ephemeral
        assert answer_of(refused).content.startswith("You have asked a lot in one minute.")
