import pytest

from bot.answers import Citation, CitedClaim
from bot.phrases import phrases_in
from bot.render.message import render_answer as render_message
from bot.render.origins import count_origins, group_quotes, say_origins
from bot.render.terminal import render_answer as render_terminal
from tests.bot.render.seeing import texts_of
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of, plain

AGENCY = citation_of(n=1, quote="The suit was dropped.", document="agency.txt", publisher="Agency")
PAPER = citation_of(
    n=2, quote="The suit was dropped", document="paper.txt", publisher="Paper", same_origin_as=1
)
EDITED = citation_of(
    n=3, quote="The suit has been dropped.", document="web.txt", publisher="Web", same_origin_as=1
)
OTHER = citation_of(n=4, quote="The suit was dropped.", document="own.txt", publisher="Own")
EN = phrases_in("en")


def test_the_same_words_of_one_origin_are_one_quote() -> None:
    assert group_quotes([AGENCY, PAPER, EDITED, OTHER]) == [[AGENCY, PAPER], [EDITED], [OTHER]]


@pytest.mark.parametrize(
    ("citations", "said"),
    [
        ((AGENCY, OTHER), []),
        ((AGENCY, PAPER, OTHER), ["[1] [2] two documents, one origin"]),
        ((AGENCY, PAPER, EDITED), ["[1] [2] [3] 3 documents, one origin"]),
    ],
)
def test_it_is_said_which_documents_have_one_origin(
    citations: tuple[Citation, ...], said: list[str]
) -> None:
    assert say_origins(citations, EN) == said


def test_documents_of_one_origin_count_once() -> None:
    again = citation_of(n=5, quote="It closed.", document="paper.txt")

    assert count_origins([AGENCY, OTHER]) == 2
    assert count_origins([AGENCY, PAPER, EDITED, OTHER]) == 2
    assert count_origins([AGENCY, PAPER, again]) == 1
    assert count_origins([]) == 0


def test_a_message_shows_the_quote_once_with_both_sources() -> None:
    claim = CitedClaim(text=AGENCY.quote, citations=(1, 2))
    (container,) = render_message(answer_of(claims=(claim,), citations=(AGENCY, PAPER)))

    assert texts_of(container) == [
        "The passages that answer this best:",
        "> The suit was dropped.",
        "-# [1] Agency · undated · agency.txt\n-# [2] Paper · undated · paper.txt",
        "-# [1] [2] two documents, one origin\n"
        "-# 2 quotes, each found word for word (documents: 2, origins: 1)",
    ]


def test_a_message_shows_what_was_edited_as_it_is() -> None:
    claim = CitedClaim(text=AGENCY.quote, citations=(1, 3))
    (container,) = render_message(answer_of(claims=(claim,), citations=(AGENCY, EDITED)))

    shown = texts_of(container)
    assert [text for text in shown if text.startswith(">")] == [
        "> The suit was dropped.",
        "> The suit has been dropped.",
    ]
    assert shown[-1].startswith("-# [1] [3] two documents, one origin\n")


def test_a_copy_that_has_some_of_the_words_is_said_to() -> None:
    some = PAPER.model_copy(update={"quote": "The suit"})
    claim = CitedClaim(text=AGENCY.quote, citations=(1, 2))
    answer = answer_of(claims=(claim,), citations=(AGENCY, some))

    (container,) = render_message(answer)
    assert texts_of(container)[2].endswith("-# [2] Paper · undated · paper.txt · in part")
    assert "[2]  Paper · paper.txt · undated · in part\n" in plain(render_terminal(answer))


def test_the_terminal_shows_the_quote_once_with_both_sources() -> None:
    claim = CitedClaim(text=AGENCY.quote, citations=(1, 2))

    shown = plain(render_terminal(answer_of(claims=(claim,), citations=(AGENCY, PAPER))))

    assert shown == (
        "The passages that answer this best:\n"
        "\n"
        "[1]  “The suit was dropped.”\n"
        "     Agency · agency.txt · undated\n"
        "[2]  Paper · paper.txt · undated\n"
        "\n"
        "[1] [2] two documents, one origin\n"
        "2 quotes, each found word for word (documents: 2, origins: 1)"
    )
