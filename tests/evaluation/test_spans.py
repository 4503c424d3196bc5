import pytest

from tests.evaluation.questions import Words
from tests.evaluation.spans import holds

WORDS = Words(document="hall.md", quote="built in 1904 by Ada Quist")


def test_words_are_held_by_a_text_of_their_document_that_has_them_whole() -> None:
    assert holds(WORDS, "hall.md", "The hall was built in 1904 by Ada Quist, it is said.")


def test_words_are_not_held_by_another_document() -> None:
    """Even if it says the same: what answers there is listed as of there."""
    assert not holds(WORDS, "tower.md", "The hall was built in 1904 by Ada Quist.")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "  ", "\n", "\n\n\x0c", "\t"])
def test_white_space_of_every_kind_is_equal(space: str) -> None:
    text = "The hall was built in 1904 by Ada Quist."

    assert holds(WORDS, "hall.md", text.replace(" ", space))
    assert holds(Words(document="hall.md", quote=WORDS.quote.replace(" ", space)), "hall.md", text)


@pytest.mark.parametrize(
    "text",
    [
        "built in 1904 by Ada",
        "built in 1904",
        "Built in 1904 by Ada Quist",
        "built in1904 by Ada Quist",
        "built in 1905 by Ada Quist",
        "built in 1904, by Ada Quist",
        "uilt in 1904 by Ada Quist",
        "built … by Ada Quist",
        "",
    ],
)
def test_no_other_difference_is_forgiven(text: str) -> None:
    assert not holds(WORDS, "hall.md", text)


def test_a_quote_shifted_by_one_character_holds_nothing() -> None:
    text = f"It was {WORDS.quote} herself."
    start = text.index(WORDS.quote)

    assert holds(WORDS, "hall.md", text[start : start + len(WORDS.quote)])
    assert not holds(WORDS, "hall.md", text[start + 1 : start + 1 + len(WORDS.quote)])
    assert not holds(WORDS, "hall.md", text[start - 1 : start - 1 + len(WORDS.quote)])


def test_where_only_the_document_is_known_any_of_its_text_will_do() -> None:
    whole = Words(document="hall.md", quote="")

    assert holds(whole, "hall.md", "Anything.")
    assert not holds(whole, "tower.md", "Anything.")
