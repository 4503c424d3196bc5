"""What an answer was to be shown in is gone: it comes by another way, and stays private."""

import pytest

from tests.doubles.discord.faults import Fault
from tests.doubles.discord.permissions import Permission
from tests.faults.stage import EDIT, ORIGINAL, QUESTION, SEND, Gate, Stage, is_answer


async def lose_interaction(stage: Stage, *, private: bool) -> None:
    """Ann asks, and Discord takes the bot's first word for too late."""
    stage.discord.application.callback_window_s = 0.0
    await stage.asks(stage.ann, private=private)


async def test_a_public_answer_comes_to_the_channel_when_the_interaction_is_gone(
    stage: Stage,
) -> None:
    await lose_interaction(stage, private=False)
    answer = await stage.channel.next_message(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]
    assert QUESTION in answer.text
    assert answer.mentions == []


async def test_a_private_answer_comes_by_direct_message_when_the_interaction_is_gone(
    stage: Stage,
) -> None:
    await lose_interaction(stage, private=True)
    answer = await stage.ann.dm.next_message(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]
    assert stage.channel.history == []


async def test_a_private_answer_is_lost_rather_than_shown_in_public(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.ann.user.accepts_dms = False
    await lose_interaction(stage, private=True)
    await stage.bot_is_asked()
    await stage.finished()

    assert stage.channel.history == []
    assert stage.ann.dm.history == []
    assert "there was no way left to show the answer" in caplog.text


@pytest.mark.parametrize("private", [False, True])
async def test_an_answer_outlives_the_token_of_its_interaction(
    stage: Stage, gate: Gate, private: bool
) -> None:
    use = await stage.asks(stage.ann, private=private)
    await gate.reached()
    use.expire()
    gate.open()
    place = stage.ann.dm if private else stage.channel
    answer = await place.next_message(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]


async def test_an_answer_is_shown_once_when_the_token_dies_after_the_edit_got_through(
    stage: Stage,
) -> None:
    stage.discord.faults.next(1, Fault.CUT_AFTER, "PATCH", ORIGINAL)
    stage.discord.faults.next(1, Fault.EXPIRED, "PATCH", ORIGINAL)

    use = await stage.asks(stage.ann)
    answer = await use.reply(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]


async def test_an_answer_comes_though_what_it_was_to_replace_is_deleted(
    stage: Stage, gate: Gate
) -> None:
    use = await stage.asks(stage.ann)
    await gate.reached()
    await stage.eve.deletes(use.messages[0])
    gate.open()
    answer = await stage.channel.next_message(until=is_answer)
    await stage.finished()

    assert stage.channel.history == [answer]


async def test_an_answer_comes_though_the_line_that_it_grew_from_is_deleted(
    stage: Stage, gate: Gate
) -> None:
    asked = await stage.mentions(stage.ann)
    waiting = await stage.channel.next_message(asked)
    await stage.eve.deletes(waiting)
    gate.open()
    answer = await stage.channel.next_message(asked, until=is_answer)
    await stage.finished()

    assert stage.channel.history == [asked, answer]


async def test_an_answer_comes_though_the_question_is_deleted(stage: Stage, gate: Gate) -> None:
    asked = await stage.mentions(stage.ann)
    await gate.reached()
    await stage.ann.deletes(asked)
    gate.open()
    answer = await stage.channel.next_message(until=is_answer)
    await stage.finished()

    assert stage.channel.history == [answer]


async def test_an_answer_comes_by_direct_message_when_its_channel_is_deleted(
    stage: Stage, gate: Gate
) -> None:
    asked = await stage.mentions(stage.ann)
    await gate.reached()
    stage.discord.world.remove_channel(asked.channel)
    gate.open()
    answer = await stage.ann.dm.next_message(until=is_answer)
    await stage.finished()

    assert stage.ann.dm.history == [answer]


async def test_the_answer_to_a_command_comes_by_direct_message_when_its_channel_is_deleted(
    stage: Stage, gate: Gate
) -> None:
    await stage.asks(stage.ann)
    await gate.reached()
    stage.discord.world.remove_channel(stage.channel)
    gate.open()
    answer = await stage.ann.dm.next_message(until=is_answer)
    await stage.finished()

    assert stage.ann.dm.history == [answer]


async def test_an_answer_comes_by_direct_message_where_the_bot_may_not_send(stage: Stage) -> None:
    stage.guild.forbid(stage.channel, Permission.SEND_MESSAGES)

    asked = await stage.mentions(stage.ann)
    answer = await stage.ann.dm.next_message(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]
    assert stage.channel.history == [asked]


async def test_a_command_is_answered_where_the_bot_may_not_send(stage: Stage) -> None:
    stage.guild.forbid(stage.channel, Permission.SEND_MESSAGES)

    use = await stage.asks(stage.ann)
    answer = await use.reply()

    assert stage.answers() == [answer]


async def test_nothing_is_lost_in_silence_when_discord_takes_no_call(
    stage: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    for route in (SEND, EDIT):
        stage.discord.faults.next(100, Fault.CUT_BEFORE, "*", route)
    await stage.mentions(stage.ann)
    await stage.bot_is_asked()
    await stage.finished()

    assert stage.answers() == []
    assert "there was no way left to show the answer" in caplog.text


async def test_a_follow_up_is_answered_in_the_channel_where_there_may_be_no_threads(
    stage: Stage,
) -> None:
    stage.guild.forbid(stage.channel, Permission.CREATE_PUBLIC_THREADS)
    answer = await (await stage.asks(stage.ann)).reply()

    form = await (await stage.bob.presses(answer, "Follow up")).modal()
    use = await stage.bob.submits(form, {"Your question": "And in Russia?"})
    note = await use.reply()
    await stage.finished()

    assert "thread" in note.text
    assert note.ephemeral
    assert len(stage.channel.history) == 3


async def test_who_pressed_a_button_too_late_for_a_form_is_told_to_press_again(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await (await stage.asks(stage.ann)).reply()
    stage.discord.application.callback_window_s = 0.0

    await stage.bob.presses(answer, "Follow up")
    told = await stage.bob.dm.next_message()

    assert told.text.startswith("Discord didn’t wait for me any longer")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
