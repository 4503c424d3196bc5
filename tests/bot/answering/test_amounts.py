"""Which amounts can be told of one thing."""

import pytest

from bot.answering.amounts import Amount, find_amounts


def only(text: str) -> Amount:
    (amount,) = find_amounts(text)
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
    assert find_amounts("on 24 October 2007") == ()
