from ingest.documents import Span
from tests.evaluation.questions import Words
from tests.evaluation.report.marking import find_words, mark

ANSWERS = (
    Words(document="a.txt", quote="closed in 1994"),
    Words(document="b.txt", quote="shut its doors"),
)


def test_expected_words_are_found_in_their_own_document_whatever_white_space_is_between() -> None:
    text = "It closed\n  in\u00a01994. It shut its doors."

    assert find_words(ANSWERS, "a.txt", text) == [Span(3, 19)]
    assert find_words(ANSWERS, "b.txt", text) == [Span(24, 38)]
    assert find_words(ANSWERS, "c.txt", text) == []


def test_words_that_differ_in_a_letter_are_not_expected_ones() -> None:
    assert find_words(ANSWERS, "a.txt", "It Closed in 1994, or closed in 1995.") == []


def test_signs_of_an_expected_quote_are_no_pattern() -> None:
    words = Words(document="a.txt", quote="(a.b)*")

    assert find_words([words], "a.txt", "aab (a.b)*") == [Span(4, 10)]


def test_a_quote_that_overlaps_expected_words_is_marked_beside_them() -> None:
    marked = mark("It closed in 1994.", [Span(3, 17)], [Span(0, 9)])

    assert marked == "<u>It </u><mark><u>closed</u></mark><mark> in 1994</mark>."


def test_a_quote_that_goes_beyond_the_text_is_marked_as_far_as_that_goes() -> None:
    assert mark("closed", [], [Span(-4, 3), Span(5, 90)]) == "<u>clo</u>se<u>d</u>"


def test_markup_of_a_document_is_shown_and_not_run() -> None:
    marked = mark("<script>x</script>\u202e", [Span(8, 9)])

    assert marked == "&lt;script&gt;<mark>x</mark>&lt;/script&gt;\ufffd"


def test_a_text_without_words_is_empty() -> None:
    assert mark("", [Span(0, 0)]) == ""
