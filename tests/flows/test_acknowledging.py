"""Discord waits three seconds: whatever is read, the person is told before that something comes."""

import pytest

from tests.flows.world import World

DEFERRED = 5
"""Discord's number for a callback that shows nothing yet."""
DOCUMENT = "numerama-riaa-allofmp3.fr.txt"


def first_word(world: World, since: int) -> object:
    """What kind of callback the bot's first call after so many was."""
    call = world.env.http_requests[since]
    assert call.path.endswith("/callback")
    assert isinstance(call.json, dict)
    return call.json["type"]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("setup show", {}),
        ("setup reset", {}),
        ("sources", {}),
        ("sources", {"document": DOCUMENT}),
        ("search", {"text": "RIAA"}),
        ("status", {}),
        ("help", {}),
        ("forget", {}),
        ("gaps", {}),
        ("reingest", {}),
        ("dossier remove", {"document": DOCUMENT}),
    ],
)
async def test_a_command_is_acknowledged_first(
    world: World, command: str, options: dict[str, str]
) -> None:
    since = len(world.env.http_requests)

    await world.eve.slash(world.channel, command, **options)

    assert first_word(world, since) == DEFERRED


@pytest.mark.parametrize("command", ["setup allow", "setup listen", "setup reset"])
async def test_so_is_one_about_a_channel(world: World, command: str) -> None:
    since = len(world.env.http_requests)

    await world.eve.slash(world.channel, command, channel=world.channel)

    assert first_word(world, since) == DEFERRED
