import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import MAX_QUESTION_CHARS, check_question
from bot.errors import EmptyQuestionError, LongQuestionError, WordlessQuestionError
from bot.pipeline import Pipeline, read_question

CITATION = {
    "n": int, "document": str, "title": str, "publisher": str, "published": str, "language": str,
    "source": str, "page": type(None), "row": type(None), "time": type(None), "quote": str,
    "start": int, "end": int, "passage": str, "score": float,
}  # fmt: skip
"""The fields of a citation as DESIGN documents them, and their types for the seed article."""

PASSAGE = {"id": str, "document": str, "start": int, "end": int, "text": str, "scores": dict}

ANSWER = {
    "id": str, "question": str, "language": str, "abstained": bool, "answerer": str,
    "claims": list, "citations": list, "passages": list, "confidence": float, "dropped": list,
    "seconds": dict,
}  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["who won?", "  who won?\n", "\u00a0who won?\u2003", "\twho won?\r\n"]
)
def test_white_space_around_a_question_is_no_part_of_it(asked: str) -> None:
    assert check_question(asked) == "who won?"


@pytest.mark.parametrize("asked", ["", " ", "\n\n", "\u00a0\u2003\t"])
def test_white_space_alone_is_no_question(asked: str) -> None:
    with pytest.raises(EmptyQuestionError):
        check_question(asked)


@pytest.mark.parametrize(
    "asked", ["?", "…", "\U0001f600\U0001f680", "!!! ???", "\u200b", "❤\ufe0f"]
)
def test_marks_and_emoji_alone_are_no_question(asked: str) -> None:
    with pytest.raises(WordlessQuestionError):
        check_question(asked)


@pytest.mark.parametrize("asked", ["a", "7", "суд?", "東", "¿?é", "\U0001f600 ok"])
def test_one_letter_or_digit_makes_a_question(asked: str) -> None:
    assert check_question(asked) == asked


def test_a_question_has_at_most_2000_characters_without_the_space_around() -> None:
    assert MAX_QUESTION_CHARS == 2000
    assert check_question(" " * 5000 + "é" * 2000 + "\n" * 5000) == "é" * 2000
    with pytest.raises(LongQuestionError, match="2001 characters, and at most 2000"):
        check_question("é" * 2001)


@given(st.text(max_size=60))
def test_a_question_that_passes_the_check_passes_it_again(text: str) -> None:
    try:
        checked = check_question(text)
    except (EmptyQuestionError, WordlessQuestionError):
        return
    assert checked in text
    assert check_question(checked) == checked


def test_an_answer_as_json_has_the_documented_fields(seed_pipeline: Pipeline) -> None:
    question = read_question("La RIAA a-t-elle obtenu un jugement contre AllofMP3 ?", "q1")
    answer = json.loads(seed_pipeline.ask(question).model_dump_json())

    assert {name: type(answer[name]) for name in ANSWER} == ANSWER
    assert (answer["id"], answer["answerer"], answer["abstained"]) == ("q1", "extractive", False)
    fields = {"text", "citations", "said_by", "value"}
    assert [set(claim) for claim in answer["claims"]] == [fields] * len(answer["claims"])
    for citation in answer["citations"]:
        assert {name: type(citation[name]) for name in CITATION} == CITATION
    for passage in answer["passages"]:
        assert {name: type(passage[name]) for name in PASSAGE} == PASSAGE
        assert {"dense", "lexical", "fused"} <= set(passage["scores"])
    assert set(answer["seconds"]) == {"retrieval", "answer"}


def test_an_answer_as_json_is_one_line_in_its_own_letters(seed_pipeline: Pipeline) -> None:
    line = seed_pipeline.ask(read_question("Qui a fermé le site ?")).model_dump_json()

    assert "\n" not in line
    assert "fermé" in line
