from hypothesis import given, settings
from hypothesis import strategies as st

from bot.phrases import phrases_in
from bot.render.listing.found import render_found
from bot.render.paging import Page
from tests.bot.building import rank_by_hand
from tests.bot.render.seeing import fits, texts_of, texts_up_to

EN = phrases_in("en")


def test_passages_are_shown_with_their_scores_and_their_closest_sentence_marked() -> None:
    found = rank_by_hand(
        ["It was *late*.", "The court acquitted him."], [0.2, 0.9],
        title="A win", publisher="Kommersant", source="https://a.example/1",
    )  # fmt: skip

    assert texts_of(render_found("who *won*?", [found], Page(2, 2), EN)) == [
        "**Found for “who \\*won\\*?”** · 2 of 2",
        "6\\. [A win](<https://a.example/1>)\n"
        "-# Kommersant · fused 0.00 (meaning 0.80, sentence 0.90, words 0.00)",
        "It was \\*late\\*. **__The court acquitted him.__**",
    ]


def test_finding_nothing_is_said() -> None:
    shown = texts_of(render_found("who?", [], Page(1, 1), EN))

    assert shown == ["Nothing was found for “who?”."]


@given(texts_up_to(900, "*[]( a\\"), st.integers(0, 300))
@settings(deadline=None, max_examples=30)
def test_no_list_of_passages_is_too_long_for_a_message(text: str, size: int) -> None:
    source = "https://a.example/" + "é" * size
    found = rank_by_hand([text, text], [0.1, 0.9], title=text, publisher=text, source=source)

    assert fits(render_found(text, [found] * 5, Page(10**5, 10**5), phrases_in("ru")))
