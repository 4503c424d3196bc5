import numpy as np
import pytest
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from bot.neutrality import LanguageMeans
from ingest.passages import attach_vectors
from ingest.vectors import PassageVectors
from tests.bot.building import passage_of

QUESTION = np.array([1.0, 0.0], dtype=np.float32)


def passage(language: str | None, own: float, sentence: float) -> TextNode:
    """A passage whose cosine with the question is `own`, its one sentence's `sentence`."""
    made = passage_of("Words.", language=language)
    attach_vectors(made, PassageVectors(unit(own), None, unit(sentence)[None]))
    return made


def unit(cosine: float) -> NDArray[np.float32]:
    """A unit vector of that cosine with the question."""
    return np.array([cosine, (1 - cosine**2) ** 0.5], dtype=np.float32)


def test_a_language_is_as_near_as_its_texts_are_in_the_mean() -> None:
    """By hand, with 8 passages of the mean of both languages, .7 and .6, among the 56 of each."""
    near = [passage("en", 0.9, 0.8)] * 56
    far = [passage("ru", 0.5, 0.4)] * 56
    means = LanguageMeans([*near, *far])

    english, russian = means.bias(QUESTION, "en"), means.bias(QUESTION, "ru")
    assert (english.passage, english.sentence) == pytest.approx((0.875, 0.775), abs=0.005)
    assert (russian.passage, russian.sentence) == pytest.approx((0.525, 0.425), abs=0.005)


def test_a_single_passage_hardly_makes_its_language_what_it_says() -> None:
    """By hand: one part of nine is its own .9, the others the mean of .9 and .5."""
    means = LanguageMeans([passage("ru", 0.9, 0.9), *[passage("en", 0.5, 0.5)] * 64])

    assert means.bias(QUESTION, "ru").passage == pytest.approx((0.9 + 8 * 0.7) / 9, abs=0.005)


def test_a_language_that_was_not_there_is_as_near_as_all_are() -> None:
    means = LanguageMeans([passage("en", 0.8, 0.8), passage(None, 0.6, 0.6)])

    assert means.bias(QUESTION, "fr").passage == pytest.approx(0.7, abs=0.005)


def test_in_one_language_all_passages_are_treated_alike() -> None:
    means = LanguageMeans([passage("en", 0.8, 0.8), passage("en", 0.6, 0.6)])

    assert means.bias(QUESTION, "en").passage == pytest.approx(0.7, abs=0.005)


def test_passages_without_sentences_have_a_language_too() -> None:
    made = passage_of("Words.")
    attach_vectors(made, PassageVectors(unit(0.8), None, np.zeros((0, 2), dtype=np.float32)))

    assert LanguageMeans([made]).bias(QUESTION, "en").sentence == pytest.approx(0.8, abs=0.005)
