"""The one line that shows how far an ingestion is."""

import pytest

from bot.phrases import LANGUAGES, phrases_in
from bot.render.progress import say_ingesting

EN = phrases_in("en")


@pytest.mark.parametrize(
    ("done", "total", "line", "bar"),
    [
        (0.0, 4, "(0 of 4)", "▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱"),
        (1.0, 4, "(1 of 4)", "▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱"),
        (1.5, 2, "(1 of 2)", "▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱"),
        (4.0, 4, "(4 of 4)", "▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰"),
        (5.0, 4, "(5 of 4)", "▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰"),
        (0.0, 0, "(0 of 0)", "▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱"),
    ],
)
def test_documents_done_are_counted_and_a_share_of_one_is_drawn(
    done: float, total: int, line: str, bar: str
) -> None:
    assert say_ingesting("hall.md", done, total, EN) == f"Ingesting hall.md {line}\n{bar}"


def test_a_name_that_would_ping_or_format_is_shown_inert() -> None:
    said = say_ingesting("**@everyone**\n<@1>.md", 0, 1, EN)

    assert said.startswith("Ingesting \\*\\*\\@everyone\\*\\* \\<\\@1\\>.md (0 of 1)\n")


def test_a_long_path_keeps_the_line_short() -> None:
    said = say_ingesting("folder/" * 500 + "hall.md", 0, 1, EN)

    assert len(said) < 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_document_count_and_bar(language: str) -> None:
    said = say_ingesting("hall.md", 3, 7, phrases_in(language))

    for part in ("hall.md", "3", "7", "\n▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱"):
        assert part in said
