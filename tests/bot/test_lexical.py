from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lexical import LexicalIndex, coverage, grams

if TYPE_CHECKING:
    from ingest.passages import PassageId

TEXTS = {
    "ruling": "The court in Moscow acquitted the founder of the music shop.",
    "tariff": "A song cost ten cents, and an album about a dollar.",
    "wto": "The accession of Russia to the World Trade Organization was at stake.",
}


def index_of(texts: dict[str, str]) -> LexicalIndex:
    return LexicalIndex((cast("PassageId", name), text) for name, text in texts.items())


def test_words_are_cut_into_overlapping_runs_of_four_characters() -> None:
    assert grams("The site!") == [" the", "the ", "he s", "e si", " sit", "site", "ite "]


def test_a_short_word_is_one_run() -> None:
    assert grams("a") == [" a "]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RIAA", "riaa"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "café"),
        ("l’auteur", "l'auteur"),
        ("a_b", "a b"),
        ("ﬁn", "fin"),
    ],
)
def test_case_marks_and_type_setting_make_no_difference(one: str, other: str) -> None:
    assert grams(one) == grams(other)


@given(st.text(max_size=40))
def test_any_text_has_runs_of_at_most_four_characters(text: str) -> None:
    found = grams(text)

    assert found
    assert all(1 <= len(gram) <= 4 for gram in found)


def test_coverage_is_the_share_of_the_questions_runs_that_a_text_has() -> None:
    question = frozenset(grams("site"))  # " sit", "site", "ite "

    assert coverage(question, "The site is gone.") == 1.0
    assert coverage(question, "Its situation") == pytest.approx(1 / 3)
    assert coverage(question, "nothing") == 0.0


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("which courts acquitted him?", "ruling"),
        ("how much did albums cost", "tariff"),
        ("RUSSIAN ACCESSION", "wto"),
    ],
)
def test_the_passage_with_the_words_asked_for_comes_out_best(question: str, passage: str) -> None:
    scores = index_of(TEXTS).scores(question)

    of = {name: scores.of(cast("PassageId", name)) for name in TEXTS}
    assert max(of, key=lambda name: of[name]) == passage
    assert scores.best(1) == [passage]


def test_passages_that_share_nothing_with_the_question_are_not_among_the_best() -> None:
    scores = index_of(TEXTS).scores("album")

    assert scores.best(3) == ["tariff"]
    assert scores.of(cast("PassageId", "wto")) == 0.0


@pytest.mark.parametrize("question", ["zzzzqqqq", "?!", "\U0001f600", "", "東京"])
def test_a_question_of_unknown_words_scores_nothing(question: str) -> None:
    scores = index_of(TEXTS).scores(question)

    assert scores.best(3) == []
    assert [scores.of(cast("PassageId", name)) for name in TEXTS] == [0.0, 0.0, 0.0]


def test_no_more_passages_are_given_than_there_are() -> None:
    assert len(index_of(TEXTS).scores("the").best(32)) <= 3
    assert index_of({"only": "The site"}).scores("site").best(32) == ["only"]


def test_a_passage_that_is_not_indexed_scores_nothing() -> None:
    assert index_of(TEXTS).scores("court").of(cast("PassageId", "other")) == 0.0


@pytest.mark.parametrize("text", ["a", "?", "\U0001f600", "x" * 5_000])
def test_one_passage_of_any_text_can_be_indexed(text: str) -> None:
    assert index_of({"only": text}).scores("court").best(1) == []
