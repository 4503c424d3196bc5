import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.focus import find_common_names, focus

PLAIN = "the hall was closed for a while"
NAMED = frozenset(["wavecart"])


@pytest.mark.parametrize(("with_name", "common"), [(1, False), (2, True), (6, True)])
def test_a_name_in_a_third_of_the_sentences_is_common(with_name: int, common: bool) -> None:
    sentences = ["in spring Wavecart sold songs"] * with_name + [PLAIN] * (6 - with_name)

    assert ("wavecart" in find_common_names(sentences)) is common


@pytest.mark.parametrize(("with_name", "common"), [(40, False), (60, True)])
def test_in_many_sentences_a_name_that_is_surely_in_a_fifth_is_common(
    with_name: int, common: bool
) -> None:
    sentences = ["in spring Wavecart sold songs"] * with_name + [PLAIN] * (200 - with_name)

    assert ("wavecart" in find_common_names(sentences)) is common


def test_a_name_counts_once_a_sentence_however_often_it_stands_there() -> None:
    once = "today Wavecart sued Wavecart, a Wavecart of Wavecart"

    assert find_common_names([once, PLAIN, PLAIN, PLAIN]) == frozenset()


@pytest.mark.parametrize(
    "sentence",
    ["Songs were sold there", "in 1994 it had 30 rooms", "«Songs» were sold", "they sold songs"],
)
def test_a_sentence_initial_capital_or_a_plain_number_is_no_name(sentence: str) -> None:
    assert find_common_names([sentence] * 3) == frozenset()


@pytest.mark.parametrize("sentence", ["WaveCart sold songs", "mp3 files", "RIAA sued", "x2y won"])
def test_a_capital_or_digit_within_the_first_word_makes_it_a_name(sentence: str) -> None:
    """The beginning of a sentence does not explain it."""
    assert find_common_names([sentence] * 3) == {sentence.split()[0].casefold()}


def test_a_name_is_one_in_whatever_case_it_stands() -> None:
    sentences = ["so WAVECART sold songs", "so WaveCart sold songs", "so Wavecart sold songs"]

    assert find_common_names([*sentences, *[PLAIN] * 6]) == {"wavecart"}


def test_no_sentences_have_no_common_names() -> None:
    assert find_common_names([]) == frozenset()


@pytest.mark.parametrize("name", ["wavecart", "Wavecart", "WAVECART"])
def test_a_common_name_is_left_out_of_a_question_in_any_case(name: str) -> None:
    """In chat a name has no capital."""
    assert focus(f"when did {name} close its doors?", NAMED) == "when did close its doors?"


def test_a_word_that_only_begins_like_a_common_name_is_kept() -> None:
    question = "when did wavecarts and superwavecart close?"

    assert focus(question, NAMED) == question


@pytest.mark.parametrize("question", ["Wavecart?", "Who is Wavecart?", "  wavecart 1994 2001  "])
def test_a_question_of_little_else_is_kept_whole(question: str) -> None:
    assert focus(question, NAMED) == question


def test_eight_letters_are_enough_to_go_without_the_name() -> None:
    assert focus("Wavecart abcd efg", NAMED) == "Wavecart abcd efg"
    assert focus("Wavecart abcd efgh", NAMED) == "abcd efgh"


_WORDS = st.sampled_from(["Wavecart", "wavecart", "RIAA", "mp3", "MP3's", "why", "Straße", "суд"])
_QUESTIONS = st.one_of(
    st.text(max_size=60), st.lists(st.one_of(_WORDS, st.text(max_size=4))).map(" ".join)
)


@given(_QUESTIONS, st.frozensets(st.sampled_from(["wavecart", "riaa", "mp3", "strasse", "why"])))
def test_focus_only_ever_removes_whole_words_and_keeps_their_order(
    question: str, common: frozenset[str]
) -> None:
    words = re.findall(r"\w+", question)
    focused = re.findall(r"\w+", focus(question, common))

    assert focused in (words, [word for word in words if word.casefold() not in common])


@given(_QUESTIONS)
def test_without_common_names_only_white_space_changes(question: str) -> None:
    assert focus(question, frozenset()).split() == question.split()
