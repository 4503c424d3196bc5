from hypothesis import given
from hypothesis import strategies as st

from bot.render.shortening import lines_within, one_line, shorten


def test_a_long_text_is_cut_at_a_word_and_says_so() -> None:
    assert shorten("The court acquitted him, twice.", 24) == "The court acquitted him…"


def test_a_short_text_stays_as_it_is() -> None:
    assert shorten("The court acquitted him.", 24) == "The court acquitted him."


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    assert shorten("a " + "b" * 30, 10) == "a bbbbbbbb…"


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_never_longer_than_its_place(text: str, max_chars: int) -> None:
    assert len(shorten(text, max_chars)) <= max_chars + 1


def test_white_space_becomes_one_space() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"


def test_lines_that_do_not_fit_are_counted() -> None:
    lines = ["a" * 40, "b" * 40, "c" * 40]

    assert lines_within(lines, 182, "and {} more".format) == [*lines[:2], "and 1 more"]
    assert lines_within(lines, 400, "and {} more".format) == lines
    assert lines_within(lines, 400, "and {} more".format, max_lines=1) == [*lines[:1], "and 2 more"]
