import pytest

from bot.answering.held import read
from bot.answering.names import is_country


@pytest.mark.parametrize("name", ["Moscow", "Moscou", "Moskau", "Moscú", "Москва"])
@pytest.mark.parametrize("text", ["a court in Moscow", "à Moscou", "in Moskau", "в Москве"])
def test_a_name_is_found_in_other_languages_and_scripts(name: str, text: str) -> None:
    (asked,) = read(f"de {name}", "fr").names

    assert read(text, None).tells_name(asked, same_language=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Germany", "die Bundesrepublik Deutschland"),
        ("Испании", "a firm in Spain"),
        ("WTO", "l'entrée à l'OMC"),
        ("США", "sous la pression des Etats-Unis"),
    ],
)
def test_a_country_is_found_under_what_others_call_it(name: str, text: str) -> None:
    (asked,) = read(f"и {name}", "ru").names

    assert read(text, None).tells_name(asked, same_language=False)


@pytest.mark.parametrize(
    ("name", "text"), [("Kvasov", "in Kiev"), ("IFPI", "the IFP"), ("Spain", "in France")]
)
def test_another_name_is_not_taken_for_it(name: str, text: str) -> None:
    (asked,) = read(f"of {name}", "en").names

    assert not read(text, None).tells_name(asked, same_language=False)


def test_within_a_language_only_the_ending_of_a_name_may_differ() -> None:
    (bern,), (kvasov,) = read("in Bern", "en").names, read("о Квасове", "ru").names

    assert not read("in Berlin", "en").tells_name(bern, same_language=True)
    assert read("суд над Квасовым", "ru").tells_name(kvasov, same_language=True)


def test_a_german_noun_is_no_name() -> None:
    """But two in a row are, one after a preposition, and an acronym."""
    assert read("Warum hat die Firma das Gericht gemieden?", "de").names == frozenset()
    assert len(read("Hat die RIAA den Super Bowl in Moskau gezeigt?", "de").names) == 4


@pytest.mark.parametrize(
    "name",
    ["Russia", "russie", "États-Unis", "South Korea", "Netherlands", "UK", "США", "Египте", "сша"],
)
def test_a_country_is_told_in_each_language_whatever_its_capitals_and_case(name: str) -> None:
    assert is_country(name)


@pytest.mark.parametrize(
    "name",
    ["us", "city", "Manchester City", "NATO", "RIAA", "march", "German", "суде", "школе", "La"],
)
def test_a_word_like_a_part_of_a_countrys_name_is_none(name: str) -> None:
    assert not is_country(name)
