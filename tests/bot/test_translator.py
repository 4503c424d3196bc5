from typing import Any

import pytest
from discord import Locale
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.translator import PhraseTranslator, language_of, text

CONTEXT: TranslationContext[Any, Any] = TranslationContext(TranslationContextLocation.other, None)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        (Locale.american_english, "en"),
        (Locale.british_english, "en"),
        (Locale.french, "fr"),
        (Locale.german, "de"),
        (Locale.spain_spanish, "es"),
        (Locale.latin_american_spanish, "es"),
        (Locale.russian, "ru"),
        (Locale.japanese, "en"),
    ],
)
def test_each_of_discords_locales_has_one_of_our_languages(locale: Locale, language: str) -> None:
    assert language_of(locale) == language


async def test_a_command_is_named_in_the_persons_language() -> None:
    name = text("ask")

    assert name.message == "ask"
    assert await PhraseTranslator().translate(name, Locale.german, CONTEXT) == "fragen"
    assert await PhraseTranslator().translate(name, Locale.japanese, CONTEXT) is None


async def test_words_that_are_not_ours_are_left_alone() -> None:
    assert await PhraseTranslator().translate(locale_str("x"), Locale.german, CONTEXT) is None
