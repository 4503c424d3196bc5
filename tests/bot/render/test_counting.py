import pytest

from bot.answers import Searched
from bot.phrases import phrases_in
from bot.render.counting import describe_check, describe_search, say_number
from tests.bot.render.test_sources import citation_of


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (["a.txt"], "1 quote, found word for word"),
        (["a.txt", "a.txt"], "2 quotes, each found word for word, in 1 document"),
        (["a.txt", "b.txt", "a.txt"], "3 quotes, each found word for word, in 2 documents"),
    ],
)
def test_quotes_and_their_documents_are_counted(documents: list[str], said: str) -> None:
    citations = [citation_of(document=path) for path in documents]

    assert describe_check(citations, phrases_in("en")) == said


@pytest.mark.parametrize(("documents", "said"), [(1, "1 document"), (2, "2 documents")])
def test_how_much_was_looked_through_is_said(documents: int, said: str) -> None:
    searched = Searched(documents=documents, passages=7)

    assert describe_search("why?", searched, phrases_in("en")) == (
        f"Looked for “why?” in {said} (7 passages)."
    )


def test_numbers_are_written_as_the_language_does() -> None:
    assert say_number(0.834, phrases_in("en")) == "0.83"
    assert say_number(1.26, phrases_in("ru"), "0.0") == "1,3"
