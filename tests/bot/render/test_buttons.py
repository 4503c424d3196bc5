import re

import pytest
from discord import ui

from bot.phrases import LANGUAGES, phrases_in
from bot.records import new_answer_id
from bot.render.buttons import (
    DOCUMENT,
    DOCUMENTS,
    FOLLOW_UP,
    GAPS,
    PAGE,
    PASSAGES,
    REMOVAL,
    STOP,
    VOTE,
    answer_row,
    document_row,
    documents_row,
    gaps_row,
    lay_out,
    lay_out_answer,
    page_row,
    removal_row,
    stop_row,
)
from bot.render.paging import Page

EN = phrases_in("en")
TEMPLATES = (PASSAGES, PAGE, FOLLOW_UP, VOTE, STOP, DOCUMENTS, DOCUMENT, REMOVAL, GAPS)
MIDDLE = Page(2, 3)


def ids(row: ui.ActionRow[ui.LayoutView] | None) -> list[str]:
    assert row is not None
    return [b.custom_id for b in row.children if isinstance(b, ui.Button) and b.custom_id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_found_by_exactly_one_template(language: str) -> None:
    phrases, answer = phrases_in(language), new_answer_id()
    rows = [
        answer_row(answer, phrases, abstained=False),
        stop_row(answer, phrases),
        page_row(answer, MIDDLE, None, phrases),
        documents_row(MIDDLE, phrases),
        document_row("a/very/long/path" * 50, MIDDLE, phrases),
        gaps_row(MIDDLE, phrases),
        removal_row("a/very/long/path" * 50, phrases),
    ]

    for custom_id in (custom_id for row in rows for custom_id in ids(row)):
        assert sum(bool(re.fullmatch(template, custom_id)) for template in TEMPLATES) == 1
        assert len(custom_id) <= 100


def test_an_abstention_is_not_voted_on() -> None:
    assert ids(answer_row("a1", EN, abstained=True)) == ["dossier:passages:a1", "dossier:follow:a1"]


def test_there_is_no_way_beyond_the_first_and_the_last_page() -> None:
    first, last = (page_row("a1", Page(number, 3), None, EN) for number in (1, 3))

    assert first is not None
    assert last is not None
    assert [b.disabled for b in first.children if isinstance(b, ui.Button)] == [True, True, False]
    assert [b.disabled for b in last.children if isinstance(b, ui.Button)] == [False, True, True]


def test_an_only_page_has_no_buttons_but_its_source() -> None:
    assert page_row("a1", Page(1, 1), None, EN) is None

    row = page_row("a1", Page(1, 1), "https://example.org/a", EN)
    assert row is not None
    assert [b.url for b in row.children if isinstance(b, ui.Button)] == ["https://example.org/a"]


def test_an_address_that_is_too_long_for_discord_is_left_out() -> None:
    assert page_row("a1", Page(1, 1), "https://example.org/" + "a" * 500, EN) is None


def test_the_buttons_of_an_answer_stand_below_its_last_message() -> None:
    row = answer_row("a1", EN, abstained=False)
    first, last = lay_out_answer([ui.Container(), ui.Container()], row)

    assert (row in first.children, row in last.children) == (False, True)


async def test_discord_py_does_not_keep_what_is_laid_out() -> None:
    """It would hold every view ever sent in memory."""
    assert lay_out(answer_row("a1", EN, abstained=False)).is_finished()
