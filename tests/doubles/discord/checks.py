"""What Discord refuses in messages and modals: lengths, counts, nesting, what goes with what."""

from collections.abc import Mapping

from tests.doubles.discord.objects import Flag, Message, Payload, all_components
from tests.doubles.discord.refusals import Form, empty_message

Place = tuple[str | int, ...]

TOP_LEVEL = {1, 9, 10, 12, 13, 14, 17}
"""Components that a message with IS_COMPONENTS_V2 holds; without the flag only rows (1)."""
WITHIN = {1: {2, 3, 5, 6, 7, 8}, 9: {10}, 17: TOP_LEVEL - {17}}
IN_LABEL = {3, 4, 5, 6, 7, 8, 19, 21, 22, 23}
ACCESSORIES = {2, 11}
MAX_TEXT = 4000
MAX_COMPONENTS = 40
EMBED_LENGTHS = {"title": 256, "description": 4096}
MAX_EMBED_TEXT = 6000
V2_CLASH = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"


def check_message(body: Payload, *, has_files: bool = False, before: Message | None = None) -> None:
    """Refuse a message, or an edit of the message `before`, that Discord would refuse."""
    form = Form()
    is_v2 = _is_v2(form, body, before)
    form.length(("content",), body.get("content"), 0, 2000)
    form.length(("embeds",), body.get("embeds"), 0, 10)
    form.length(("nonce",), str(body.get("nonce") or ""), 0, 25)
    if is_v2:
        _check_legacy_fields(form, body, before)
    _check_embeds(form, body.get("embeds") or [])
    check_components(form, body.get("components") or [], is_v2=is_v2)
    form.refuse_if_wrong()
    if not has_files and _is_empty(body, before):
        raise empty_message()


def _is_v2(form: Form, body: Payload, before: Message | None) -> bool:
    flags = body.get("flags")
    asked = bool((flags or 0) & Flag.IS_COMPONENTS_V2)
    if before is not None and before.is_v2 and flags is not None and not asked:
        form.wrong(("flags",), "MESSAGE_FLAGS_INVALID", "IS_COMPONENTS_V2 cannot be removed.")
    return asked or (before is not None and before.is_v2)


def _check_legacy_fields(form: Form, body: Payload, before: Message | None) -> None:
    """A message that becomes V2 must be rid of its content in the same edit."""
    for name in ("content", "embeds"):
        kept = getattr(before, name) if before is not None else None
        if body.get(name, kept):
            text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong((name,), V2_CLASH, text)


def _is_empty(body: Payload, before: Message | None) -> bool:
    shown = ("content", "embeds", "components", "attachments")
    kept = {name: getattr(before, name) if before else None for name in shown}
    return not any(body.get(name, kept[name]) for name in shown) and not body.get("poll")


def _check_embeds(form: Form, embeds: list[Payload]) -> None:
    total = 0
    for n, embed in enumerate(embeds):
        place: Place = ("embeds", n)
        fields = embed.get("fields") or []
        footer = (embed.get("footer") or {}).get("text")
        form.length((*place, "fields"), fields, 0, 25)
        form.length((*place, "footer", "text"), footer, 0, 2048)
        for name, most in EMBED_LENGTHS.items():
            form.length((*place, name), embed.get(name), 0, most)
        for m, field in enumerate(fields):
            form.length((*place, "fields", m, "name"), field.get("name"), 1, 256)
            form.length((*place, "fields", m, "value"), field.get("value"), 1, 1024)
        texts = [embed.get("title"), embed.get("description"), footer]
        total += sum(len(t or "") for t in texts)
        total += sum(len(f.get("name", "")) + len(f.get("value", "")) for f in fields)
    if total > MAX_EMBED_TEXT:
        text = f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}"
        form.wrong(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", text)


def check_components(form: Form, components: list[Payload], *, is_v2: bool) -> None:
    """Note what is wrong with the components of a message."""
    every = all_components(components)
    _check_each(form, ("components",), components, TOP_LEVEL if is_v2 else {1})
    _check_custom_ids(form, every)
    if not is_v2:
        form.length(("components",), components, 0, 5)
        return
    if len(every) > MAX_COMPONENTS:
        text = f"Must be {MAX_COMPONENTS} or fewer in total."
        form.wrong(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", text)
    if sum(len(c.get("content") or "") for c in every if c["type"] == 10) > MAX_TEXT:
        text = f"The displayable text exceeds the maximum size of {MAX_TEXT}"
        form.wrong(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", text)


def _check_custom_ids(form: Form, every: list[Payload]) -> None:
    ids = [c["custom_id"] for c in every if c.get("custom_id")]
    if len(ids) != len(set(ids)):
        text = "Component custom id cannot be duplicated"
        form.wrong(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", text)


def _check_each(form: Form, place: Place, components: list[Payload], allowed: set[int]) -> None:
    for n, component in enumerate(components):
        _check_one(form, (*place, n), component, allowed)


def _check_one(form: Form, place: Place, component: Payload, allowed: set[int]) -> None:
    if component.get("type") in allowed:
        _check_component(form, place, component)
    else:
        text = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
        form.wrong((*place, "type"), "UNION_TYPE_CHOICES", text)


def _check_component(form: Form, place: Place, component: Payload) -> None:
    kind = component["type"]
    inner = component.get("components") or []
    if kind in WITHIN:
        most = {1: 5, 9: 3, 17: MAX_COMPONENTS}[kind]
        form.length((*place, "components"), inner, 1, most)
        _check_each(form, (*place, "components"), inner, WITHIN[kind])
    if kind == 1 and len(inner) > 1 and any(c.get("type") != 2 for c in inner):
        text = "The specified component exceeds the maximum width"
        form.wrong((*place, "components", 1), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
    if kind == 9:
        accessory = component.get("accessory") or {}
        _check_one(form, (*place, "accessory"), accessory, ACCESSORIES)
    if kind == 10:
        form.length((*place, "content"), component.get("content"), 1, MAX_TEXT)
    elif kind == 2:
        _check_button(form, place, component)
    elif kind in (3, 5, 6, 7, 8):
        _check_select(form, place, component)


def _check_button(form: Form, place: Place, button: Payload) -> None:
    form.length((*place, "label"), button.get("label"), 0, 80)
    if not button.get("label") and not button.get("emoji"):
        text = "A button must have a label or an emoji"
        form.wrong((*place, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)
    if button.get("style") == 5:
        form.length((*place, "url"), button.get("url"), 1, 512)
        if button.get("custom_id"):
            text = "A link button cannot have a custom id"
            form.wrong((*place, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN", text)
    else:
        form.length((*place, "custom_id"), button.get("custom_id"), 1, 100)


def _check_select(form: Form, place: Place, select: Payload) -> None:
    form.length((*place, "custom_id"), select.get("custom_id"), 1, 100)
    form.length((*place, "placeholder"), select.get("placeholder"), 0, 150)
    if select["type"] == 3:
        form.length((*place, "options"), select.get("options"), 1, 25)
    for n, option in enumerate(select.get("options") or []):
        form.length((*place, "options", n, "label"), option.get("label"), 1, 100)
        form.length((*place, "options", n, "value"), option.get("value"), 1, 100)
        form.length((*place, "options", n, "description"), option.get("description"), 0, 100)


def check_modal(modal: Payload) -> None:
    """Refuse a modal that Discord would refuse."""
    form, components = Form(), modal.get("components") or []
    form.length(("title",), modal.get("title"), 1, 45)
    form.length(("custom_id",), modal.get("custom_id"), 1, 100)
    form.length(("components",), components, 1, 5)
    _check_custom_ids(form, all_components(components))
    for n, component in enumerate(components):
        _check_modal_component(form, ("components", n), component)
    form.refuse_if_wrong()


def _check_modal_component(form: Form, place: Place, component: Payload) -> None:
    kind = component.get("type")
    if kind == 10:
        form.length((*place, "content"), component.get("content"), 1, MAX_TEXT)
    elif kind == 1:
        inner = component.get("components") or []
        form.length((*place, "components"), inner, 1, 1)
        for field in inner:
            form.length((*place, "components", 0, "label"), field.get("label"), 1, 45)
            _check_field(form, (*place, "components", 0), field, {4})
    elif kind == 18:
        form.length((*place, "label"), component.get("label"), 1, 45)
        form.length((*place, "description"), component.get("description"), 0, 100)
        _check_field(form, (*place, "component"), component.get("component") or {}, IN_LABEL)
    else:
        text = 'Value of field "type" must be one of (1, 10, 18).'
        form.wrong((*place, "type"), "UNION_TYPE_CHOICES", text)


def _check_field(form: Form, place: Place, field: Payload, allowed: set[int]) -> None:
    if field.get("type") not in allowed:
        text = f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
        form.wrong((*place, "type"), "UNION_TYPE_CHOICES", text)
    elif field["type"] == 4:
        form.length((*place, "custom_id"), field.get("custom_id"), 1, 100)
        form.length((*place, "placeholder"), field.get("placeholder"), 0, 100)
        form.length((*place, "value"), field.get("value"), 0, field.get("max_length") or 4000)
        for name, least in (("min_length", 0), ("max_length", 1)):
            if not least <= (field.get(name) or least) <= 4000:
                text = f"int value should be between {least} and 4000."
                form.wrong((*place, name), "NUMBER_TYPE_MAX", text)
    elif field["type"] == 3:
        _check_select(form, place, field)
    else:
        form.length((*place, "custom_id"), field.get("custom_id"), 1, 100)


def check_choices(data: Mapping[str, object]) -> None:
    """Refuse what Discord would refuse of an autocompletion."""
    form = Form()
    choices = data.get("choices")
    form.length(("choices",), choices, 0, 25)
    for n, choice in enumerate(choices if isinstance(choices, list) else []):
        form.length(("choices", n, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            form.length(("choices", n, "value"), choice["value"], 1, 100)
    form.refuse_if_wrong()


def check_thread_name(body: Payload) -> None:
    form = Form()
    form.length(("name",), body.get("name"), 1, 100)
    form.refuse_if_wrong()


def completed(components: list[Payload]) -> list[Payload]:
    """The components as Discord gives them back: numbered, with what they left out."""
    kept: list[Payload] = [_copied(c) for c in components]
    taken = {c["id"] for c in all_components(kept) if c.get("id")}
    free = (n for n in range(1, 10_000) if n not in taken)
    for component in all_components(kept):
        component["id"] = component.get("id") or next(free)
    return kept


DEFAULTS: Mapping[int, Payload] = {
    2: {"disabled": False},
    14: {"divider": True, "spacing": 1},
    17: {"spoiler": False, "accent_color": None},
}


def _copied(component: Payload) -> Payload:
    copy = {**DEFAULTS.get(component["type"], {}), **component}
    if "components" in copy:
        copy["components"] = [_copied(c) for c in copy["components"]]
    for key in ("accessory", "component"):
        if copy.get(key):
            copy[key] = _copied(copy[key])
    return copy
