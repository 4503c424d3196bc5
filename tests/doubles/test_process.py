"""The loopback as a process of its own."""

import json
import subprocess
import sys

from tests.conftest import ROOT
from tests.doubles.discord.server import Loopback


async def name_the_bot(discord: Loopback) -> object:
    """A scenario."""
    return {"bot": discord.application.user.name}


def test_a_scenario_is_played_between_where_it_is_and_what_came_of_it() -> None:
    scenario = f"{__name__}:name_the_bot"
    done = subprocess.run(
        [sys.executable, "-m", "tests.doubles.discord", "--scenario", scenario],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=20,
    )

    assert done.stderr == ""
    where, result = map(json.loads, done.stdout.splitlines())
    assert sorted(where) == ["api_url", "gateway_url", "token"]
    assert result == {"bot": "Dossier"}
