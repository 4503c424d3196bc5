from hypothesis import given, settings
from hypothesis import strategies as st

from bot.phrases import phrases_in
from bot.render.listing.documents import ListedDocument, render_document, render_documents
from bot.render.paging import Page
from ingest.documents import Metadata
from tests.bot.render.seeing import fits, texts_of, texts_up_to

EN = phrases_in("en")
RULING = ListedDocument(
    "ruling.md",
    Metadata.model_validate(
        {
            "title": "The ruling", "publisher": "High Court", "published": "2008-05",
            "kind": "ruling", "language": "ru", "source": "https://a.example/(1)",
        }
    ),
    passages=12,
)  # fmt: skip
NOTE = ListedDocument("a_note.txt", Metadata(language="en"), passages=1)


def test_documents_are_listed_with_what_is_known_about_them() -> None:
    container = render_documents([RULING, NOTE], 22, Page(2, 3), EN)

    assert texts_of(container) == [
        "**The documents of this dossier: 22** · 2 of 3",
        "[The ruling](<https://a.example/%281%29>)\n"
        "-# High Court · May 2008 · ruling · Russian · 12 passages",
        "a\\_note.txt\n-# publisher unknown · undated · English · 1 passage",
    ]


def test_an_empty_dossier_says_so() -> None:
    container = render_documents([], 0, Page(1, 1), EN)

    assert texts_of(container) == ["There are no documents in this dossier yet."]


def test_a_document_is_shown_with_the_beginnings_of_its_passages() -> None:
    container = render_document(RULING, ["It is\n*ordered*.", "word " * 40], Page(2, 2), EN)

    assert texts_of(container) == [
        "**[The ruling](<https://a.example/%281%29>)**\n"
        "-# High Court · May 2008 · ruling · Russian · 12 passages\n"
        "-# ruling.md",
        f"**12 passages** · 2 of 2\n-# 11\\. It is \\*ordered\\*.\n-# 12\\. {'word ' * 19}word…",
    ]


def test_ten_long_addresses_are_left_out_of_a_list_so_that_its_titles_fit() -> None:
    about = Metadata(title="A win", source="https://a.example/" + "x" * 480)
    listed = [ListedDocument("a.txt", about, 2)] * 10

    container = render_documents(listed, 10, Page(1, 1), EN)

    assert fits(container)
    assert texts_of(container)[1].startswith("A win\n-# ")


@given(texts_up_to(3000, "*[]( a\n\\"), st.integers(0, 3000))
@settings(deadline=None, max_examples=30)
def test_no_list_of_documents_is_too_long_for_a_message(name: str, size: int) -> None:
    about = Metadata(
        title=name, publisher=name, party=name, language="fr", published="2008-05-20",
        source="https://a.example/" + "é" * size,
    )  # fmt: skip
    document = ListedDocument(name, about, passages=10**6)
    page = Page(10**5, 10**5)
    phrases = phrases_in("ru")

    assert fits(render_documents([document] * 10, 10**6, page, phrases))
    assert fits(render_document(document, [name * 2] * 10, page, phrases))
