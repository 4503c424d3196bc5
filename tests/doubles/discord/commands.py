"""The commands a bot registers: what Discord refuses of them, and who sees which."""

import re
from collections.abc import Iterator

from tests.doubles.discord import payloads
from tests.doubles.discord.objects import Payload
from tests.doubles.discord.refusals import Form, RefusalError

Place = tuple[str | int, ...]

NAME = re.compile(r"[-_'\w]{1,32}")
MAX_OF_KIND = {1: 100, 2: 15, 3: 15}
MAX_CHARACTERS = 8000
LOCALES = {
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl"),
    *("no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi"),
    *("th", "zh-CN", "ja", "zh-TW", "ko"),
}


class Commands:
    """What is registered, for everyone (None) or for a guild."""

    def __init__(self) -> None:
        self._registered: dict[int | None, list[Payload]] = {}
        self.writes = 0
        """How often the bot has registered its commands."""

    def of(self, guild_id: int | None) -> list[Payload]:
        return self._registered.get(guild_id, [])

    def seen_in(self, guild_id: int | None) -> list[Payload]:
        """What somebody can choose from: the guild's own come first."""
        own = self.of(guild_id) if guild_id is not None else []
        return [*own, *self.of(None)]

    def replace(
        self, specs: list[Payload], application_id: int, guild_id: int | None, ids: Iterator[int]
    ) -> list[Payload]:
        """Register these in place of all others. One that keeps name and kind keeps its id."""
        check_commands(specs)
        known = {(c["type"], c["name"]): int(c["id"]) for c in self.of(guild_id)}
        self._registered[guild_id] = [
            payloads.command(
                spec,
                known.get((spec.get("type", 1), spec["name"])) or next(ids),
                application_id,
                guild_id,
            )
            for spec in specs
        ]
        self.writes += 1
        return self._registered[guild_id]


def check_commands(specs: list[Payload]) -> None:
    """Refuse commands that Discord would refuse."""
    form = Form()
    for n, spec in enumerate(specs):
        _check_command(form, (n,), spec)
    form.refuse_if_wrong()
    named = [(spec.get("type", 1), spec["name"]) for spec in specs]
    if len(named) != len(set(named)):
        form.wrong((), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Command names must be unique")
    form.refuse_if_wrong()
    for kind, most in MAX_OF_KIND.items():
        if sum(k == kind for k, _ in named) > most:
            text = f"Maximum number of application commands reached ({most})"
            raise RefusalError(400, 30032, text)


def _check_command(form: Form, place: Place, spec: Payload) -> None:
    if spec.get("type", 1) != 1:
        _check_texts(form, (*place, "name"), spec, "name", 32)
        form.length((*place, "description"), spec.get("description"), 0, 0)
        return
    _check_named(form, place, spec)
    _check_options(form, place, spec.get("options") or [])
    if _characters(spec) > MAX_CHARACTERS:
        text = f"Command exceeds maximum size ({MAX_CHARACTERS})"
        form.wrong(place, "APPLICATION_COMMAND_TOO_LARGE", text)


def _check_named(form: Form, place: Place, spec: Payload) -> None:
    _check_texts(form, (*place, "name"), spec, "name", 32)
    _check_texts(form, (*place, "description"), spec, "description", 100)
    localized = (spec.get("name_localizations") or {}).items()
    steps = {locale: (*place, "name_localizations", locale) for locale, _ in localized}
    for locale, name in ((None, spec.get("name")), *localized):
        if name and (not NAME.fullmatch(name) or name != name.lower()):
            at = (*place, "name") if locale is None else steps[locale]
            text = "Command name is invalid"
            form.wrong(at, "APPLICATION_COMMAND_INVALID_NAME", text)


def _check_texts(form: Form, place: Place, spec: Payload, key: str, most: int) -> None:
    """A text and its translations."""
    form.length(place, spec.get(key), 1, most)
    for locale, text in (spec.get(f"{key}_localizations") or {}).items():
        at = (*place[:-1], f"{key}_localizations", locale)
        form.length(at, text, 1, most)
        if locale not in LOCALES:
            form.wrong(at, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')


def _check_options(form: Form, place: Place, options: list[Payload]) -> None:
    form.length((*place, "options"), options, 0, 25)
    names = [option.get("name") for option in options]
    if len(names) != len(set(names)):
        text = "Option names must be unique"
        form.wrong((*place, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", text)
    optional_seen = False
    for n, option in enumerate(options):
        here = (*place, "options", n)
        _check_named(form, here, option)
        if option.get("type") in (1, 2):
            _check_options(form, here, option.get("options") or [])
            continue
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            form.wrong(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen = optional_seen or not option.get("required")
        _check_choices(form, here, option)


def _check_choices(form: Form, place: Place, option: Payload) -> None:
    choices = option.get("choices") or []
    form.length((*place, "choices"), choices, 0, 25)
    if choices and option.get("autocomplete"):
        text = "Options with choices cannot be autocompleted"
        form.wrong((*place, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", text)
    for n, choice in enumerate(choices):
        _check_texts(form, (*place, "choices", n, "name"), choice, "name", 100)


def _characters(spec: Payload) -> int:
    """Names, descriptions and values, each at its longest translation."""
    total = 0
    for key in ("name", "description"):
        texts = [spec.get(key) or "", *(spec.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    total += len(spec["value"]) if isinstance(spec.get("value"), str) else 0
    inner = [*(spec.get("options") or []), *(spec.get("choices") or [])]
    return total + sum(_characters(item) for item in inner)
