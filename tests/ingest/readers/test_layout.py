"""Which lines are one paragraph, where a page has more on it than one column of text."""

from ingest.readers.layout import find_paragraphs
from ingest.readers.lines import Line
from ingest.readers.typesetting import set_text

LEFT, RIGHT = 60.0, 310.0


def column(page: int, left: float, top: float, *texts: str, size: float = 10) -> list[Line]:
    """Lines of a column, each as wide as its letters."""
    return [
        Line(text, page, left, left + 5 * len(text), top - 12 * nth, size)
        for nth, text in enumerate(texts)
    ]


def text_of(*pages: list[Line]) -> str:
    return set_text(find_paragraphs(pages))[0]


def test_a_sentence_runs_on_from_one_column_to_the_next() -> None:
    left = column(0, LEFT, 700, "The court acquitted him in", "August and the prosecutor said")
    right = column(0, RIGHT, 700, "that he would appeal against it.", "He never did, as is known.")

    assert text_of(left + right) == (
        "The court acquitted him in August and the prosecutor said "
        "that he would appeal against it. He never did, as is known."
    )


def test_columns_that_end_with_a_sentence_are_paragraphs() -> None:
    left = column(0, LEFT, 700, "The court acquitted", "him at last.")
    right = column(0, RIGHT, 700, "The prosecutor", "appealed.")

    assert text_of(left + right) == ("The court acquitted him at last.\n\nThe prosecutor appealed.")


def test_footnotes_do_not_part_a_sentence_that_runs_over_them() -> None:
    body = column(0, LEFT, 700, "There was a trial in it.", "The court acquitted him, as it")
    note = column(0, LEFT, 80, "1 Not published.", size=8)
    after = column(1, LEFT, 700, "had seen no proof of a crime.", "He was free to go home now.")

    text, _, places = set_text(find_paragraphs([body + note, after]))

    assert text == (
        "There was a trial in it.\n\n1 Not published.\n\n"
        "The court acquitted him, as it had seen no proof of a crime. He was free to go home now."
    )
    assert [(place.value, text[place.start :][:8]) for place in places] == [
        ("1", "There wa"), ("2", "had seen"),
    ]  # fmt: skip


def test_an_indented_line_behind_a_sentence_begins_a_paragraph() -> None:
    first = column(0, LEFT, 700, "The court acquitted him in August.")
    second = column(0, LEFT + 15, 688, "The prosecutor had asked for")
    rest = column(0, LEFT, 676, "three years, as he said in court.")

    assert text_of(first + second + rest) == (
        "The court acquitted him in August.\n\n"
        "The prosecutor had asked for three years, as he said in court."
    )


def test_larger_type_is_a_paragraph_of_its_own() -> None:
    title = column(0, LEFT, 700, "A verdict", size=16)
    body = column(0, LEFT, 684, "and what came of it.")

    assert text_of(title + body) == "A verdict\n\nand what came of it."
