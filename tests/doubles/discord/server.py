"""Starts and stops a Discord of our own on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from tests.doubles.discord.faults import Faults
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.objects import Application, User
from tests.doubles.discord.people import Community, Person
from tests.doubles.discord.pointing import pointed_at
from tests.doubles.discord.rest import PREFIX, Rest
from tests.doubles.discord.traffic import Traffic
from tests.doubles.discord.world import World

MAX_REQUEST_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class Loopback:
    """A running Discord."""

    world: World
    gateway: Gateway
    faults: Faults
    rest: Rest

    @property
    def application(self) -> Application:
        """The bot's settings, and Discord's patience with it."""
        return self.world.application

    @property
    def token(self) -> str:
        return self.application.token

    @property
    def api_url(self) -> str:
        return f"{self.world.url}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"{self.world.url.replace('http', 'ws', 1)}/gateway"

    def add_guild(self, name: str = "Readers", *, locale: str = "en-US") -> Community:
        return Community(self.world, self.world.add_guild(name, locale=locale))

    def person(self, user: User) -> Person:
        return Person(self.world, user)

    def check(self) -> None:
        """Raise what went wrong in here, and name what was asked for and isn't built."""
        if self.rest.broken:
            raise self.rest.broken[0]
        if self.rest.missing:
            raise NotImplementedError(f"the loopback has no {', '.join(self.rest.missing)}")


@asynccontextmanager
async def run(*, port: int = 0, record: Path | None = None) -> AsyncIterator[Loopback]:
    """Serve a new world on 127.0.0.1 until the block ends; see `Loopback.check` then."""
    world, faults = World(), Faults()
    gateway = Gateway(world)
    traffic = Traffic(record, world.application.token) if record else None
    discord_ = Loopback(world, gateway, faults, Rest(world, faults, traffic))
    runner = web.AppRunner(_application(discord_), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        world.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield discord_
        discord_.check()
    finally:
        gateway.cut_all()
        await runner.cleanup()
        if traffic:
            traffic.close()


def _application(of: Loopback) -> web.Application:
    async def serve_file(request: web.Request) -> web.Response:
        attachment = of.world.attachments.get(int(request.match_info["attachment"]))
        if attachment is None:
            raise web.HTTPNotFound
        headers = {"Content-Type": attachment.content_type}
        return web.Response(body=attachment.content, headers=headers)

    application = web.Application(client_max_size=MAX_REQUEST_BYTES)
    application.router.add_get("/gateway{rest:.*}", of.gateway.serve)
    application.router.add_get("/attachments/{channel}/{attachment:\\d+}/{name}", serve_file)
    application.router.add_route("*", f"{PREFIX}/{{rest:.*}}", of.rest.serve)
    return application


@asynccontextmanager
async def loopback(*, record: Path | None = None) -> AsyncIterator[Loopback]:
    """A running Discord that discord.py of this process is pointed at."""
    async with run(record=record) as discord_:
        with pointed_at(discord_.api_url, discord_.gateway_url):
            yield discord_
