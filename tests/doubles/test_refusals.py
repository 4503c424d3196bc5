"""What Discord refuses, by status and JSON error code."""

from typing import Any

import aiohttp
import pytest

from tests.doubles.api import Api
from tests.doubles.discord.objects import Channel, Message
from tests.doubles.discord.people import Community, Person
from tests.doubles.discord.permissions import Permission
from tests.doubles.discord.server import Loopback

pytestmark = pytest.mark.asyncio

V2 = 1 << 15


async def sent(api: Api, channel: Channel, **body: object) -> Message:
    """A message of the bot's."""
    status, answer = await api("POST", f"/channels/{channel.id}/messages", body)
    assert status == 200
    return channel.messages[int(answer["id"])]


def text(content: str) -> dict[str, object]:
    return {"type": 10, "content": content}


def row(*buttons: dict[str, object]) -> dict[str, object]:
    return {"type": 1, "components": list(buttons)}


def button(custom_id: str, label: str = "Press") -> dict[str, object]:
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": label}


BAD_MESSAGES: dict[str, tuple[dict[str, object], str]] = {
    "2,001 characters": ({"content": "a" * 2001}, "content"),
    "V2 without the flag": ({"components": [text("a")]}, "components"),
    "V2 with content": ({"flags": V2, "content": "a", "components": [text("a")]}, "content"),
    "V2 with embeds": ({"flags": V2, "embeds": [{"title": "a"}], "components": []}, "embeds"),
    "V2 of 4,001 characters": (
        {"flags": V2, "components": [text("a" * 2000), text("a" * 2001)]},
        "components",
    ),
    "V2 of 41 components": ({"flags": V2, "components": [text("a")] * 41}, "components"),
    "an empty text": ({"flags": V2, "components": [text("")]}, "components"),
    "six buttons in a row": (
        {"components": [row(*(button(str(n)) for n in range(6)))]},
        "components",
    ),
    "no button in a row": ({"components": [row()]}, "components"),
    "six rows": ({"components": [row(button(str(n))) for n in range(6)]}, "components"),
    "one custom id twice": ({"components": [row(button("a"), button("a"))]}, "components"),
    "a custom id of 101": ({"components": [row(button("a" * 101))]}, "components"),
    "a label of 81": ({"components": [row(button("a", "a" * 81))]}, "components"),
    "a button with nothing on it": ({"components": [row(button("a", ""))]}, "components"),
    "a text in a row": ({"components": [row(text("a"))]}, "components"),
    "a box in a box": (
        {
            "flags": V2,
            "components": [{"type": 17, "components": [{"type": 17, "components": [text("a")]}]}],
        },
        "components",
    ),
    "an embed of 4,097": ({"embeds": [{"description": "a" * 4097}]}, "embeds"),
    "embeds of 6,001": (
        {"embeds": [{"description": "a" * 3001}, {"description": "a" * 3000}]},
        "embeds",
    ),
}


@pytest.mark.parametrize("case", BAD_MESSAGES)
async def test_a_message_beyond_the_limits_is_refused_at_its_place(
    api: Api, channel: Channel, case: str
) -> None:
    body, place = BAD_MESSAGES[case]
    status, answer = await api("POST", f"/channels/{channel.id}/messages", body)

    assert (status, answer["code"]) == (400, 50035)
    assert list(answer["errors"]) == [place]
    assert channel.history == []


async def test_a_message_at_the_limits_is_sent(api: Api, channel: Channel) -> None:
    texts = [text("a" * 3000), text("a" * 1000)]
    rows = [row(*(button(f"{n}{m}", "a" * 80) for m in range(5))) for n in range(6)]
    message = await sent(api, channel, flags=V2, components=[*texts, *rows, text("")][:-1])

    assert len(message.text) == 4001
    assert len(message.buttons) == 30


async def test_where_a_mistake_is_deep_down_its_place_is_told(api: Api, channel: Channel) -> None:
    body = {"components": [row(button("a"), button("b", "b" * 81))]}
    _, answer = await api("POST", f"/channels/{channel.id}/messages", body)

    place = answer["errors"]["components"]["0"]["components"]["1"]["label"]
    assert place["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"


async def test_an_empty_message_is_refused(api: Api, channel: Channel) -> None:
    path = f"/channels/{channel.id}/messages"
    assert await api.code("POST", path, {"content": ""}) == (400, 50006)


async def test_the_flag_of_v2_stays(api: Api, channel: Channel) -> None:
    message = await sent(api, channel, flags=V2, components=[text("a")])
    path = f"/channels/{channel.id}/messages/{message.id}"

    assert await api.code("PATCH", path, {"flags": 0}) == (400, 50035)
    assert await api.code("PATCH", path, {"content": "a"}) == (400, 50035)


async def test_a_message_becomes_v2_only_with_its_content_gone(api: Api, channel: Channel) -> None:
    message = await sent(api, channel, content="Reading…")
    path = f"/channels/{channel.id}/messages/{message.id}"
    turned = {"flags": V2, "components": [text("a")]}

    assert await api.code("PATCH", path, turned) == (400, 50035)
    assert (await api("PATCH", path, {**turned, "content": None}))[0] == 200
    assert message.texts == ["a"]


async def test_what_is_unknown_has_its_own_code(
    api: Api, server: Loopback, channel: Channel
) -> None:
    bot = server.application.id
    assert await api.code("GET", "/channels/1") == (404, 10003)
    assert await api.code("GET", "/guilds/1") == (404, 10004)
    assert await api.code("GET", "/users/1") == (404, 10013)
    assert await api.code("GET", f"/channels/{channel.id}/messages/1") == (404, 10008)
    callback = await api.code("POST", "/interactions/1/unknown/callback", {"type": 5})
    assert callback == (404, 10062)
    edit = await api.code("PATCH", f"/webhooks/{bot}/unknown/messages/@original", {})
    assert edit == (401, 50027)


async def test_before_it_is_acknowledged_an_interaction_has_no_webhook(
    api: Api, server: Loopback, channel: Channel, ann: Person
) -> None:
    use = await used(api, server, channel, ann)
    path = f"/webhooks/{server.application.id}/{use.token}/messages/@original"

    assert await api.code("PATCH", path, {"content": "a"}) == (404, 10015)


async def used(api: Api, server: Loopback, channel: Channel, ann: Person) -> Any:
    """An interaction that waits to be answered."""
    spec = {"name": "ask", "description": "Asks", "type": 1}
    await api("PUT", f"/applications/{server.application.id}/commands", [spec])
    return (await ann.slash(channel, "ask")).interaction


BAD_MODALS: dict[str, dict[str, object]] = {
    "a title of 46": {"title": "a" * 46},
    "a label of 46": {"label": "a" * 46},
    "a placeholder of 101": {"placeholder": "a" * 101},
    "a value of 4,001": {"value": "a" * 4001},
    "a custom id of 101": {"custom_id": "a" * 101},
    "a least length beyond 4,000": {"min_length": 4001},
}


@pytest.mark.parametrize("case", BAD_MODALS)
async def test_a_modal_beyond_the_limits_is_refused(
    api: Api, server: Loopback, channel: Channel, ann: Person, case: str
) -> None:
    given = {"title": "Why?", "label": "Reason", "custom_id": "why", **BAD_MODALS[case]}
    title, label = given.pop("title"), given.pop("label")
    fields = [{"type": 18, "label": label, "component": {"type": 4, "style": 2, **given}}]
    modal = {"title": title, "custom_id": "modal", "components": fields}
    use = await used(api, server, channel, ann)
    path = f"/interactions/{use.id}/{use.token}/callback"

    assert await api.code("POST", path, {"type": 9, "data": modal}) == (400, 50035)
    assert use.acknowledged is None


async def test_a_slash_command_is_not_answered_with_an_update(
    api: Api, server: Loopback, channel: Channel, ann: Person
) -> None:
    use = await used(api, server, channel, ann)
    path = f"/interactions/{use.id}/{use.token}/callback"

    assert await api.code("POST", path, {"type": 7, "data": {"content": "a"}}) == (400, 50035)


BAD_COMMANDS: dict[str, dict[str, object]] = {
    "a name with a capital": {"name": "Ask"},
    "a name with a space": {"name": "ask me"},
    "a name of 33": {"name": "a" * 33},
    "no description": {"description": ""},
    "a description of 101": {"description": "a" * 101},
    "a language of nobody": {"name_localizations": {"tlh": "tlhob"}},
    "a translation of 33": {"name_localizations": {"de": "a" * 33}},
    "26 options": {
        "options": [{"type": 3, "name": f"o{n}", "description": "a"} for n in range(26)]
    },
    "one option twice": {"options": [{"type": 3, "name": "o", "description": "a"}] * 2},
    "a required option after another": {
        "options": [
            {"type": 3, "name": "a", "description": "a"},
            {"type": 3, "name": "b", "description": "b", "required": True},
        ]
    },
}


@pytest.mark.parametrize("case", BAD_COMMANDS)
async def test_a_command_beyond_the_limits_is_refused(
    api: Api, server: Loopback, case: str
) -> None:
    spec = {"name": "ask", "description": "Asks", "type": 1, **BAD_COMMANDS[case]}
    path = f"/applications/{server.application.id}/commands"

    assert await api.code("PUT", path, [spec]) == (400, 50035)
    assert server.world.commands.of(None) == []


async def test_a_command_keeps_its_id_when_it_is_registered_again(
    api: Api, server: Loopback
) -> None:
    path = f"/applications/{server.application.id}/commands"
    spec = {"name": "ask", "description": "Asks", "type": 1}
    _, first = await api("PUT", path, [spec])
    _, second = await api("PUT", path, [{**spec, "description": "Asks more"}])

    assert first[0]["id"] == second[0]["id"]
    assert second[0]["description"] == "Asks more"


async def test_what_the_bot_may_not_do_is_refused(
    api: Api, guild: Community, channel: Channel, ann: Person
) -> None:
    said = await ann.says(channel, "hello")
    messages = f"/channels/{channel.id}/messages"
    guild.forbid(channel, Permission.SEND_MESSAGES)
    guild.forbid(channel, Permission.CREATE_PUBLIC_THREADS)

    assert await api.code("POST", messages, {"content": "a"}) == (403, 50013)
    assert await api.code("POST", f"{messages}/{said.id}/threads", {"name": "a"}) == (403, 50013)
    assert await api.code("DELETE", f"{messages}/{said.id}") == (403, 50013)
    assert await api.code("PATCH", f"{messages}/{said.id}", {"content": "a"}) == (403, 50005)
    guild.forbid(channel, Permission.VIEW_CHANNEL)
    assert await api.code("GET", messages) == (403, 50001)


async def test_the_history_is_empty_to_who_may_not_read_it(
    api: Api, guild: Community, channel: Channel, ann: Person
) -> None:
    said = await ann.says(channel, "hello")
    guild.forbid(channel, Permission.READ_MESSAGE_HISTORY)
    messages = f"/channels/{channel.id}/messages"

    assert await api("GET", messages) == (200, [])
    reply = {"content": "a", "message_reference": {"message_id": str(said.id)}}
    assert await api.code("POST", messages, reply) == (400, 160002)


async def test_a_message_has_one_thread_of_a_name_that_fits(api: Api, channel: Channel) -> None:
    message = await sent(api, channel, content="a")
    path = f"/channels/{channel.id}/messages/{message.id}/threads"

    assert await api.code("POST", path, {"name": ""}) == (400, 50035)
    assert await api.code("POST", path, {"name": "a" * 101}) == (400, 50035)
    assert (await api("POST", path, {"name": "a" * 100}))[0] == 201
    assert await api.code("POST", path, {"name": "again"}) == (400, 160004)


async def test_a_locked_thread_takes_no_message(api: Api, channel: Channel, ann: Person) -> None:
    thread = await ann.posts(channel, "Courts", "Who won?")
    thread.locked = thread.archived = True

    path = f"/channels/{thread.id}/messages"
    assert await api.code("POST", path, {"content": "a"}) == (400, 50083)


async def test_who_takes_no_direct_messages_gets_none(api: Api, ann: Person) -> None:
    ann.user.accepts_dms = False
    path = f"/channels/{ann.dm.id}/messages"

    assert await api.code("POST", path, {"content": "a"}) == (403, 50007)


async def test_a_message_sent_again_with_its_nonce_is_the_same_one(
    api: Api, channel: Channel
) -> None:
    body = {"content": "a", "nonce": "17", "enforce_nonce": True}
    first, second = await sent(api, channel, **body), await sent(api, channel, **body)

    assert first is second
    assert channel.history == [first]


async def test_only_the_token_lets_one_in(server: Loopback) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": "Bot nobody"}) as http:
        api = Api(http, server.api_url)

        assert await api.code("GET", "/users/@me") == (401, 0)


async def test_what_others_wrote_is_empty_without_the_intent(
    api: Api, server: Loopback, channel: Channel, ann: Person
) -> None:
    await ann.says(channel, "unread")
    await ann.says(channel, "@bot read")
    server.application.approved_intents &= ~(1 << 15)
    _, found = await api("GET", f"/channels/{channel.id}/messages")

    assert [message["content"] for message in found] == [f"<@{server.application.id}> read", ""]


async def test_only_who_may_be_notified_is(api: Api, channel: Channel, ann: Person) -> None:
    content = f"<@{ann.user.id}>"
    loud = await sent(api, channel, content=content)
    quiet = await sent(api, channel, content=content, allowed_mentions={"parse": []})

    assert (loud.mentions, quiet.mentions) == ([ann.user], [])
