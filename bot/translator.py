"""Names and descriptions of commands in the languages that Discord shows them in."""

from collections.abc import Callable
from typing import Any, TypeVar

from discord import Locale, app_commands
from discord.app_commands import TranslationContextTypes, Translator, locale_str

from bot.phrases import DEFAULT, LANGUAGES, phrases_in

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def text(key: str) -> locale_str:
    """The English words of a command, which the translator finds again by their key."""
    return phrase_text(f"command_{key}")


def name_options(*names: str, **keys: str) -> Callable[[Decorated], Decorated]:
    """Name and describe a command's options: those with a phrase of their own name, and, by
    parameter, the phrase's key. Under the key with `_description` behind it stands what it is for.
    """
    keys = {**{name: name for name in names}, **keys}
    rename = app_commands.rename(**{name: text(key) for name, key in keys.items()})
    describe = app_commands.describe(
        **{name: text(f"{key}_description") for name, key in keys.items()}
    )
    return lambda command: describe(rename(command))


def phrase_text(key: str) -> locale_str:
    """The same of any phrase without fields."""
    return locale_str(phrases_in(DEFAULT)(key), key=key)


def language_of(locale: Locale) -> str:
    """Which of our languages a person's Discord is in; DEFAULT if none of them."""
    language = locale.value.split("-")[0]
    return language if language in LANGUAGES else DEFAULT


class PhraseTranslator(Translator):
    """Gives discord.py the phrases of commands."""

    async def translate(
        self,
        string: locale_str,
        locale: Locale,
        context: TranslationContextTypes,  # noqa: ARG002 - discord.py passes it
    ) -> str | None:
        """The words in a locale; None where they are English anyway or have no key of ours."""
        key, language = string.extras.get("key"), language_of(locale)
        if key is None or language == DEFAULT:
            return None
        return phrases_in(language)(key)
