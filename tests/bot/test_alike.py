import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.alike import (
    SAME_QUESTION,
    Vectors,
    drop_language,
    group_alike,
    language_axes,
    measure_alike,
    parallel_questions,
)
from bot.answering.asked import Asked, understand
from bot.languages import detect_question_language
from bot.phrases import LANGUAGES

QUESTIONS = Path(__file__).with_name("gap_questions.toml")


@dataclass(frozen=True)
class Put:
    """A question of a topic, in one of its ways: the first two of a row are in one language."""

    topic: str
    row: int
    way: int
    text: str

    def asks_same(self, other: "Put") -> bool:
        return (self.topic, self.row) == (other.topic, other.row)


def read(part: str) -> list[Put]:
    topics = tomllib.loads(QUESTIONS.read_text("utf-8"))[part]
    return [
        Put(topic, number, way, text)
        for topic, rows in topics.items()
        for number, row in enumerate(rows)
        for way, text in enumerate(row)
    ]


def embed(embedding: BaseEmbedding, texts: list[str]) -> Vectors:
    rows = [embedding.get_query_embedding(text) for text in texts]
    return np.asarray(rows, dtype=np.float32)


def asked_by(text: str) -> Asked:
    return understand(text, detect_question_language(text))


@pytest.fixture(scope="module")
def axes(embedding: BaseEmbedding) -> Vectors:
    return language_axes(embed(embedding, list(parallel_questions())))


@pytest.fixture(scope="module")
def held_out() -> list[Put]:
    return read("held_out")


@pytest.fixture(scope="module")
def vectors(embedding: BaseEmbedding, held_out: list[Put]) -> Vectors:
    return embed(embedding, [put.text for put in held_out])


@pytest.fixture(scope="module")
def alike(held_out: list[Put], vectors: Vectors, axes: Vectors) -> Vectors:
    asked = [asked_by(put.text) for put in held_out]
    return measure_alike(drop_language(vectors, axes), asked)


def shares(alike: Vectors, puts: list[Put], threshold: float) -> tuple[float, float, float]:
    """Of the pairs that ask the same in one language, in two, and those of one topic that differ:
    how many count as the same."""
    counted: tuple[list[bool], list[bool], list[bool]] = ([], [], [])
    for one, other in combinations(range(len(puts)), 2):
        a, b = puts[one], puts[other]
        if a.topic == b.topic:
            kind = (0 if a.way + b.way == 1 else 1) if a.asks_same(b) else 2
            counted[kind].append(bool(alike[one, other] >= threshold))
    one_language, two_languages, different = (float(np.mean(kind)) for kind in counted)
    return one_language, two_languages, different


def pairs_in(groups: list[list[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        yield from combinations(group, 2)


def test_the_questions_of_the_measurement_are_as_many_as_is_said() -> None:
    for part in ("fitted", "held_out"):
        puts = read(part)
        assert len(puts) == 80
        assert len({put.topic for put in puts}) == 4
        assert {detect_question_language(put.text) for put in puts} == set(LANGUAGES)


def test_questions_that_ask_the_same_are_told_from_others_of_their_topic(
    alike: Vectors, held_out: list[Put]
) -> None:
    one_language, two_languages, different = shares(alike, held_out, SAME_QUESTION)

    print(f"same: {one_language:.2f} {two_languages:.2f}, different: {different:.3f}")
    assert one_language >= 0.85
    assert two_languages >= 0.7
    assert different <= 0.06


def test_cosine_alone_would_find_half_as_many_across_languages(
    vectors: Vectors, held_out: list[Put]
) -> None:
    """Where it takes as many different questions for the same."""
    _, two_languages, different = shares(vectors @ vectors.T, held_out, 0.917)

    print(f"two languages: {two_languages:.2f}, different: {different:.3f}")
    assert two_languages <= 0.4
    assert different >= 0.045


@pytest.mark.parametrize("seed", range(5))
def test_most_of_a_group_belongs_there_in_whatever_order_it_was_asked(
    alike: Vectors, held_out: list[Put], seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(len(held_out))
    puts = [held_out[at] for at in order]

    pairs = list(pairs_in(group_alike(alike[np.ix_(order, order)])))

    right = sum(puts[one].asks_same(puts[other]) for one, other in pairs)
    print(f"{right} of {len(pairs)}")
    assert right / len(pairs) >= 0.75
    assert right / 120 >= 0.55


def test_questions_of_different_topics_are_never_grouped(
    alike: Vectors, held_out: list[Put]
) -> None:
    for one, other in pairs_in(group_alike(alike)):
        assert held_out[one].topic == held_out[other].topic


def test_the_same_questions_are_there_in_every_language() -> None:
    questions = parallel_questions()

    assert len(questions) == 60
    assert [detect_question_language(question) for question in questions[::12]] == [
        "en", "fr", "de", "es", "ru",
    ]  # fmt: skip


def test_without_what_sets_languages_apart_vectors_are_of_unit_length(
    vectors: Vectors, axes: Vectors
) -> None:
    free = drop_language(vectors, axes)

    assert axes.shape == (4, vectors.shape[1])
    assert np.allclose(np.linalg.norm(free, axis=1), 1, atol=1e-5)
    assert np.allclose(free @ axes.T, 0, atol=1e-5)


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("Who won in 2019?", "Who won in 2022?", False),
        ("Who won in June 2006?", "Who won in 2006?", True),
        ("Wer gewann am 3. Juni 2006?", "Who won on 4 June 2006?", False),
        ("Who won in 2019?", "Who won?", True),
        ("Did 1,650 people come?", "Kamen 1650 Leute?", True),
        ("Did 1,650 people come?", "Did 200 people come?", False),
    ],
)
def test_other_dates_or_numbers_make_another_question_however_alike(
    one: str, other: str, fit: bool
) -> None:
    same = np.ones((2, 1), dtype=np.float32)

    alike = measure_alike(same, [asked_by(one), asked_by(other)])

    assert bool(alike[0, 1] == alike[1, 0] == 1) is fit
    assert bool(alike[0, 1] == -1) is not fit


def test_asking_for_another_sort_of_thing_speaks_against_but_not_alone() -> None:
    same = np.ones((2, 1), dtype=np.float32)

    alike = measure_alike(same, [asked_by("When did it close?"), asked_by("Why did it close?")])

    assert alike[0, 1] == pytest.approx(0.97)


def test_when_and_in_which_year_ask_for_the_same() -> None:
    same = np.ones((2, 1), dtype=np.float32)

    alike = measure_alike(same, [asked_by("When was it?"), asked_by("In which year was it?")])

    assert alike[0, 1] == 1


def test_a_group_takes_who_is_near_to_all_of_it_and_makes_no_chain() -> None:
    """The second is near the first and the third near the second, but not the first."""
    angles = np.array([0.0, 0.4, 0.8])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    assert group_alike(vectors @ vectors.T) == [[0, 1], [2]]


def test_no_questions_make_no_groups() -> None:
    assert group_alike(np.zeros((0, 0), dtype=np.float32)) == []
