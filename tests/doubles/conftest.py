"""A Discord of our own for each test, and a small bot on the real discord.py."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio

from tests.doubles.api import Api
from tests.doubles.discord.objects import Channel
from tests.doubles.discord.people import Community, Person
from tests.doubles.discord.server import Loopback, loopback


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Loopback]:
    async with loopback() as running:
        yield running


@pytest_asyncio.fixture
async def guild(server: Loopback) -> Community:
    return server.add_guild("Readers")


@pytest_asyncio.fixture
async def channel(guild: Community) -> Channel:
    return guild.add_channel("general")


@pytest_asyncio.fixture
async def ann(guild: Community) -> Person:
    return guild.add_member("Ann", locale="fr")


@pytest_asyncio.fixture
async def api(server: Loopback) -> AsyncIterator[Api]:
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        yield Api(http, server.api_url)
