import pytest

from bot.answering.dates import Date, find_date_spans
from bot.answering.held import read


@pytest.mark.parametrize(
    "text",
    [
        "It was filed on 20 May 2008.",
        "It was filed on May 20th, 2008.",
        "Déposée le 20 mai 2008.",
        "Eingereicht am 20. Mai 2008.",
        "Presentada el 20 de mayo de 2008.",
        "Подан 20 мая 2008 года.",
        "Filed 2008-05-20.",
        "Eingereicht am 20.05.2008.",
    ],
)
def test_a_date_is_the_same_in_every_language_and_notation(text: str) -> None:
    held = read(text, None)

    assert held.dates == {Date(2008, 5, 20)}
    assert held.numbers == frozenset()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("closed in mid-2007", Date(2007)),
        ("fermé en août 2007", Date(2007, 8)),
        ("im März geschlossen", Date(None, 3)),
        ("in May", Date(None, 5)),
        ("закрыт в августе 2007", Date(2007, 8)),
    ],
)
def test_as_much_of_a_date_is_known_as_is_told(text: str, date: Date) -> None:
    assert read(text, None).dates == {date}


@pytest.mark.parametrize(
    "text", ["It may march on Mars.", "1,650 men", "room 30214", "1500 °C", "$2000"]
)
def test_what_only_looks_like_a_month_or_a_year_is_no_date(text: str) -> None:
    assert read(text, None).dates == frozenset()


def test_a_month_without_its_year_tells_the_year_that_the_text_has_elsewhere() -> None:
    text = read("It was a hard 2007. In August the court ruled.", "en")

    assert text.tells_date(Date(2007, 8))
    assert not text.tells_date(Date(2007, 8, 24))
    assert not text.tells_date(Date(2006, 8))


@pytest.mark.parametrize(
    "text", ["When may a court fine them?", "The train may be late.", "Then may he appeal?"]
)
def test_a_word_that_ends_like_in_does_not_make_a_verb_a_month(text: str) -> None:
    assert read(text, None).dates == frozenset()


def test_it_is_told_where_dates_are() -> None:
    text = "Closed in mid-2007, sued on 20 May 2008."

    assert [text[start:end] for start, end in find_date_spans(text)] == ["2007", "20 May 2008"]
