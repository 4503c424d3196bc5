"""The ways back to a person, where only a part of what is to be shown gets through."""

import aiohttp
import discord
import pytest
from discord import ui

from bot.replies.message import MessageReply
from tests.doubles.discord.calls import File
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Message
from tests.faults.stage import CALLBACK, EDIT, SEND, Stage

FOLLOWUP = "/webhooks/*"
LONG = "words " * 500


async def way_back(stage: Stage, asked: Message) -> MessageReply:
    """As the bot has it for a message."""
    channel = await stage.bot.fetch_channel(asked.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return MessageReply(await channel.fetch_message(asked.id))


def part(text: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    return view.add_item(ui.TextDisplay(text))


def wait_at_most(stage: Stage, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot's calls fail that get no reply for so long: by default that is five minutes."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.2)
    session = vars(stage.bot.http)["_HTTPClient__session"]
    monkeypatch.setattr(session, "_timeout", aiohttp.ClientTimeout(total=seconds))


async def says(stage: Stage) -> Message:
    """Ann says something that the bot doesn't answer by itself."""
    return await stage.ann.says(stage.channel, "Hello, everybody.")


async def test_what_is_shown_of_an_answer_is_not_sent_again_by_direct_message(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    reply = await way_back(stage, await says(stage))
    await reply.say_progress("Reading passages…")
    stage.discord.faults.next(5, Fault.CUT_BEFORE, "POST", SEND)

    placed = await reply.answer([part("first"), part("second"), part("third")], "first")

    assert [message.text for message in stage.channel.history[1:]] == ["first"]
    assert [message.text for message in stage.ann.dm.history] == ["second", "third"]
    assert placed is not None
    assert placed.message == stage.ann.dm.history[-1].id


async def test_an_answer_is_where_its_last_part_stands_that_could_be_shown(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.ann.user.accepts_dms = False
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    reply = await way_back(stage, await says(stage))
    await reply.say_progress("Reading passages…")
    stage.discord.faults.next(5, Fault.CUT_BEFORE, "POST", SEND)

    placed = await reply.answer([part("first"), part("second")], "first")

    (shown,) = stage.channel.history[1:]
    assert shown.text == "first"
    assert placed is not None
    assert placed.message == shown.id


async def test_an_answer_comes_another_way_where_a_call_gets_no_reply(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_at_most(stage, 0.05, monkeypatch)
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    reply = await way_back(stage, await says(stage))
    await reply.say_progress("Reading passages…")
    stage.discord.faults.next(5, Fault.SLOW, "PATCH", EDIT, seconds=1.0)

    placed = await reply.answer([part("first")], "first")

    (shown,) = stage.ann.dm.history
    assert placed is not None
    assert placed.message == shown.id
    assert len(stage.channel.history) == 1


@pytest.mark.parametrize("fault", [Fault.CUT_AFTER, Fault.SLOW, Fault.SERVER_ERROR])
async def test_a_second_part_comes_once_though_its_call_fails(
    stage: Stage, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that gets no reply may have got through."""
    wait_at_most(stage, 0.3, monkeypatch)
    monkeypatch.setattr(
        "bot.showing.Showing.lay_out", lambda *_: [part("> first"), part("> second")]
    )
    stage.discord.faults.next(1, fault, "POST", FOLLOWUP, seconds=0.4)

    use = await stage.asks(stage.ann)
    await use.reply(until=lambda message: message.text == "> second")
    await stage.finished()

    assert [fault for fault, _, _ in stage.discord.faults.struck] == [fault]
    assert [message.text for message in stage.answers()] == ["> first", "> second"]


async def test_what_fails_after_a_form_whose_call_was_cut_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """discord.py holds such an interaction for unanswered, and Discord doesn't."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    answer = await (await stage.asks(stage.ann)).reply()
    monkeypatch.setattr(stage.bot.services.feedback, "vote", fail)
    stage.discord.faults.next(1, Fault.CUT_AFTER, "POST", CALLBACK)
    use = await stage.bob.presses(answer, "👎")
    told = await use.reply()

    assert await use.modal()
    assert told.ephemeral
    assert told.text.startswith("Something went wrong on my side")


async def test_what_fails_is_told_though_no_reply_came_to_any_of_the_calls_before_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    answer = await (await stage.asks(stage.ann)).reply()
    stage.discord.faults.next(5, Fault.CUT_AFTER, "POST", CALLBACK)
    use = await stage.bob.presses(answer, "👎")
    told = await use.reply()

    assert len(stage.discord.faults.struck) == 5
    assert await use.modal()
    assert told.ephemeral
    assert stage.bob.dm.history == []


async def test_a_page_that_can_not_be_turned_stays_and_why_is_told_beside_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)

    def fail(_: object) -> None:
        raise RuntimeError

    answer = await (await stage.asks(stage.ann)).reply()
    page = await (await stage.bob.presses(answer, "Passages")).reply()
    before = page.text
    monkeypatch.setattr(stage.bot.services.records, "find", fail)
    stage.discord.faults.next(1, Fault.CUT_AFTER, "POST", CALLBACK)
    use = await stage.bob.presses(page, "Next")
    told = await use.followup()

    assert told.ephemeral
    assert told.text.startswith("Something went wrong on my side")
    assert page.text == before


async def test_progress_takes_the_place_of_what_was_said_of_it_before(stage: Stage) -> None:
    reply = await way_back(stage, await says(stage))

    for done in ("1 of 2", "2 of 2"):
        await reply.say_progress(done)

    assert [message.text for message in stage.channel.history[1:]] == ["2 of 2"]


async def test_what_somebody_is_told_twice_is_told_twice(stage: Stage) -> None:
    reply = await way_back(stage, await says(stage))

    await reply.tell("first")
    await reply.tell("second")

    assert [message.text for message in stage.ann.dm.history] == ["first", "second"]


async def test_no_text_is_longer_than_discord_takes(stage: Stage) -> None:
    reply = await way_back(stage, await says(stage))

    await reply.say_progress("short")
    await reply.say_progress(LONG)
    await reply.tell(LONG)

    for shown in (stage.channel.history[1], stage.ann.dm.history[0]):
        assert 1980 < len(shown.content) <= 2000
        assert shown.content.endswith(" words…")


async def test_an_attachment_that_can_not_be_fetched_any_more_is_to_be_attached_again(
    stage: Stage,
) -> None:
    ferry = File("ferry.md", b"The ferry Aurora carried 412 passengers a day.", "text/markdown")
    use = await stage.eve.slash(stage.channel, "dossier add", file=ferry)
    stage.discord.world.attachments.clear()

    refusal = await use.reply()

    assert refusal.ephemeral
    assert refusal.text == "ferry.md could not be fetched from Discord. Attach it again."
