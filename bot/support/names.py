"""Whether two words are one name, in any spelling, script and language. Pure."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from bot.answering import names
from bot.phrases import LANGUAGES

_CYRILLIC = re.compile(r"[А-яЁё]")
_CASES = re.compile(
    r"(?:ами|ями|ого|его|ому|ему|ым|им|ых|их|ах|ях|ам|ям|ом|ем|ём|ой|ей|ую|юю|ый|ий|ая|яя|ою|ею|ов|ев"
    r"|[аеёиоуыэюяьй])$"
)
_ENDINGS = ("a", "e", "i", "ii", "ia", "oi")
"""What a name may end in, by sound, where Cyrillic has it in another case: Зуевой, Zoueva."""
_PEOPLE = re.compile(r"(?:ian|ien|iene|ain|er|an|ano|ana|anisk|isk|is|isi|ense|es)$")
"""Endings, by sound, of those who are from a place: Norweger, Norvégien."""
_MIN_STEM = 3


def is_same_name(one: str, other: str, *, same_language: bool) -> bool:
    """Whether a word of a claim and one of a quote are one name, as each text has it.

    Within a language: but for an "s" behind it and, in Cyrillic, the ending of a case. In another,
    a name with known translations is only those.
    """
    sounds = names.sound_of(one), names.sound_of(other)
    if sounds[0] == sounds[1] or (min(map(len, sounds)) > _MIN_STEM and _is_but_s(*sounds)):
        return True
    if names.spell(one).isupper() or names.spell(other).isupper():
        # An acronym has no other spelling, but a translation: UNO, ONU.
        return not same_language and sounds[1] in _translations(sounds[0])
    scripts = {bool(_CYRILLIC.search(word)) for word in (one, other)}
    if same_language:
        return scripts == {True} and _base(one) == _base(other)
    known = _translations(sounds[0]) | {
        name for base in _bases(one) for name in _translations(base)
    }
    meant = _translations(sounds[1]) | {
        name for base in _bases(other) for name in _translations(base)
    }
    if known or meant:
        return bool(known & meant)
    if scripts == {True, False}:
        return _is_transcribed(one, sounds[1]) or _is_transcribed(other, sounds[0])
    return _are_one_people(*sounds)


def _is_but_s(one: str, other: str) -> bool:
    return one.removesuffix("s") == other.removesuffix("s")


def _base(name: str) -> str:
    """A Cyrillic name without the ending of its case."""
    base = _CASES.sub("", name.lower())
    return base if len(base) >= _MIN_STEM else name.lower()


def _bases(name: str) -> Iterator[str]:
    """By sound: what a Cyrillic name may be in the nominative."""
    if not _CYRILLIC.search(name):
        return
    base = names.sound_of(_base(name))
    if name[-1] in "ая":
        # Мартина is Martina, or the genitive of Martin: that can't be told.
        yield base + ("a" if name[-1] == "а" else "ia")
        return
    yield base
    if _base(name) != name.lower().rstrip("ьй"):
        yield from (base + ending for ending in _ENDINGS)


def _is_transcribed(cyrillic: str, latin: str) -> bool:
    return latin in _bases(cyrillic)


def _are_one_people(one: str, other: str) -> bool:
    """Whether both are those of one place, each in a language of its own."""
    stems = [_PEOPLE.sub("", sound) for sound in (one, other)]
    if stems[0] == one or stems[1] == other or stems[0] != stems[1]:
        return False
    return len(stems[0]) > _MIN_STEM and any(place.startswith(stems[0]) for place in _countries())


@cache
def _translations(sound: str) -> frozenset[str]:
    """What a place is called in any language, by sound: itself too, none if it isn't known."""
    countries = names.translations_of(sound) if sound in names.translations_of(sound) else ()
    return frozenset(countries) | _cities().get(sound, frozenset())


@cache
def _countries() -> frozenset[str]:
    """By sound (Unicode's CLDR, by Babel)."""
    found = (
        name
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if code.isalpha()
    )
    return frozenset(map(names.sound_of, found))


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
