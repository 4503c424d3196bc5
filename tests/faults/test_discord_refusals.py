"""Why there is no answer is told to who asked alone, and nothing that promised one stays."""

import pytest

from bot.answers import Answer, Question
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Message
from tests.doubles.discord.people import Person
from tests.doubles.discord.permissions import Permission
from tests.faults.stage import EDIT, ORIGINAL, QUESTION, Gate, Stage, is_answer

WRONG = "Something went wrong on my side"
READING = "Reading passages…"


def is_refusal(message: Message) -> bool:
    return message.text.startswith(WRONG)


def is_progress(message: Message) -> bool:
    return message.text == READING


async def use_up(stage: Stage, person: Person) -> None:
    """Let somebody ask as often as they may in a minute."""
    for _ in range(stage.bot.services.settings.questions_per_minute):
        await (await stage.asks(person, private=True)).acknowledged()


@pytest.fixture
def broken(gate: Gate, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Keeps answers waiting, and lets them fail then."""

    async def fail(question: Question, *_: object) -> Answer:
        await gate.passed()
        raise RuntimeError(question.text)

    monkeypatch.setattr(stage.bot.services.dossier, "ask", fail)
    return gate


async def test_a_mention_that_is_refused_after_progress_leaves_nothing_in_the_channel(
    stage: Stage, broken: Gate
) -> None:
    asked = await stage.mentions(stage.ann)
    await stage.channel.next_message(asked, until=is_progress)
    broken.open()
    refusal = await stage.ann.dm.next_message(until=is_refusal)
    await stage.finished()

    assert stage.channel.history == [asked]
    assert stage.ann.dm.history == [refusal]


async def test_a_refusal_after_progress_is_a_note_for_who_takes_no_direct_messages(
    stage: Stage, broken: Gate
) -> None:
    stage.ann.user.accepts_dms = False
    asked = await stage.mentions(stage.ann)
    await stage.channel.next_message(asked, until=is_progress)
    broken.open()
    refusal = await stage.channel.next_message(asked, until=is_refusal)
    await stage.finished()

    assert stage.channel.history == [asked, refusal]


async def test_in_direct_messages_a_refusal_takes_the_place_of_progress(
    stage: Stage, broken: Gate
) -> None:
    asked = await stage.ann.says(stage.ann.dm, QUESTION)
    shown = await stage.ann.dm.next_message(asked, until=is_progress)
    broken.open()
    refusal = await stage.ann.dm.next_message(asked, until=is_refusal)
    await stage.finished()

    assert refusal is shown
    assert stage.ann.dm.history == [asked, refusal]


async def test_a_command_that_is_refused_after_progress_leaves_nothing_in_the_channel(
    stage: Stage, broken: Gate
) -> None:
    use = await stage.asks(stage.ann)
    await use.reply(until=is_progress)
    broken.open()
    refusal = await use.reply(until=is_refusal)
    await stage.finished()

    assert refusal.ephemeral
    assert stage.channel.history == []


async def test_a_refusal_is_not_shown_to_all_where_the_deferral_can_not_be_deleted(
    stage: Stage, broken: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows a deferral takes its place, and is seen by those who saw it."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    stage.discord.faults.next(20, Fault.CUT_BEFORE, "DELETE", ORIGINAL)
    use = await stage.asks(stage.ann)
    await broken.reached()
    broken.open()
    refusal = await stage.ann.dm.next_message(until=is_refusal)
    await stage.finished()

    assert stage.ann.dm.history == [refusal]
    assert not any(is_refusal(message) for message in use.messages)


async def test_a_failed_edit_of_progress_loses_no_answer(
    stage: Stage, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    stage.discord.faults.next(5, Fault.CUT_BEFORE, "PATCH", ORIGINAL)
    use = await stage.asks(stage.ann)
    await gate.reached()
    await stage.struck(5)
    gate.open()
    answer = await use.reply(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]
    assert answer is use.messages[0]


async def test_progress_goes_where_the_answer_could_only_be_sent_privately(
    stage: Stage, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    asked = await stage.mentions(stage.ann)
    await stage.channel.next_message(asked, until=is_progress)
    stage.discord.faults.next(5, Fault.CUT_BEFORE, "PATCH", EDIT)
    gate.open()
    answer = await stage.ann.dm.next_message(until=is_answer)
    await stage.finished()

    assert stage.answers() == [answer]
    assert stage.channel.history == [asked]


async def test_that_somebody_has_to_wait_is_told_once_however_often_they_ask(
    stage: Stage,
) -> None:
    await use_up(stage, stage.ann)
    for _ in range(3):
        await stage.mentions(stage.ann)
    last = await stage.mentions(stage.bob)
    await stage.channel.next_message(last, until=is_answer)
    await stage.finished()

    (told,) = stage.ann.dm.history
    assert told.text.startswith("You have asked a lot in one minute.")


async def test_a_command_is_told_each_time_that_its_user_has_to_wait(stage: Stage) -> None:
    """Else Discord would say that the bot did not respond."""
    await use_up(stage, stage.ann)
    refused = [await (await stage.asks(stage.ann)).reply() for _ in range(2)]
    await stage.finished()

    assert [message.text[:24] for message in refused] == ["You have asked a lot in "] * 2


async def test_an_answer_comes_though_the_bot_may_not_read_what_was_said(stage: Stage) -> None:
    """Discord lets nobody reply to a message then."""
    stage.guild.forbid(stage.channel, Permission.READ_MESSAGE_HISTORY)

    asked = await stage.mentions(stage.ann)
    answer = await stage.channel.next_message(asked, until=is_answer)
    await stage.finished()

    assert answer.reply_to is None
    assert stage.channel.history == [asked, answer]


async def test_how_to_ask_is_told_by_direct_message_where_the_bot_may_not_send(
    stage: Stage,
) -> None:
    stage.guild.forbid(stage.channel, Permission.SEND_MESSAGES)

    asked = await stage.ann.says(stage.channel, "@bot")
    told = await stage.ann.dm.next_message()

    assert told.text.startswith("Ask me something about the dossier")
    assert stage.channel.history == [asked]
