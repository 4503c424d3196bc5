"""What reaches the bot when a person uses it: INTERACTION_CREATE, as Discord's clients bring it."""

import base64
import secrets

from tests.doubles.discord import payloads
from tests.doubles.discord.calls import File
from tests.doubles.discord.objects import (
    Channel,
    Interaction,
    Message,
    Payload,
    Role,
    User,
    all_components,
)
from tests.doubles.discord.permissions import in_channel, in_guild
from tests.doubles.discord.world import Event, World

SUBCOMMANDS, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, ATTACHMENT = (
    (1, 2), 3, 4, 5, 6, 7, 8, 10, 11
)  # fmt: skip


def interact(
    world: World,
    user: User,
    channel: Channel,
    kind: int,
    data: Payload,
    source: Message | None = None,
) -> Interaction:
    """Bring an interaction to the bot."""
    number = world.ids.new()
    raw = f"interaction:{number}:{secrets.token_hex(16)}".encode()
    token = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    interaction = Interaction(number, token, kind, user, channel, data, source=source)
    world.interactions[token] = interaction
    guild_id = channel.guild.id if channel.guild else None
    world.tell(Event("INTERACTION_CREATE", guild_id, 0, _created(world, interaction)))
    return interaction


def _created(world: World, of: Interaction) -> Payload:
    channel = payloads.channel(of.channel, world.me)
    channel["permissions"] = str(in_channel(of.channel, of.user))
    created = {
        "id": str(of.id),
        "application_id": str(world.application.id),
        "type": of.type,
        "data": of.data,
        "channel": channel,
        "channel_id": str(of.channel.id),
        "token": of.token,
        "version": 1,
        "locale": of.user.locale,
        "app_permissions": str(in_channel(of.channel, world.me)),
        "entitlements": [],
        "authorizing_integration_owners": payloads.owners(of.channel),
        "context": 0 if of.channel.guild else 1,
        "attachment_size_limit": world.application.attachment_size_limit,
        **_whose(of),
    }
    if of.source is not None:
        created["message"] = payloads.message(of.source, world.me)
    return created


def _whose(of: Interaction) -> Payload:
    guild = of.channel.guild
    if guild is None:
        return {"user": payloads.user(of.user)}
    told = {"id": str(guild.id), "locale": guild.locale, "features": []}
    rights = in_channel(of.channel, of.user)
    return {
        "guild_id": str(guild.id),
        "guild": told,
        "guild_locale": guild.locale,
        "member": payloads.member(guild.members[of.user.id], rights),
    }


def find_command(world: World, user: User, channel: Channel, name: str, kind: int = 1) -> Payload:
    """The command as somebody finds it in their list. Raises: LookupError, if it isn't there."""
    guild_id = channel.guild.id if channel.guild else None
    for command in world.commands.seen_in(guild_id):
        if (command["type"], command["name"]) != (kind, name):
            continue
        if _is_offered(command, user, channel):
            return command
        raise LookupError(f"{user.name} is not offered {name!r} here")
    raise LookupError(f"no command {name!r} is registered")


def _is_offered(command: Payload, user: User, channel: Channel) -> bool:
    contexts = command["contexts"]
    if channel.guild is None:
        return 1 in contexts if contexts is not None else command["dm_permission"] is not False
    needed = command["default_member_permissions"]
    rights = in_guild(channel.guild, user)
    has_rights = needed is None or (int(needed) and rights & int(needed) == int(needed))
    return bool(has_rights) and (contexts is None or 0 in contexts)


def chosen(
    world: World,
    channel: Channel,
    command: Payload,
    words: list[str],
    values: dict[str, object],
    focused: str | None = None,
) -> Payload:
    """The `data` of a slash command: `words` lead to the subcommand, `values` fill its options."""
    resolved: Payload = {}
    spec, path = command, []
    for word in words:
        options = spec.get("options") or []
        found = [o for o in options if o["type"] in SUBCOMMANDS and o["name"] == word]
        if not found:
            raise LookupError(f"{spec['name']!r} has no subcommand {word!r}")
        spec = found[0]
        path.append(spec)
    filled = _filled(world, channel, spec, values, resolved, focused)
    for step in reversed(path):
        filled = [{"type": step["type"], "name": step["name"], "options": filled}]
    data = {"id": command["id"], "name": command["name"], "type": 1, "options": filled}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return {**data, **({"resolved": resolved} if resolved else {})}


def _filled(
    world: World,
    channel: Channel,
    spec: Payload,
    values: dict[str, object],
    resolved: Payload,
    focused: str | None,
) -> list[Payload]:
    options = {o["name"]: o for o in spec.get("options") or []}
    if unknown := values.keys() - options.keys():
        raise ValueError(f"{spec['name']!r} has no option {sorted(unknown)}")
    missing = [n for n, o in options.items() if o.get("required") and n not in values]
    if missing and focused is None:
        raise ValueError(f"{spec['name']!r} requires {missing}")
    filled = []
    for name, value in values.items():
        option = {"type": options[name]["type"], "name": name}
        option["value"] = _value(world, channel, options[name], value, resolved, name == focused)
        filled.append({**option, "focused": True} if name == focused else option)
    return filled


def _value(
    world: World, channel: Channel, option: Payload, value: object, resolved: Payload, typing: bool
) -> object:
    """A value as the client sends it; it lets nobody send what the option forbids."""
    kind = option["type"]
    if kind == ATTACHMENT:
        assert isinstance(value, File)
        sent = world.upload(channel, value.name, value.content, value.content_type)
        resolved.setdefault("attachments", {})[str(sent.id)] = payloads.attachment(sent)
        return str(sent.id)
    if kind in (USER, CHANNEL, ROLE):
        return _resolved(world, channel, value, resolved)
    expected = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: float}.get(kind, object)
    if not isinstance(value, expected):
        raise ValueError(f"{option['name']!r} takes no {value!r}")
    if kind == STRING and not typing:
        _check_text(option, str(value))
    return value


def _resolved(world: World, channel: Channel, value: object, resolved: Payload) -> str:
    """The id of a person, a channel or a role, which are sent along."""
    shown: dict[str, Payload] = {}
    match value:
        case User(id=number):
            shown["users"] = payloads.user(value)
            if channel.guild and number in channel.guild.members:
                shown["members"] = payloads.partial_member(channel.guild.members[number])
        case Channel(id=number):
            shown["channels"] = {**payloads.channel(value, world.me), "permissions": "0"}
        case Role(id=number):
            shown["roles"] = payloads.role(value, 1)
        case _:
            raise ValueError(f"{value!r} is neither a user, a channel nor a role")
    for kind, payload in shown.items():
        resolved.setdefault(kind, {})[str(number)] = payload
    return str(number)


def _check_text(option: Payload, text: str) -> None:
    least, most = option.get("min_length") or 0, option.get("max_length") or 6000
    if not least <= len(text) <= most:
        raise ValueError(f"{option['name']!r} takes {least} to {most} characters")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and text not in choices:
        raise ValueError(f"{option['name']!r} is one of {choices}")


def pressed(message: Message, what: str) -> Payload:
    """The `data` of a button, found by its label, its emoji or its custom id."""
    buttons = [c for c in all_components(message.components) if c["type"] == 2]
    for button in buttons:
        emoji = (button.get("emoji") or {}).get("name")
        if what in (button.get("custom_id"), button.get("label"), emoji):
            break
    else:
        raise LookupError(f"no button {what!r} among {message.buttons}")
    if button.get("disabled") or not button.get("custom_id"):
        raise ValueError(f"the button {what!r} can't be pressed")
    return {"component_type": 2, "custom_id": button["custom_id"], "id": button["id"]}


def selected(message: Message, custom_id: str, values: list[str]) -> Payload:
    """The `data` of a choice from a list of texts."""
    for select in all_components(message.components):
        if select["type"] == 3 and select.get("custom_id") == custom_id:
            offered = [option["value"] for option in select["options"]]
            if not set(values) <= set(offered):
                raise ValueError(f"{values} are not among {offered}")
            return {"component_type": 3, "custom_id": custom_id, "values": values}
    raise LookupError(f"no list {custom_id!r}")


def submitted(modal: Payload, values: dict[str, str]) -> Payload:
    """The `data` of a modal, its fields filled by label or custom id, the others left as given."""
    left = dict(values)
    components = [_submitted_component(c, left) for c in modal["components"]]
    if left:
        raise LookupError(f"the modal has no field {sorted(left)}")
    return {"custom_id": modal["custom_id"], "components": components}


def _submitted_component(component: Payload, left: dict[str, str]) -> Payload:
    base = {"type": component["type"], "id": component["id"]}
    if component["type"] == 18:
        filled = _submitted_field(component["component"], component["label"], left)
        return {**base, "component": filled}
    if component["type"] == 1:
        fields = component["components"]
        return {**base, "components": [_submitted_field(f, f["label"], left) for f in fields]}
    return base


def _submitted_field(field: Payload, label: str, left: dict[str, str]) -> Payload:
    custom_id = field["custom_id"]
    value = left.pop(custom_id, left.pop(label, field.get("value") or ""))
    base = {"type": field["type"], "id": field["id"], "custom_id": custom_id}
    if field["type"] != 4:
        return {**base, "values": [value] if value else []}
    least = field.get("min_length") or (1 if field.get("required", True) else 0)
    if not least <= len(value) <= (field.get("max_length") or 4000):
        raise ValueError(f"the field {label!r} doesn't take {len(value)} characters")
    return {**base, "value": value}
