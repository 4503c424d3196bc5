from hypothesis import given
from hypothesis import strategies as st

from bot.render.reading import read_asked, say_asked
from ingest.errors import harmless


@given(name=st.text(min_size=1, max_size=32), question=st.text(min_size=1, max_size=300))
def test_a_question_posted_for_somebody_is_read_back_whatever_it_is(
    name: str, question: str
) -> None:
    """But for what steers a display, and Windows's line ends."""
    line = say_asked(name, question)

    assert read_asked(line) == harmless(question.replace("\r\n", "\n"))


@given(name=st.text(min_size=1, max_size=32), question=st.text(min_size=1, max_size=2000))
def test_a_question_posted_for_somebody_fits_into_a_message(name: str, question: str) -> None:
    assert len(say_asked(name, question)) <= 2000


def test_of_a_long_question_as_many_whole_words_are_posted_as_fit() -> None:
    line = say_asked("ann", "*why* " * 333)

    assert line.startswith("💬 **ann**: \\*why\\* \\*why\\* ")
    assert line.endswith(" \\*why\\*…")
    assert 1980 < len(line) <= 2000


def test_what_the_bot_says_otherwise_is_no_question() -> None:
    assert read_asked("The answer is in another thread.") is None
    assert read_asked("**ann**: and in France?") is None
