"""What stretch of days a date leaves open, in five languages."""

from datetime import date

import pytest

from bot.answering.periods import Period, find_periods


def only(text: str) -> Period:
    (period,) = find_periods(text)
    return period


def days(text: str) -> tuple[str, str]:
    period = only(text)
    return date.fromordinal(period.first).isoformat(), date.fromordinal(period.last).isoformat()


def test_a_month_is_all_of_its_days() -> None:
    assert days("en juillet 2006") == ("2006-07-01", "2006-07-31")


@pytest.mark.parametrize(
    "text",
    [
        "at the beginning of July 2007",
        "au début de juillet 2007",
        "Anfang Juli 2007",
        "a principios de julio de 2007",
        "в начале июля 2007 года",
    ],
)
def test_the_beginning_of_a_month_is_not_its_end(text: str) -> None:
    assert only(text).meets(only("on 3 July 2007"))
    assert not only(text).meets(only("on 28 July 2007"))


@pytest.mark.parametrize(
    "text",
    [
        "between the end of June and early July 2007",
        "entre fin juin et début juillet 2007",
        "zwischen Ende Juni und Anfang Juli 2007",
        "entre finales de junio y principios de julio de 2007",
        "между концом июня и началом июля 2007 года",
    ],
)
def test_two_dates_can_be_the_ends_of_one_stretch(text: str) -> None:
    assert only(text).meets(only("27 June 2007"))
    assert only(text).meets(only("4 July 2007"))
    assert not only(text).meets(only("27 July 2007"))


def test_before_a_day_leaves_that_day_out() -> None:
    assert not only("before 1 July 2007").meets(only("1 July 2007"))
    assert only("before 1 July 2007").meets(only("30 June 2007"))


def test_one_of_two_days_is_both() -> None:
    assert days("filed on 20 or 21 December 2006") == ("2006-12-20", "2006-12-21")


def test_a_winter_is_told_by_either_of_its_years() -> None:
    assert only("winter 2006").meets(only("20 December 2006"))
    assert only("winter 2006").meets(only("10 February 2006"))


def test_a_date_without_a_year_has_that_of_its_neighbour() -> None:
    first, second = find_periods("on 4 November 1921, and not on 6 November")

    assert second.first - first.first == 2


def test_a_date_without_any_year_tells_nothing() -> None:
    assert find_periods("on 6 November") == ()
    assert len(find_periods("on 6 November", year=1921)) == 1


def test_a_day_that_no_month_has_is_none() -> None:
    assert find_periods("31 February 2006") == ()
