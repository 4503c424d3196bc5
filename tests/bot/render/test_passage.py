from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.phrases import phrases_in
from bot.render.paging import Page
from bot.render.passage import ShownPassage, render_passage
from ingest.documents import Place, PlaceKind, Span
from ingest.passages import passage_id, span_of
from tests.bot.building import make_document, passage_at, passage_of
from tests.bot.render.seeing import fits, texts_of, texts_up_to

ONLY_PAGE = Page(1, 1)


def shown_texts(shown: ShownPassage, language: str = "en", page: Page = ONLY_PAGE) -> list[str]:
    return texts_of(render_passage(shown, page, phrases_in(language)))


def test_a_passage_is_shown_whole_with_its_source_and_the_quoted_words_marked() -> None:
    document = make_document(
        "Before. The court acquitted him. It was in August.", title="A *win*",
        publisher="Kommersant", published="2007-08", kind="press", language="ru",
    )  # fmt: skip
    pages = (Place(0, PlaceKind.PAGE, "4"), Place(40, PlaceKind.PAGE, "5"))
    passage = passage_at(replace(document, places=pages), 8)
    shown = ShownPassage(passage, 0.834, {2: Span(8, 32), 1: Span(43, 49)})

    assert shown_texts(shown, page=Page(2, 5)) == [
        "**[1] [2] A \\*win\\***\n-# Kommersant · August 2007 · press · p. 4 · Russian",
        "**__The court acquitted him.__** It was in **__August__**.",
        f"-# 2 of 5 · passage {passage_id(passage)} · score 0.83",
    ]


def test_a_passage_that_was_only_near_has_no_marks() -> None:
    passage = passage_of("The court acquitted him.", path="b.txt", language="fr")

    assert shown_texts(ShownPassage(passage, 0.5), "fr") == [
        "**b.txt**\n-# éditeur inconnu · sans date",
        "The court acquitted him.",
        f"-# passage {passage_id(passage)} · score 0,50",
    ]


def test_the_page_of_a_passage_is_that_of_its_quote_and_else_that_where_it_begins() -> None:
    pages = (Place(0, PlaceKind.PAGE, "4"), Place(8, PlaceKind.PAGE, "5"))
    passage = passage_at(replace(make_document("One two three."), places=pages))

    quoted, near = (ShownPassage(passage, 0.5, spans) for spans in ({1: Span(8, 13)}, {}))

    assert shown_texts(quoted)[0] == "**[1] a.txt**\n-# publisher unknown · undated · p. 5"
    assert shown_texts(near)[0] == "**a.txt**\n-# publisher unknown · undated · p. 4"


def test_of_a_quote_that_reaches_beyond_its_passage_the_part_in_it_is_marked() -> None:
    document = make_document("One two three four.")
    passage = passage_at(document, 4, 13)

    shown = shown_texts(ShownPassage(passage, 0.5, {1: Span(8, 18), 2: Span(14, 18)}))

    assert shown[1] == "two **__three__**"
    assert shown_texts(ShownPassage(passage, 0.5, {1: Span(0, 7)}))[1] == "**__two__** three"


def test_of_a_passage_too_long_for_a_message_the_part_around_the_quote_is_shown() -> None:
    text = "a * " * 700 + "The court acquitted him." + " b *" * 700
    quote = Span(2800, 2824)

    shown = shown_texts(ShownPassage(passage_of(text), 0.5, {1: quote}))

    assert shown[1].startswith("… ")
    assert shown[1].endswith(" …")
    assert "**__The court acquitted him.__**" in shown[1]


@given(
    texts_up_to(4000, "a*\n\\<_ "),
    texts_up_to(2000, "[*]( a"),
    st.lists(st.integers(0, 4000), min_size=2, max_size=8),
)
@settings(deadline=None, max_examples=50)
def test_no_passage_is_too_long_for_a_message(text: str, name: str, ends: list[int]) -> None:
    passage = passage_of(text, title=name, publisher=name)
    length = span_of(passage).end
    quoted = {
        n: Span(min(pair), max(pair))
        for n, pair in enumerate(zip(ends[::2], ends[1::2], strict=False), 1)
        if min(pair) < max(pair) <= length
    }

    container = render_passage(ShownPassage(passage, 1.0, quoted), Page(10, 10), phrases_in("ru"))

    assert fits(container)


def test_the_index_that_an_answer_is_from_is_told() -> None:
    shown = shown_texts(ShownPassage(passage_of("one two"), 0.5, index="a model, chunking 2"))

    assert shown[-1].endswith(" · index: a model, chunking 2")
