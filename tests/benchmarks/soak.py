"""Thousands of questions on a Discord where calls fail: `python -m tests.benchmarks.soak N`.

The Discord is a process of its own, so that the memory shown is the bot's. `RECORD=FILE` writes
every REST exchange there. Exit status 1 if a question was lost or answered twice.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.settings import BotSettings
from bot.wiring import bot_maker
from ingest.logs import set_up_logging
from ingest.update import update_index
from tests.benchmarks.soak_people import QUESTIONS_SETTING
from tests.doubles.discord.pointing import pointed_at

SCENARIO = "tests.benchmarks.soak_people:ask_all"
OFTEN = 1_000_000
SAMPLE_EVERY_S = 0.5
MAX_REPORT_BYTES = 1 << 26
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Memory:
    """The resident memory of this process over time, in bytes."""

    samples: list[int] = field(default_factory=list)

    async def watch(self) -> None:
        while True:
            self.samples.append(resident())
            await asyncio.sleep(SAMPLE_EVERY_S)

    def __str__(self) -> str:
        middle = self.samples[len(self.samples) // 2]
        moments = {"start": self.samples[0], "middle": middle, "end": self.samples[-1]}
        return ", ".join(f"{when} {size / 1e6:.0f} MB" for when, size in moments.items())


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE


def main(questions: int) -> int:
    set_up_logging("ERROR", "text")
    with tempfile.TemporaryDirectory() as folder:
        settings = BotSettings(
            data_dir=Path(folder),
            questions_per_minute=OFTEN,
            server_questions_per_minute=OFTEN,
            queue_length=OFTEN,
        )
        update_index(settings, lambda *_: None)
        report, memory = asyncio.run(run(settings, questions))
    for name in ("kinds", "faults", "refusals", "lost", "twice"):
        print(f"{name}: {json.dumps(report[name], ensure_ascii=False)}")
    print(f"gateway: {report['resumed']} times resumed")
    print(f"memory: {memory}")
    print(summary(report))
    return 1 if report["lost"] or report["twice"] else 0


async def run(settings: BotSettings, questions: int) -> tuple[dict[str, Any], Memory]:
    """Let the bot answer whoever asks in another process."""
    discord = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.doubles.discord", "--scenario", SCENARIO),
        stdout=subprocess.PIPE,
        limit=MAX_REPORT_BYTES,
        env={**os.environ, QUESTIONS_SETTING: str(questions)},
    )
    assert discord.stdout is not None
    where = json.loads(await discord.stdout.readline())
    memory = Memory()
    with bot_maker(settings, lambda _: None) as make_bot:
        bot = make_bot(True)
        with pointed_at(where["api_url"], where["gateway_url"]):
            running = asyncio.create_task(bot.start(where["token"]))
            watching = asyncio.create_task(memory.watch())
            told = await discord.stdout.readline()
            watching.cancel()
            await bot.close()
            await asyncio.wait({running})
    await discord.wait()
    return json.loads(told), memory


def summary(report: dict[str, Any]) -> str:
    """The line that a script can read."""
    return (
        f"soak: {report['questions']} questions, {report['answered']} answered,"
        f" {report['refused']} refused, {len(report['lost'])} lost, {len(report['twice'])} twice,"
        f" p50 {report['p50_ms']:.0f} ms, p95 {report['p95_ms']:.0f} ms"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
