from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gaps import Gap
from bot.phrases import phrases_in
from bot.render.listing.gaps import render_gaps
from bot.render.paging import Page
from tests.bot.render.seeing import fits, texts_of, texts_up_to
from tests.bot.render.test_sources import citation_of

EN = phrases_in("en")


def test_questions_stand_together_with_how_often_they_came_and_what_was_near() -> None:
    near = citation_of(
        quote="The site\nwas shut.", title="A win", publisher="P", source="https://a.example/1"
    )
    gap = Gap(("who *owned* it?", "the owner?", "owned by?", "whose?", "by?"), 7, (near,))

    assert texts_of(render_gaps([gap], Page(1, 2), EN)) == [
        "**Not answered, or not well** · 1 of 2",
        "**7×** who \\*owned\\* it?\n-# the owner?\n-# owned by?\n-# and 2 more",
        "> The site was shut.",
        "-# P · [A win](<https://a.example/1>)",
    ]


def test_no_gaps_is_good_news() -> None:
    assert texts_of(render_gaps([], Page(1, 1), EN)) == [
        "Every question so far was answered, and no answer voted down."
    ]


@given(texts_up_to(900, "*[]( a\\"), st.integers(0, 300))
@settings(deadline=None, max_examples=30)
def test_no_list_of_gaps_is_too_long_for_a_message(text: str, size: int) -> None:
    source = "https://a.example/" + "é" * size
    near = citation_of(quote=text, title=text, publisher=text, source=source)
    gap = Gap((text,) * 30, 10**6, (near,) * 5)

    assert fits(render_gaps([gap] * 5, Page(10**5, 10**5), phrases_in("ru")))


def test_why_an_answer_was_not_helpful_stands_below_its_question() -> None:
    gap = Gap(("Who makes it?",), 1, (), ("*About* another\nvaccine.",))

    shown = texts_of(render_gaps([gap], Page(1, 1), phrases_in("en")))

    assert shown[-1] == "**1×** Who makes it?\n-# 👎 \\*About\\* another vaccine."
