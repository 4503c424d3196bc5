"""A Discord of our own as a process: says where it is, then plays a scenario or waits for SIGTERM.

The first line of output is a JSON object with `api_url`, `gateway_url` and `token`; the last one,
after a scenario, is what the scenario returned.
"""

import argparse
import asyncio
import importlib
import json
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.doubles.discord.server import Loopback, run

Scenario = Callable[[Loopback], Awaitable[object]]
"""What people do in a running Discord; returns something that JSON can hold."""


def find_scenario(name: str) -> Scenario:
    """The function of a name like `tests.soak:ask_all`."""
    module, _, function = name.partition(":")
    found: Scenario = getattr(importlib.import_module(module), function)
    return found


async def serve(port: int, record: Path | None, scenario: Scenario | None) -> None:
    """Say where it is only once whoever reads that may also stop it."""
    stopped = _stop_signals() if scenario is None else None
    async with run(port=port, record=record) as discord:
        where = {"api_url": discord.api_url, "gateway_url": discord.gateway_url}
        print(json.dumps({**where, "token": discord.token}), flush=True)
        if stopped is not None:
            await stopped.wait()
        elif scenario is not None:
            print(json.dumps(await scenario(discord)), flush=True)


def _stop_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of 127.0.0.1; 0 takes a free one")
    parser.add_argument("--record", type=Path, help="write every REST exchange here, one a line")
    parser.add_argument("--scenario", type=find_scenario, help="MODULE:FUNCTION to play")
    arguments = parser.parse_args()
    record = arguments.record or (Path(os.environ["RECORD"]) if os.environ.get("RECORD") else None)
    asyncio.run(serve(arguments.port, record, arguments.scenario))


if __name__ == "__main__":
    main()
