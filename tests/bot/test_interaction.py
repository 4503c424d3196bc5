import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.interaction import LateInteraction, compare
from ingest.documents import Span
from ingest.embedding import find_token_reader
from ingest.tokens import TokenReader, TokenStates

COMMON = 10.0
"""What all states have in common, far more than what they differ by."""


def states(*rows: tuple[int, float, float]) -> TokenStates:
    """Tokens of one letter each: id, and what is its own."""
    return TokenStates(
        ids=tuple(token for token, *_ in rows),
        spans=tuple(Span(at, at + 1) for at in range(len(rows))),
        states=np.array([[COMMON, *own] for _, *own in rows], dtype=np.float32),
    )


@pytest.fixture
def reader(embedding: BaseEmbedding) -> TokenReader:
    found = find_token_reader(embedding)
    assert found is not None
    return found


def whole(text: str) -> list[Span]:
    """A text as one sentence."""
    return [Span(0, len(text))]


def assert_music_is_found(question: str, reader: TokenReader) -> None:
    """Asked for the price of music, the second of three passages is met best."""
    texts = [
        "The court acquitted him in August.",
        "A month of music cost ten dollars.",
        "The weather in Moscow was bad.",
    ]
    found = LateInteraction(reader).compare(question, texts, [whole(text) for text in texts])

    assert max(range(3), key=lambda at: found[at].passage) == 1
    assert max(range(3), key=lambda at: found[at].sentences[0]) == 1


def test_each_token_of_the_question_counts_by_the_token_that_is_most_like_it() -> None:
    """By hand: the means are 0 but for what is common; 7 is met, 8 is met by its opposite."""
    question = states((7, 1, 0), (8, 0, 1))
    (found,) = compare(question, [states((1, 2, 0), (2, -2, 0))], [[Span(0, 1), Span(1, 2)]])

    assert found.passage == pytest.approx((1 + 0) / 2)
    assert found.sentences == pytest.approx(((1 + 0) / 2, (-1 + 0) / 2))


def test_what_all_passages_have_counts_less_than_what_one_has() -> None:
    """By hand: token 1 is in both of two passages, ln(3/2.5); token 2 in one, ln(3/1.5)."""
    question = states((1, 1, 0), (2, 0, 1))
    passages = [states((1, 1, 0), (1, -1, 0)), states((1, 0, -1), (2, 0, 1))]
    first, second = compare(question, passages, [[], []])

    common, rare = np.log(3 / 2.5), np.log(3 / 1.5)
    assert first.passage == pytest.approx(common / (common + rare))
    assert second.passage == pytest.approx(rare / (common + rare))


def test_a_sentence_without_tokens_meets_nothing() -> None:
    (found,) = compare(states((1, 1, 0)), [states((1, 1, 0), (2, -1, 0))], [[Span(5, 9)]])

    assert found.sentences == (0.0,)


def test_a_question_without_tokens_is_met_by_nothing() -> None:
    nothing = TokenStates((), (), np.zeros((0, 3), dtype=np.float32))
    (found,) = compare(nothing, [states((1, 1, 0), (2, -1, 0))], [[Span(0, 2)]])

    assert (found.passage, found.sentences) == (0.0, (0.0,))


def test_the_passage_that_has_the_words_is_met_best(reader: TokenReader) -> None:
    assert_music_is_found("How much was a month of music?", reader)


def test_a_question_in_another_language_finds_the_words_too(reader: TokenReader) -> None:
    assert_music_is_found("Was kostete ein Monat Musik?", reader)


def test_what_was_forgotten_is_read_again_to_the_same(reader: TokenReader) -> None:
    texts = ["The court acquitted him.", "Music cost ten dollars."]
    spans = [whole(text) for text in texts]
    forgetful, mindful = LateInteraction(reader, kept=1), LateInteraction(reader)
    before = mindful.compare("Who was acquitted?", texts, spans)

    assert forgetful.compare("Who was acquitted?", texts, spans) == before
    assert forgetful.compare("Who was acquitted?", texts, spans) == before
    assert mindful.compare("Who was acquitted?", texts, spans) == before
