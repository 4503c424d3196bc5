"""Vectors in a string: what comes back is what went in, to within a thousandth of cosine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from ingest.vectors import PassageVectors, pack_vectors, unpack_vectors


def unit_rows(rows: int, dimension: int, seed: int, sharpness: int) -> NDArray[np.float32]:
    """Random unit vectors; the sharper, the more a few components rule."""
    made = np.random.default_rng(seed).normal(size=(rows, dimension)) ** sharpness
    unit: NDArray[np.float32] = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype("f4")
    return unit


def assert_kept(before: NDArray[np.float32], after: NDArray[np.float32]) -> None:
    assert after.shape == before.shape
    assert after.dtype == np.float32
    assert np.allclose(np.linalg.norm(after, axis=1), 1, atol=1e-5)
    assert (1 - (before * after).sum(axis=1) < 0.001).all()


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, 30),
    st.sampled_from([3, 384, 1024]),
    st.integers(0, 99),
    st.booleans(),
    st.sampled_from([1, 3]),
)
def test_vectors_keep_their_direction_and_come_back_at_unit_length(
    count: int, dimension: int, seed: int, has_title: bool, sharpness: int
) -> None:
    rows = unit_rows(count + 2, dimension, seed, sharpness)
    title = rows[1] if has_title else None

    unpacked = unpack_vectors(pack_vectors(PassageVectors(rows[0], title, rows[2:])))

    assert_kept(rows[:1], unpacked.own[None])
    assert_kept(rows[2:], unpacked.sentences)
    assert (unpacked.title is None) == (title is None)
    if title is not None and unpacked.title is not None:
        assert_kept(title[None], unpacked.title[None])


def test_cosines_with_a_question_stay_within_a_thousandth(embedding: BaseEmbedding) -> None:
    texts = ["The court agreed with the site.", "Le site est fermé.", "Суд отказал.", "😀"]
    rows = np.array(embedding.get_text_embedding_batch(texts), dtype=np.float32)
    question = np.array(embedding.get_query_embedding("what did the court say?"), dtype=np.float32)

    unpacked = unpack_vectors(pack_vectors(PassageVectors(rows[1], rows[0], rows)))

    assert unpacked.title is not None
    assert abs((unpacked.title - rows[0]) @ question) < 0.001
    assert (np.abs((unpacked.sentences - rows) @ question) < 0.001).all()


def test_the_string_is_ascii_and_takes_little_more_than_a_byte_a_component() -> None:
    rows = unit_rows(10, 384, seed=1, sharpness=1)

    packed = pack_vectors(PassageVectors(rows[0], None, rows[1:]))

    assert packed.isascii()
    assert len(packed) < 1.4 * 10 * 384


@pytest.mark.parametrize("title", [True, False])
def test_packing_is_the_same_every_time(title: bool) -> None:
    rows = unit_rows(3, 8, seed=2, sharpness=1)
    vectors = PassageVectors(rows[2], rows[0] if title else None, rows[1:])

    assert pack_vectors(vectors) == pack_vectors(vectors)
