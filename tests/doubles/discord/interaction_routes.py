"""REST on interactions: their one callback, then the webhook that edits and follows up."""

import time
from collections.abc import Callable

from tests.doubles.discord import payloads, refusals
from tests.doubles.discord.calls import Call, Reply, Route, uploaded
from tests.doubles.discord.checks import check_choices, check_message, check_modal, completed
from tests.doubles.discord.objects import Flag, Interaction, Message, Payload
from tests.doubles.discord.refusals import Form
from tests.doubles.discord.world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
CALLBACKS = {
    COMMAND: {MESSAGE, DEFERRED, MODAL},
    COMPONENT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE},
}
"""Which callbacks answer which interaction."""


def call_back(world: World, call: Call) -> Reply:
    """The one answer to an interaction, within its window."""
    interaction = world.interactions.get(call.ids["token"])
    if interaction is None or interaction.id != call.number("interaction"):
        raise refusals.unknown_interaction()
    if interaction.acknowledged is not None:
        raise refusals.already_acknowledged()
    age_s = time.monotonic() - interaction.started_s
    if interaction.expired or age_s > world.application.callback_window_s:
        raise refusals.unknown_interaction()
    kind = _kind(interaction, call)
    ANSWERS[kind](world, interaction, call)
    interaction.acknowledged, interaction.acknowledged_s = kind, time.monotonic()
    interaction.channel.signal.changed()
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return 204, None
    return 200, _response(world, interaction, kind)


def _kind(interaction: Interaction, call: Call) -> int:
    kind = call.body.get("type")
    allowed = CALLBACKS[interaction.type]
    if interaction.source is None:
        allowed = allowed - {DEFERRED_UPDATE, UPDATE}
    if kind not in allowed:
        form = Form()
        form.wrong(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {sorted(allowed)}.")
        form.refuse_if_wrong()
    return int(kind)


def _response(world: World, interaction: Interaction, kind: int) -> Payload:
    told: Payload = {"id": str(interaction.id), "type": interaction.type}
    told["channel_id"] = str(interaction.channel.id)
    if interaction.channel.guild:
        told["guild_id"] = str(interaction.channel.guild.id)
    message = interaction.original
    if message is None or kind not in (MESSAGE, DEFERRED, UPDATE):
        return {"interaction": told}
    told["response_message_id"] = str(message.id)
    told["response_message_loading"] = message.loading
    told["response_message_ephemeral"] = message.ephemeral
    shown = payloads.message(message, world.me)
    return {"interaction": told, "resource": {"type": kind, "message": shown}}


def _answer(world: World, interaction: Interaction, call: Call) -> None:
    body = call.body.get("data") or {}
    check_message(body, has_files=bool(call.files))
    interaction.original = _publish(world, interaction, body, call)


def _defer(world: World, interaction: Interaction, call: Call) -> None:
    flags = (call.body.get("data") or {}).get("flags") or 0
    body = {"flags": flags & Flag.EPHEMERAL}
    interaction.original = _publish(world, interaction, body, call, loading=True)


def _publish(
    world: World, interaction: Interaction, body: Payload, call: Call, *, loading: bool = False
) -> Message:
    """A new message of the interaction's; an ephemeral one is in no channel's history."""
    in_answer_to = interaction.source if interaction.original is None else interaction.original
    is_first = interaction.original is None and interaction.type == COMMAND
    message = Message(
        world.ids.new(),
        interaction.channel,
        world.me,
        type=_message_type(interaction) if is_first else 19 if in_answer_to else 0,
        flags=Flag.LOADING if loading else 0,
        reply_to=in_answer_to,
        interaction=payloads.metadata(interaction),
        webhook_id=world.application.id,
    )
    world.write(message, body, uploaded(world, call, interaction.channel))
    return message if message.ephemeral else world.send(message)


def _message_type(interaction: Interaction) -> int:
    """Answers to slash commands and to context menus differ."""
    return 20 if interaction.data.get("type") == 1 else 23


def _promise_update(_: World, interaction: Interaction, __: Call) -> None:
    interaction.original = interaction.source


def _update(world: World, interaction: Interaction, call: Call) -> None:
    message = interaction.source
    assert message is not None
    body = call.body.get("data") or {}
    check_message(body, has_files=bool(call.files), before=message)
    world.edit(message, body, uploaded(world, call, message.channel))
    interaction.original = message


def _offer(_: World, interaction: Interaction, call: Call) -> None:
    data = call.body.get("data") or {}
    check_choices(data)
    interaction.choices = data.get("choices") or []


def _open_modal(_: World, interaction: Interaction, call: Call) -> None:
    data = call.body.get("data") or {}
    check_modal(data)
    interaction.modal = {**data, "components": completed(data["components"])}


ANSWERS: dict[int, Callable[[World, Interaction, Call], None]] = {
    MESSAGE: _answer,
    DEFERRED: _defer,
    DEFERRED_UPDATE: _promise_update,
    UPDATE: _update,
    CHOICES: _offer,
    MODAL: _open_modal,
}


def _acknowledged(world: World, call: Call) -> Interaction:
    """The interaction that a webhook's token stands for, while it lives."""
    if call.number("application") != world.application.id:
        raise refusals.unknown_webhook()
    interaction = world.interactions.get(call.ids["token"])
    if interaction is None or _has_died(world, interaction):
        raise refusals.invalid_webhook_token()
    if interaction.acknowledged is None:
        raise refusals.unknown_webhook()
    return interaction


def _has_died(world: World, interaction: Interaction) -> bool:
    age_s = time.monotonic() - interaction.started_s
    return interaction.expired or age_s > world.application.token_life_s


def _message_of(interaction: Interaction, call: Call) -> Message:
    named = call.ids["message"]
    known = {str(m.id): m for m in interaction.messages}
    if interaction.original in interaction.messages:
        known["@original"] = interaction.messages[0]
    if named not in known:
        raise refusals.unknown_message()
    return known[named]


def get_message(world: World, call: Call) -> Reply:
    message = _message_of(_acknowledged(world, call), call)
    return 200, payloads.message(message, world.me)


def edit_message(world: World, call: Call) -> Reply:
    message = _message_of(_acknowledged(world, call), call)
    check_message(call.body, has_files=bool(call.files), before=message)
    world.edit(message, call.body, uploaded(world, call, message.channel))
    return 200, payloads.message(message, world.me)


def delete_message(world: World, call: Call) -> Reply:
    world.delete(_message_of(_acknowledged(world, call), call))
    return 204, None


def follow_up(world: World, call: Call) -> Reply:
    """A further message; the first one after a deferral takes the place of the deferred one."""
    interaction = _acknowledged(world, call)
    check_message(call.body, has_files=bool(call.files))
    deferred = interaction.original
    if deferred is not None and deferred.loading and not deferred.deleted:
        body = {**call.body, "flags": (call.body.get("flags") or 0) & ~Flag.EPHEMERAL}
        world.edit(deferred, body, uploaded(world, call, deferred.channel))
        return 200, payloads.message(deferred, world.me)
    message = _publish(world, interaction, call.body, call)
    interaction.followups.append(message)
    interaction.channel.signal.changed()
    return 200, payloads.message(message, world.me)


WEBHOOK = "/webhooks/{application}/{token}"
ONE = f"{WEBHOOK}/messages/{{message}}"

ROUTES = (
    Route("POST", "/interactions/{interaction}/{token}/callback", call_back, open=True),
    Route("POST", WEBHOOK, follow_up, open=True),
    Route("GET", ONE, get_message, open=True),
    Route("PATCH", ONE, edit_message, open=True),
    Route("DELETE", ONE, delete_message, open=True),
)
