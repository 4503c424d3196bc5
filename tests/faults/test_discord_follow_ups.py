"""What goes wrong with a follow-up by the form: it is answered, and who asked is told where."""

import threading

import pytest

from bot.records import AnswerId, AnswerRecord
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Channel, Message
from tests.doubles.discord.people import Use
from tests.doubles.discord.permissions import Permission
from tests.faults.stage import EDIT, Stage, is_answer

DEFERRED = 5
"""Discord's number for a callback that says that an answer will come."""
THREADS = "/channels/*/messages/*/threads"


async def ask_on(stage: Stage, question: str = "And in Russia?") -> Use:
    """Bob asks on below an answer of Ann's."""
    answer = await (await stage.asks(stage.ann)).reply(until=is_answer)
    form = await (await stage.bob.presses(answer, "Follow up")).modal()
    return await stage.bob.submits(form, {"Your question": question})


def threads(stage: Stage) -> list[Channel]:
    return [channel for channel in stage.guild.guild.channels.values() if channel.type.is_thread]


def lines(channel: Channel) -> list[str]:
    """What stands in a channel besides answers."""
    return [message.content for message in channel.history if message.content]


def answers(channel: Channel) -> list[Message]:
    return [message for message in channel.history if is_answer(message)]


async def test_one_of_2000_characters_of_markdown_is_answered_as_a_whole(stage: Stage) -> None:
    question = ("*did* _the_ RIAA [win] in court? " * 70)[:1990] + " in Russia"

    note = await (await ask_on(stage, question)).reply()
    await stage.finished()

    (thread,) = threads(stage)
    (line,) = lines(thread)
    (answer,) = answers(thread)
    assert len(question) == 2000
    assert note.text == f"The answer is in <#{thread.id}>."
    assert line.startswith(r"💬 **Bob**: \*did\* \_the\_ RIAA")
    assert 1980 < len(line) <= 2000
    assert line.endswith("…")
    record = stage.bot.services.records.find_by_message(answer.id)
    assert record is not None
    assert record.question == question


async def test_it_is_deferred_though_the_disk_does_not_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, disk = stage.bot.services.records, threading.Event()
    find = records.find

    def find_later(answer: AnswerId) -> AnswerRecord | None:
        disk.wait()
        return find(answer)

    monkeypatch.setattr(records, "find", find_later)
    try:
        use = await ask_on(stage)
        assert await use.acknowledged() == DEFERRED
    finally:
        disk.set()
    await stage.finished()


async def test_who_asked_is_told_that_the_answer_went_to_their_direct_messages(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    stage.discord.faults.next(5, Fault.CUT_BEFORE, "PATCH", EDIT)

    note = await (await ask_on(stage)).reply()
    await stage.finished()

    (thread,) = threads(stage)
    assert note.text == "The answer is in your direct messages."
    assert note.ephemeral
    assert lines(thread) == ["💬 **Bob**: And in Russia?"]
    assert answers(thread) == []
    assert len(answers(stage.bob.dm)) == 1


async def test_who_asked_sees_the_answer_alone_where_nothing_may_be_said_in_threads(
    stage: Stage,
) -> None:
    stage.guild.forbid(stage.channel, Permission.SEND_MESSAGES_IN_THREADS)

    use = await ask_on(stage)
    answer = await use.reply(until=is_answer)
    why = await use.followup()
    await stage.finished()

    (thread,) = threads(stage)
    assert answer.ephemeral
    assert why.ephemeral
    assert why.text.startswith(f"I may not send messages in <#{thread.id}>.")
    assert lines(thread) == []
    assert answers(thread) == []


async def test_it_is_answered_in_the_channel_without_blaming_anybody_where_no_thread_opens(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No permission would mend that."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    stage.discord.faults.next(5, Fault.UNAVAILABLE, "POST", THREADS)

    note = await (await ask_on(stage)).reply()
    await stage.finished()

    assert threads(stage) == []
    assert note.text == f"The answer is in <#{stage.channel.id}>."
    assert len(answers(stage.channel)) == 2


async def test_it_is_told_where_the_bot_may_not_open_threads(stage: Stage) -> None:
    stage.guild.forbid(stage.channel, Permission.CREATE_PUBLIC_THREADS)

    note = await (await ask_on(stage)).reply()
    await stage.finished()

    assert note.text.startswith(f"I may not open a thread in <#{stage.channel.id}>")
    assert "Create Public Threads" in note.text
    assert len(answers(stage.channel)) == 2


async def test_one_that_is_refused_after_progress_leaves_its_question_alone_in_the_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await (await stage.asks(stage.ann)).reply(until=is_answer)
    monkeypatch.setattr("bot.desk.PATIENCE_S", 0.0)

    async def fail(question: object, *_: object) -> None:
        raise RuntimeError(question)

    monkeypatch.setattr(stage.bot.services.dossier, "ask", fail)
    form = await (await stage.bob.presses(answer, "Follow up")).modal()
    use = await stage.bob.submits(form, {"Your question": "And in Russia?"})
    refusal = await use.reply()
    await stage.finished()

    (thread,) = threads(stage)
    assert refusal.text.startswith("Something went wrong on my side")
    assert refusal.ephemeral
    assert lines(thread) == ["💬 **Bob**: And in Russia?"]
