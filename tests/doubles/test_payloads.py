"""Replies carry what Discord's API documents as required, and write ids as strings."""

from typing import Any

import pytest

from tests.doubles.api import Api
from tests.doubles.discord.objects import Channel
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import Loopback

pytestmark = pytest.mark.asyncio

USER = "id username avatar discriminator public_flags flags global_name primary_guild"
MESSAGE = (
    "type content mentions mention_roles attachments embeds timestamp edited_timestamp flags"
    " components id channel_id author pinned mention_everyone tts"
)
THREAD = (
    "id type last_message_id flags guild_id name parent_id thread_metadata owner_id"
    " message_count member_count total_message_sent"
)
MEMBER = (
    "avatar banner communication_disabled_until flags joined_at nick pending premium_since roles"
    " user mute deaf"
)
APPLICATION = (
    "id name icon description type verify_key flags owner redirect_uris"
    " interactions_endpoint_url role_connections_verification_url approximate_user_install_count"
    " approximate_user_authorization_count explicit_content_filter team"
)
CHANNEL = "id type flags guild_id name position"
COMMAND = "id application_id version default_member_permissions type name description"
REQUIRED = {
    "GET /users/@me": f"{USER} mfa_enabled locale",
    "GET /oauth2/applications/@me": APPLICATION,
    "GET /gateway/bot": "url session_start_limit shards",
    "PUT /applications/{bot}/commands": COMMAND,
    "GET /guilds/{guild}/members/{ann}": MEMBER,
    "POST /users/@me/channels": "id type last_message_id flags recipients",
    "GET /channels/{channel}": CHANNEL,
    "POST /channels/{channel}/messages": MESSAGE,
    "PATCH /channels/{channel}/messages/{message}": MESSAGE,
    "POST /channels/{channel}/messages/{message}/threads": THREAD,
    "POST /interactions/{interaction}/{token}/callback?with_response=true": "interaction resource",
    "PATCH /webhooks/{bot}/{token}/messages/@original": MESSAGE,
    "POST /webhooks/{bot}/{token}": MESSAGE,
}


async def test_replies_carry_every_required_field(
    api: Api, server: Loopback, channel: Channel, ann: Person
) -> None:
    assert channel.guild is not None
    bot = server.application.id
    names: dict[str, object] = {
        "bot": bot, "guild": channel.guild.id, "channel": channel.id, "ann": ann.user.id
    }  # fmt: skip
    bodies: dict[str, object] = {
        "PUT /applications/{bot}/commands": [{"name": "ask", "description": "Asks"}],
        "POST /users/@me/channels": {"recipient_id": str(ann.user.id)},
        "POST /channels/{channel}/messages/{message}/threads": {"name": "a"},
        "POST /interactions/{interaction}/{token}/callback?with_response=true": {"type": 5},
    }
    for route, fields in REQUIRED.items():
        method, path = route.split(" ")
        body = bodies.get(route, None if method == "GET" else {"content": "a"})
        status, reply = await api(method, path.format_map(names), body)
        first = reply[0] if isinstance(reply, list) else reply

        assert status in (200, 201), route
        assert [field for field in fields.split() if field not in first] == [], route
        assert ids_as_numbers(reply) == [], route
        if route == "PUT /applications/{bot}/commands":
            use = (await ann.slash(channel, "ask")).interaction
            names |= {"interaction": use.id, "token": use.token}
        elif route == "POST /channels/{channel}/messages":
            names["message"] = reply["id"]


def ids_as_numbers(value: Any) -> list[int]:
    """Ids are far greater than any other number that an API has."""
    if isinstance(value, dict):
        return [n for inner in value.values() for n in ids_as_numbers(inner)]
    if isinstance(value, list):
        return [n for inner in value for n in ids_as_numbers(inner)]
    return [value] if isinstance(value, int) and value > 1 << 40 else []


async def test_a_message_replied_to_comes_along_but_not_what_that_replies_to(
    api: Api, channel: Channel, ann: Person
) -> None:
    first = await ann.says(channel, "one")
    second = await ann.says(channel, "two", reply_to=first)
    await ann.says(channel, "three", reply_to=second)
    _, found = await api("GET", f"/channels/{channel.id}/messages?limit=1")

    assert found[0]["referenced_message"]["content"] == "two"
    assert "referenced_message" not in found[0]["referenced_message"]


async def test_permissions_are_told_as_a_text(api: Api, server: Loopback) -> None:
    spec = {"name": "setup", "description": "Sets up", "default_member_permissions": 32}
    _, found = await api("PUT", f"/applications/{server.application.id}/commands", [spec])

    assert found[0]["default_member_permissions"] == "32"


async def test_a_thread_begins_with_a_pointer_to_its_message(api: Api, channel: Channel) -> None:
    _, message = await api("POST", f"/channels/{channel.id}/messages", {"content": "a"})
    path = f"/channels/{channel.id}/messages/{message['id']}/threads"
    _, thread = await api("POST", path, {"name": "more"})
    _, history = await api("GET", f"/channels/{thread['id']}/messages")

    assert thread["id"] == message["id"]
    assert [(m["type"], m["content"]) for m in history] == [(21, "")]
    assert history[0]["referenced_message"]["content"] == "a"


async def test_a_route_that_is_not_built_is_told_apart_from_one_that_is_refused(
    api: Api, server: Loopback
) -> None:
    await api("GET", "/guilds/1")
    server.check()
    await api("GET", "/guilds/1/bans")

    with pytest.raises(NotImplementedError, match="GET /guilds/1/bans"):
        server.check()
    server.rest.missing.clear()
