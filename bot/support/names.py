"""Whether a quote has a name of a claim, in any spelling, script and language. Pure."""

from collections.abc import Collection
from functools import cache

from babel import Locale

from bot.answering import names
from bot.phrases import LANGUAGES


def has_name(name: str, sounds: Collection[str], *, same_language: bool) -> bool:
    """Whether one of some words, given by sound, is a name as a text has it."""
    spelt = names.spell(name)
    alike = names.SAME_WORD if same_language else names.SAME_NAME
    if names.has_name(spelt, sounds, alike):
        return True
    if same_language:
        return False
    others = names.translations_of(spelt) | _cities().get(spelt.lower(), frozenset())
    return any(names.has_name(other, sounds, alike) for other in others)


@cache
def _cities() -> dict[str, frozenset[str]]:
    """By each name of a city, its names elsewhere, by sound (Unicode's CLDR, by Babel)."""
    cities: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for zone, told in Locale(language).time_zones.items():
            city = str(told.get("city", ""))
            known = cities.setdefault(zone, {names.sound_of(zone.rpartition("/")[2])})
            if city.isalpha():
                known.add(names.sound_of(city))
    found: dict[str, frozenset[str]] = {}
    for same in cities.values():
        for name in same:
            found[name] = found.get(name, frozenset()) | same
    return found
