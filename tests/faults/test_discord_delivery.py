"""What goes wrong while an answer is brought to Discord: one answer comes, never two."""

import pytest

from tests.doubles.discord.faults import Fault
from tests.faults.stage import CALLBACK, EDIT, ORIGINAL, SEND, Stage

TROUBLE = (
    Fault.RATE_LIMITED,
    Fault.SERVER_ERROR,
    Fault.UNAVAILABLE,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
)


@pytest.mark.parametrize("fault", TROUBLE)
@pytest.mark.parametrize("call", [("POST", CALLBACK), ("PATCH", ORIGINAL)])
@pytest.mark.parametrize("private", [False, True])
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
