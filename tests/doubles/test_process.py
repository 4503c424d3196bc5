"""The loopback as a process of its own, and a bot as another one."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.doubles.discord.server import Loopback

LOOPBACK = (sys.executable, "-m", "tests.doubles.discord")
POINTED = (sys.executable, "-m", "tests.doubles.discord.pointing")


async def ask(discord: Loopback) -> object:
    """A scenario: ten people, one question each."""
    guild = discord.add_guild()
    channel = guild.add_channel("general")
    people = [guild.add_member(f"Reader{n}") for n in range(10)]
    await discord.gateway.wait_for_bot(timeout_s=20)
    uses = [await person.slash(channel, "say", text=person.user.name) for person in people]
    replies = await asyncio.gather(*(use.reply(timeout_s=10) for use in uses))
    return {"answers": [reply.text for reply in replies]}


def test_a_bot_in_one_process_answers_people_in_another(tmp_path: Path) -> None:
    record = tmp_path / "traffic.jsonl"
    command = [*LOOPBACK, "--scenario", f"{__name__}:ask", "--record", str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as discord:
        assert discord.stdout is not None
        where = json.loads(discord.stdout.readline())
        bot = [*POINTED, where["api_url"], where["gateway_url"], "tests.doubles.parrot"]
        with subprocess.Popen([*bot, where["token"]], stderr=subprocess.DEVNULL, cwd=ROOT) as asked:
            rest, _ = discord.communicate(timeout=30)
            asked.terminate()

    assert json.loads(rest) == {"answers": [f"Reader{n}" for n in range(10)]}
    assert len(record.read_text("utf-8").splitlines()) == 4 + 2 * 10


def test_without_a_scenario_it_serves_until_it_is_told_to_stop() -> None:
    with subprocess.Popen(LOOPBACK, stdout=subprocess.PIPE, text=True, cwd=ROOT) as discord:
        assert discord.stdout is not None
        where = json.loads(discord.stdout.readline())
        discord.terminate()

    assert sorted(where) == ["api_url", "gateway_url", "token"]
    assert discord.returncode == 0
