import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.escaping import unescape
from bot.render.excerpt import mark_words
from ingest.documents import Span

TEXT = "The *court* acquitted him. The label withdrew."


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], r"The \*court\* acquitted him. The label withdrew."),
        ([Span(4, 11)], r"The **__\*court\*__** acquitted him. The label withdrew."),
        (
            [Span(31, 36), Span(4, 11)],
            r"The **__\*court\*__** acquitted him. The **__label__** withdrew.",
        ),
        ([Span(0, 11), Span(12, 21)], r"**__The \*court\* acquitted__** him. The label withdrew."),
        ([Span(4, 21), Span(4, 11)], r"The **__\*court\* acquitted__** him. The label withdrew."),
        ([Span(26, 36)], r"The \*court\* acquitted him. **__The label__** withdrew."),
    ],
)
def test_words_are_marked_where_they_stand(spans: list[Span], shown: str) -> None:
    assert mark_words(TEXT, spans, 1000) == shown


def test_each_line_is_marked_by_itself() -> None:
    assert mark_words("a\n- b\n\nc", [Span(0, 8)], 1000) == "**__a__**\n**__\\- b__**\n\n**__c__**"


def test_what_is_far_from_the_marked_words_is_cut_off_between_words() -> None:
    text = "one two three four five six seven eight nine ten"

    assert mark_words(text, [Span(19, 23)], 42) == "… three four **__five__** six seven …"
    assert mark_words(text, [], 20) == "one two three four …"
    assert mark_words(text, [Span(45, 48)], 32) == "… seven eight nine **__ten__**"


@given(
    st.text("a* \n\\<", max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4),
    st.integers(20, 400),
)
def test_no_excerpt_is_too_long_and_one_that_fits_has_every_word(
    text: str, ends: list[tuple[int, int]], max_chars: int
) -> None:
    spans = [Span(min(pair), min(max(pair), len(text))) for pair in ends]

    shown = mark_words(text, [span for span in spans if span.start < span.end], max_chars)

    assert len(shown) <= max_chars
    if "…" not in shown:
        assert unescape(shown.replace("**__", "").replace("__**", "")) == text
