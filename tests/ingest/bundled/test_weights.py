"""The file of weights, as the format's own reader would have it."""

from pathlib import Path

import numpy as np

from ingest.bundled.weights import PackedMatrix, are_known, read_weights


def test_the_installed_weights_are_the_ones_that_are_known(weights: Path) -> None:
    assert are_known(weights)


def test_a_file_that_differs_by_a_byte_is_not_known(weights: Path, tmp_path: Path) -> None:
    changed = tmp_path / "weights.bin"
    changed.write_bytes(weights.read_bytes() + b"\0")

    assert not are_known(changed)


def test_a_file_that_can_not_be_read_is_not_known(tmp_path: Path) -> None:
    assert not are_known(tmp_path / "missing.bin")


def test_the_measures_are_those_of_the_small_model(weights: Path) -> None:
    read = read_weights(weights)

    assert (read.hidden, read.layers, read.heads) == (384, 12, 12)
    assert len(read.vocabulary.pieces) == 250_002
    assert read.vocabulary.pieces[:6] == ["<s>", "<pad>", "</s>", "<unk>", ",", "."]
    assert read.vocabulary.unknown == 3
    assert read.vector("l11.fi.b").shape == (1536,)
    assert read.matrix("l0.fo.w", 1536).unpack().shape == (384, 1536)


def test_the_lower_half_of_each_byte_comes_first() -> None:
    """As ggml lays out Q4_0: weight j and weight j + 16 share a byte."""
    scales = np.array([[0.5]], dtype=np.float16)
    nibbles = np.arange(16, dtype=np.uint8)[None, None] | (8 << 4)

    row = PackedMatrix(scales, nibbles.astype(np.uint8)).unpack()[0]

    assert row[:16].tolist() == [(j - 8) / 2 for j in range(16)]
    assert row[16:].tolist() == [0.0] * 16
