from decimal import Decimal

import pytest

from bot.answering.dates import Date
from bot.support.quantities import read_values


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1.65 trillion dollars", "en"),
        ("$1,650 billion", "en"),
        ("1 650 milliards de dollars", "fr"),
        ("1,65 Billionen Dollar", "de"),
        ("1,65 billones de dólares", "es"),
        ("1,65 триллиона долларов", "ru"),
    ],
)
def test_a_number_has_one_value_in_every_language(text: str, language: str) -> None:
    ((value, unit, *_),), _ = read_values(text, language)

    assert (value, unit) == (Decimal("1.65e12"), "dollar")


@pytest.mark.parametrize(
    ("text", "language", "value", "unit", "is_rank"),
    [
        ("seven days", "en", 7, "day", False),
        ("dix-huit mois", "fr", 18, "month", False),
        ("dreißig Minuten", "de", 30, "minute", False),
        ("2.400 millones de euros", "es", 2_400_000_000, "euro", False),
        ("тридцати дней", "ru", 30, "day", False),
        ("mil millones de pesos", "es", 1_000_000_000, None, False),
        ("the seventh stage", "en", 7, None, True),
        ("седьмого этапа", "ru", 7, None, True),
        ("im 17. Jahrhundert", "de", 17, "century", True),
        ("del siglo XVII", "es", 17, "century", True),
        ("a three-day search", "en", 3, "day", False),
        ("£86,000", "en", 86_000, "pound", False),
        ("12 per cent", "en", 12, "percent", False),
        ("1500 euros", "en", 1500, "euro", False),
        ("-5 degrees", "en", -5, "degree", False),
        ("moins 5 degrés", "fr", -5, "degree", False),
        ("5 °C", "en", 5, "degree c", False),
        ("40 °F", "en", 40, "degree f", False),
        ("120 km/h", "en", 120, "kilometre/hour", False),
        ("120 km", "en", 120, "kilometre", False),
        ("120 kilómetros por hora", "es", 120, "kilometre/hour", False),
        ("40 mètres carrés", "fr", 40, "square metre", False),
        ("40 m²", "de", 40, "square metre", False),
        ("40 Quadratmeter", "de", 40, "square metre", False),
        ("40 квадратных метров", "ru", 40, "square metre", False),
        ("7 cubic metres", "en", 7, "cubic metre", False),
        ("2.5 m tall", "en", Decimal("2.5"), "metre", False),
        ("$5m", "en", 5_000_000, "dollar", False),
        ("5m euros", "en", 5_000_000, "euro", False),
        ("12,5 Mio. Euro", "de", 12_500_000, "euro", False),
        ("5 percentage points", "en", 5, "percentage_point", False),
        ("40 MW", "en", 40, "megawatt", False),
    ],
)
def test_a_number_is_read_with_its_unit(
    text: str, language: str, value: int | Decimal, unit: str | None, is_rank: bool
) -> None:
    (found,), dated = read_values(text, language)

    assert (found.value, found.unit, found.is_rank) == (Decimal(value), unit, is_rank)
    assert dated == ()


def test_a_year_is_a_date_and_part_of_a_name_is_nothing() -> None:
    quantities, dated = read_values("AllofMP3 closed in 2007", "en")

    assert quantities == ()
    assert [day.date for day in dated] == [Date(2007)]


def test_one_is_an_article_and_no_number() -> None:
    assert read_values("un homme, eine Frau, one day", "fr") == ((), ())
