"""Which lists of sources are left out of the index, and that prose never is."""

import pytest

from ingest.documents import Heading, Span
from ingest.references import find_references, merge_marks

TEXT = "The court refused.\n\n{title}\n\n- A paper: https://a.example/1\n- B, www.b.example\n- C"


def marked(text: str, *headings: str) -> list[str]:
    found = [Heading(1, h, Span(text.index(h), text.index(h) + len(h))) for h in headings]
    return [text[start:end] for start, end in find_references(text, found)]


@pytest.mark.parametrize(
    "title",
    ["Sources", "Sources:", "## References", "4. Quellen", "Références", "Fuentes", "ИСТОЧНИКИ"],
)
def test_the_entries_below_a_title_are_marked_and_the_text_above_is_not(title: str) -> None:
    assert marked(TEXT.format(title=title)) == [
        "- A paper: https://a.example/1\n- B, www.b.example\n- C"
    ]


def test_a_list_ends_at_the_next_heading() -> None:
    text = TEXT.format(title="Sources") + "\n\nAppendix\n\nThe letter says no."

    assert marked(text, "Sources", "Appendix") == [
        "- A paper: https://a.example/1\n- B, www.b.example\n- C"
    ]


def test_without_headings_a_list_ends_where_prose_begins() -> None:
    prose = "The appeal was heard in winter, and again in spring. " * 6

    assert marked(TEXT.format(title="Sources") + "\n\n" + prose)[0].endswith("- C")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.format(title="What the sources say"),
        TEXT.format(title="The sources of the river lie high."),
        "Sources\n\nThe river rises at two springs.\n\nBoth dry up in August.",
        "Sources\n\nOne address: https://a.example\n\nAll else was said to us.\n\nIn person.",
        "",
    ],
)
def test_what_only_speaks_of_sources_is_not_marked(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize("line", ["\n", "- \n", "Links\n"])
def test_a_hundred_thousand_odd_lines_take_seconds_not_hours(line: str) -> None:
    assert marked("Words.\n" + line * 100_000 + "More words.") == []


def test_marks_that_overlap_or_touch_are_one() -> None:
    marks = [Span(5, 9), Span(0, 3), Span(8, 12), Span(12, 13)]

    assert merge_marks(marks) == (Span(0, 3), Span(5, 13))
