"""REST on the application itself, its commands, guilds and users."""

from itertools import repeat

from tests.doubles.discord import payloads, refusals
from tests.doubles.discord.calls import Call, Reply, Route
from tests.doubles.discord.objects import Guild
from tests.doubles.discord.permissions import in_guild
from tests.doubles.discord.world import World


def get_me(world: World, _: Call) -> Reply:
    return 200, payloads.own_user(world.me)


def get_application(world: World, _: Call) -> Reply:
    return 200, payloads.application(world.application, world.owner)


def get_gateway(world: World, _: Call) -> Reply:
    return 200, {"url": gateway_url(world)}


def get_gateway_bot(world: World, call: Call) -> Reply:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    _, gateway = get_gateway(world, call)
    return 200, {**gateway, "shards": world.application.shards, "session_start_limit": limit}


def gateway_url(world: World) -> str:
    return f"{world.url.replace('http', 'ws', 1)}/gateway"


def get_commands(world: World, call: Call) -> Reply:
    return 200, world.commands.of(_scope(world, call))


def put_commands(world: World, call: Call) -> Reply:
    application_id, ids = world.application.id, (world.ids.new() for _ in repeat(None))
    scope = _scope(world, call)
    return 200, world.commands.replace(call.body, application_id, scope, ids)


def _scope(world: World, call: Call) -> int | None:
    """The guild of the path, if it names one."""
    if call.number("application") != world.application.id:
        raise refusals.RefusalError(403, 20012, "You are not authorized to perform this action")
    if "guild" not in call.ids:
        return None
    if call.number("guild") not in world.guilds:
        raise refusals.missing_access()
    return call.number("guild")


def _guild(world: World, call: Call) -> Guild:
    guild = world.guilds.get(call.number("guild"))
    if guild is None:
        raise refusals.unknown_guild()
    return guild


def get_guild(world: World, call: Call) -> Reply:
    return 200, payloads.guild(_guild(world, call))


def get_channels(world: World, call: Call) -> Reply:
    channels = _guild(world, call).channels.values()
    return 200, [payloads.channel(c, world.me) for c in channels if not c.type.is_thread]


def get_active_threads(world: World, call: Call) -> Reply:
    channels = _guild(world, call).channels.values()
    threads = [c for c in channels if c.type.is_thread and not c.archived]
    joined = [payloads.thread_member(t, world.me) for t in threads if world.me.id in t.member_ids]
    shown = [payloads.channel(t, world.me) for t in threads]
    return 200, {"threads": shown, "members": joined}


def get_member(world: World, call: Call) -> Reply:
    member = _guild(world, call).members.get(call.number("user"))
    if member is None:
        raise refusals.unknown_member()
    return 200, payloads.member(member)


def get_guilds(world: World, call: Call) -> Reply:
    limit, after = int(call.query.get("limit", 200)), int(call.query.get("after", 0))
    guilds = sorted(world.guilds.values(), key=lambda guild: guild.id)
    page = [guild for guild in guilds if guild.id > after][: min(limit, 200)]
    return 200, [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(in_guild(guild, world.me)),
            "features": [],
        }
        for guild in page
    ]


def get_user(world: World, call: Call) -> Reply:
    user = world.users.get(call.number("user"))
    if user is None:
        raise refusals.unknown_user()
    return 200, payloads.user(user)


def open_dm(world: World, call: Call) -> Reply:
    user = world.users.get(int(call.body["recipient_id"]))
    if user is None:
        raise refusals.unknown_user()
    return 200, payloads.channel(world.dm_with(user), world.me)


APPLICATION = "/applications/{application}"
IN_GUILD = f"{APPLICATION}/guilds/{{guild}}"
GUILD = "/guilds/{guild}"

ROUTES = (
    Route("GET", "/users/@me", get_me),
    Route("GET", "/users/@me/guilds", get_guilds),
    Route("POST", "/users/@me/channels", open_dm),
    Route("GET", "/users/{user}", get_user),
    Route("GET", "/oauth2/applications/@me", get_application),
    Route("GET", "/applications/@me", get_application),
    Route("GET", "/gateway", get_gateway, open=True),
    Route("GET", "/gateway/bot", get_gateway_bot),
    Route("GET", f"{APPLICATION}/commands", get_commands),
    Route("PUT", f"{APPLICATION}/commands", put_commands),
    Route("GET", f"{IN_GUILD}/commands", get_commands),
    Route("PUT", f"{IN_GUILD}/commands", put_commands),
    Route("GET", GUILD, get_guild),
    Route("GET", f"{GUILD}/channels", get_channels),
    Route("GET", f"{GUILD}/threads/active", get_active_threads),
    Route("GET", f"{GUILD}/members/{{user}}", get_member),
)
