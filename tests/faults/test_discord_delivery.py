"""What goes wrong while an answer is brought to Discord: one answer comes, never two."""

import pytest

from bot.live import LiveDossier
from bot.settings import BotSettings
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.objects import Channel
from tests.doubles.discord.server import Loopback
from tests.faults.stage import CALLBACK, EDIT, ORIGINAL, SEND, Stage, at_work, bot_of, play

TROUBLE = (
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.UNAVAILABLE,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
)


@pytest.mark.parametrize(
    ("fault", "private"),
    [
        *((fault, False) for fault in TROUBLE),
        (Fault.CUT_BEFORE, True),
        (Fault.CUT_AFTER, True),
    ],
)
@pytest.mark.parametrize("call", [("POST", CALLBACK), ("PATCH", ORIGINAL)])
async def test_a_command_is_answered_once_though_a_call_fails(
    stage: Stage, fault: Fault, call: tuple[str, str], private: bool
) -> None:
    stage.discord.faults.next(1, fault, *call, seconds=0.1)

    use = await stage.asks(stage.ann, private=private)
    reply = await use.reply(until=lambda message: message.is_v2)
    await stage.finished()

    assert [fault for fault, _, _ in stage.discord.faults.struck] == [fault]
    assert use.messages == [reply]
    assert reply.ephemeral is private
    assert stage.answers() == ([] if private else [reply])


@pytest.mark.parametrize("fault", TROUBLE)
@pytest.mark.parametrize("call", [("POST", SEND), ("PATCH", EDIT)])
async def test_a_mention_is_answered_once_though_a_call_fails(
    stage: Stage, fault: Fault, call: tuple[str, str]
) -> None:
    stage.discord.faults.next(1, fault, *call, seconds=0.1)

    asked = await stage.mentions(stage.ann)
    reply = await stage.channel.next_message(asked, until=lambda message: message.is_v2)
    await stage.finished()

    assert [fault for fault, _, _ in stage.discord.faults.struck] == [fault]
    assert stage.channel.history == [asked, reply]
    assert stage.answers() == [reply]


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.CUT_AFTER])
async def test_a_form_is_read_though_the_call_that_opened_it_was_cut(
    stage: Stage, fault: Fault
) -> None:
    answer = await (await stage.asks(stage.ann)).reply()
    stage.discord.faults.next(1, fault, "POST", CALLBACK)

    form = await (await stage.bob.presses(answer, "Follow up")).modal()
    note = await (await stage.bob.submits(form, {"Your question": "And in Russia?"})).reply()
    await stage.finished()

    (thread,) = await has_threads(stage)
    assert note.ephemeral
    assert len([m for m in thread.history if m.is_v2]) == 1


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.CUT_AFTER])
async def test_passages_are_shown_and_turned_though_calls_are_cut(
    stage: Stage, fault: Fault
) -> None:
    answer = await (await stage.asks(stage.ann)).reply()
    stage.discord.faults.next(1, fault, "POST", CALLBACK)
    passages = await (await stage.bob.presses(answer, "Passages")).reply()
    first = passages.text
    stage.discord.faults.next(1, fault, "POST", CALLBACK)
    stage.discord.faults.next(1, fault, "PATCH", ORIGINAL)

    turned = await stage.bob.presses(passages, "Next")
    page = await turned.reply(until=lambda message: message.text != first)

    assert page is passages
    assert len(stage.discord.faults.struck) == 3


async def test_a_follow_up_is_answered_once_though_what_comes_after_it_fails(
    discord_server: Loopback,
    settings: BotSettings,
    shared_dossier: LiveDossier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the right to read messages, the bot says below its answer how to go on."""
    monkeypatch.setattr("bot.sending.FIRST_PAUSE_S", 0.001)
    with bot_of(settings, shared_dossier, reads_messages=False) as bot:
        async with at_work(discord_server, bot):
            stage = play(discord_server, bot)
            answer = await (await stage.asks(stage.ann)).reply()
            form = await (await stage.bob.presses(answer, "Follow up")).modal()
            discord_server.faults.next(1, Fault.SLOW, "PATCH", ORIGINAL, seconds=0.3)
            use = await stage.bob.submits(form, {"Your question": "And in Russia?"})
            (thread,) = await has_threads(stage)
            await thread.next_message(until=lambda message: message.is_v2)
            discord_server.faults.next(9, Fault.CUT_BEFORE, "POST", SEND)
            note = await use.reply()
            await stage.finished()

    assert len(discord_server.faults.struck) == 6
    assert use.messages == [note]
    assert note.text.startswith("The answer is in")


async def has_threads(stage: Stage) -> list[Channel]:
    def find() -> list[Channel] | None:
        channels = stage.guild.guild.channels.values()
        return [channel for channel in channels if channel.type.is_thread] or None

    return await stage.channel.signal.wait_for(find, timeout_s=5)
