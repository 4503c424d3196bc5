"""What the bot sent to Discord; and what simcord lacks: a member's language, a bot's own role."""

from collections.abc import Mapping
from typing import Any

from simcord import Env, GuildHandle, HttpLogEntry, MemberActor, RoleHandle

_MESSAGE = 4
"""Discord's number for a callback that shows a message."""


def calls(env: Env, since: int = 0) -> list[str]:
    """The calls that the bot made, such as "PATCH @original", after the first so many."""
    return [f"{call.method} {call.path.rsplit('/', 1)[1]}" for call in env.http_requests[since:]]


def messages_sent(env: Env) -> list[Mapping[str, Any]]:
    """Every message that the bot sent or edited, as it was sent."""
    return [body for call in env.http_requests if (body := _message_in(call)) is not None]


def set_language(env: Env, person: MemberActor, language: str) -> None:
    """Let somebody's Discord be in a language; simcord knows American English only."""

    def speak(event: str, payload: Any) -> None:
        if event == "INTERACTION_CREATE" and payload["member"]["user"]["id"] == str(person.id):
            payload["locale"] = language

    env.backend.subscribers.insert(0, speak)


def tell_pressed_messages(env: Env) -> None:
    """Let Discord say of a message which one was pressed to get it, as the real one does."""

    def tell(event: str, payload: Any) -> None:
        about = payload.get("message", {}).get("interaction_metadata")
        if event == "INTERACTION_CREATE" and about:
            pressed = env.backend.interactions[int(about["id"])].source_message_id
            about |= {"interacted_message_id": str(pressed)} if pressed else {}

    env.backend.subscribers.insert(0, tell)


def refuse_second_thread(env: Env) -> None:
    """Let there be one thread below a message, as on Discord; simcord allows any number."""
    env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160004)


def create_own_role(env: Env, guild: GuildHandle, name: str) -> RoleHandle:
    """Give the bot the role that Discord makes for a bot when it is invited."""

    def tag(event: str, payload: Any) -> None:
        if event == "GUILD_ROLE_CREATE" and payload["role"]["name"] == name:
            payload["role"]["tags"] = {"bot_id": str(env.backend.bot_user.id)}

    env.backend.subscribers.insert(0, tag)
    return guild.create_role(name, mentionable=True)


def _message_in(call: HttpLogEntry) -> Mapping[str, Any] | None:
    if call.method not in ("POST", "PATCH") or not isinstance(call.json, dict):
        return None
    if call.path.endswith("/callback"):
        return call.json["data"] if call.json["type"] == _MESSAGE else None
    if "/messages" in call.path or call.path.startswith("/webhooks/"):
        return None if call.path.endswith("/threads") else call.json
    return None
