import pytest

from bot.answering.dates import Date
from bot.answering.held import join, read
from bot.answering.sorts import Sort

NOTHING = read("", None)


@pytest.mark.parametrize(
    "text", ["1,650.5 tons", "1.650,5 Tonnen", "1 650,5 tonnes", "1\u202f650,5 тонн"]
)
def test_a_number_is_the_same_however_it_is_set(text: str) -> None:
    assert read(text, None).tells_number("1650.5")


def test_digits_in_a_name_are_no_number() -> None:
    assert read("MP3Sparks sold it.", "en").numbers == frozenset()


@pytest.mark.parametrize(
    ("sort", "question", "text"),
    [
        (Sort.NAME, "Which court did the RIAA go to?", "There the RIAA lost."),
        (Sort.YEAR, "In which year after 1990 did it close?", "It was large in 1990."),
        (Sort.NUMBER, "How many of the 20 firms paid?", "There were 20 firms."),
    ],
)
def test_what_the_question_has_itself_is_no_answer_to_it(
    sort: Sort, question: str, text: str
) -> None:
    assert not read(text, "en").holds(sort, read(question, "en"))


def test_texts_joined_hold_what_each_of_them_holds() -> None:
    both = join([read("In 2007 it closed.", "en"), read("It paid 15 % to ROMS.", "en")])

    assert both.dates == {Date(2007)}
    assert both.holds(Sort.SHARE, NOTHING)
    assert both.tells_name("ROMS", same_language=True)
