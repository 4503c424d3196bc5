"""Points discord.py at a Discord of our own.

`python -m tests.doubles.discord.pointing API_URL GATEWAY_URL MODULE …` runs a bot's module so.
"""

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import discord.http
import yarl
from discord.gateway import DiscordWebSocket


@contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """Let discord.py take this for Discord, in this process, until the block ends."""
    before = discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    try:
        yield
    finally:
        discord.http.Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def main(api_url: str, gateway_url: str, module: str, *arguments: str) -> None:
    """Run a module as `python -m` does."""
    sys.argv = [module, *arguments]
    with pointed_at(api_url, gateway_url):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
