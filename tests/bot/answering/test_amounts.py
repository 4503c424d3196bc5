"""Which amounts can be told of one thing."""

import pytest

from bot.answering.amounts import Amount, find_amounts


def only(text: str, language: str | None = None) -> Amount:
    (amount,) = find_amounts(text, language)
    return amount


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("for €310m", 310e6, "euro"),
        ("für 310 Millionen Euro", 310e6, "euro"),
        ("38\N{NO-BREAK SPACE}500 spectateurs", 38500, ""),
        ("un 71 %", 71, "share"),
        ("5 млн рублей", 5e6, "rouble"),
        ("3,2 km long", 3200, "metre"),
        ("zwölf Verletzte", 12, ""),
    ],
)
def test_an_amount_is_read_in_any_language(text: str, value: float, unit: str) -> None:
    assert (only(text).value, only(text).unit) == (value, unit)


def test_a_rounder_figure_leaves_open_what_it_rounds() -> None:
    assert only("4,000 tonnes").meets(only("4 050 tonnes"))
    assert not only("4,000 tonnes").meets(only("900 tonnes"))
    assert not only("5 million users").meets(only("5.5 million users"))


def test_about_leaves_more_open_than_the_figure() -> None:
    assert not only("47 metres").meets(only("45 metres"))
    assert only("about 47 metres").meets(only("45 metres"))


def test_more_than_leaves_all_above_open() -> None:
    assert only("more than 300 people").meets(only("812 people"))
    assert not only("more than 300 people").meets(only("212 people"))


def test_two_currencies_can_not_be_compared() -> None:
    assert not only("$587,000").is_alike(only("420 000 euros"))


def test_what_is_told_of_each_is_no_total() -> None:
    assert not only("150,000 dollars for each song").is_alike(only("1.65 trillion dollars"))


def test_dates_are_no_amounts() -> None:
    assert find_amounts("on 24 October 2007", "en") == ()


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("4 millions d’euros", "fr", 4e6, "euro"),
        ("4 billions d’euros", "fr", 4e12, "euro"),
        ("4 billion euros", "en", 4e9, "euro"),
        ("4 mil millones de euros", "es", 4e9, "euro"),
        ("40 miles long", "en", 40 * 1609, "metre"),
        ("3.5 per cent", "en", 3.5, "share"),
        ("One hundred and five people", "en", 105, ""),
        ("Five hundred thousand people", "en", 500_000, ""),
        ("doscientos mil euros", "es", 200_000, "euro"),
        ("deux cent mille personnes", "fr", 200_000, ""),
    ],
)
def test_scales_and_number_words_are_those_of_the_language(
    text: str, language: str, value: float, unit: str
) -> None:
    assert (only(text, language).value, only(text, language).unit) == (value, unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("250 families fled", "1,000 people fled"),
        ("40 fathoms deep", "240 spans deep"),
        ("30 degrees Celsius", "86 degrees Fahrenheit"),
        ("3.5 per cent of them", "4,000 people"),
    ],
)
def test_other_things_or_unknown_units_are_not_compared(one: str, other: str) -> None:
    assert not only(one, "en").is_alike(only(other, "en"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 acres", "40 hectares"),
        ("394 feet", "131 yards"),
        ("14 days", "two weeks"),
        ("60 knots", "111 km/h"),
    ],
)
def test_units_of_one_kind_are_converted(one: str, other: str) -> None:
    assert only(one, "en").is_alike(only(other, "en"))
    assert only(one, "en").meets(only(other, "en"))


@pytest.mark.parametrize(
    "text", ["half a million people", "a million people", "three and a half tonnes", "five six"]
)
def test_half_a_number_in_words_is_not_read(text: str) -> None:
    assert find_amounts(text, "en") == ()
