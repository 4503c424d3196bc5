"""Markdown as a reader of the rendered page sees it."""

import pytest

from ingest.documents import Heading, Span
from ingest.errors import EncodingDocumentError
from ingest.readers.markdown import read_markdown


def text_of(markdown: str) -> str:
    return read_markdown("a.md", markdown.encode()).text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("It *is* **very** `odd`.", "It is very odd."),
        ("See [the ruling](https://a.org).", "See the ruling."),
        ("<https://a.org>", "https://a.org"),
        ("1 &lt; 2 &amp; caf&eacute;", "1 < 2 & café"),
        (r"\*not a mark\*", "*not a mark*"),
        ("> Quoted *words*.", "Quoted words."),
        ("one\ntwo", "one\ntwo"),
        ("one  \ntwo", "one\ntwo"),
        ("*Суд* 😀 «\u00a0non\u00a0»", "Суд 😀 «\u00a0non\u00a0»"),
    ],
)
def test_words_are_kept_and_marks_are_not(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_blocks_stand_apart_by_a_blank_line() -> None:
    assert text_of("One.\n\n\n\n* two\n* three\n\n***\n\nFour.") == "One.\n\ntwo\n\nthree\n\nFour."


def test_code_is_kept_line_by_line() -> None:
    assert text_of("Run:\n\n```sh\n*make*\n\n  test\n```\n\n    indented\n") == (
        "Run:\n\n*make*\n\n  test\n\nindented"
    )


def test_a_row_of_a_table_is_a_line_of_its_cells() -> None:
    table = "| Year | *Price* |\n|---|---:|\n| 2006 | $0.10 |\n| 2007 | $0.15 |\n"

    assert text_of(table) == "Year | Price\n\n2006 | $0.10\n\n2007 | $0.15"


def test_what_is_not_words_is_left_out() -> None:
    assert (
        text_of("<div>\nraw\n</div>\n\n![a picture](a.png)\n\n<!-- note -->\n\nWords.") == "Words."
    )


def test_headings_have_their_level_words_and_place() -> None:
    content = read_markdown("a.md", "# *Big* 😀\n\nOne.\n\nUnder\n-----\n\n### `x`\n".encode())

    assert content.text == "Big 😀\n\nOne.\n\nUnder\n\nx"
    assert content.headings == (
        Heading(1, "Big 😀", Span(0, 5)),
        Heading(2, "Under", Span(13, 18)),
        Heading(3, "x", Span(20, 21)),
    )
    for heading in content.headings:
        assert content.text[heading.span.start : heading.span.end] == heading.title


def test_a_heading_without_words_is_none() -> None:
    content = read_markdown("a.md", b"#\n\nWords.\n\n## \n")

    assert content.text == "Words."
    assert content.headings == ()


def test_front_matter_is_metadata_and_not_text() -> None:
    content = read_markdown("a.md", b"---\ntitle: T\nkind: ruling\n---\n# H\n\nWords.\n")

    assert content.front == {"title": "T", "kind": "ruling"}
    assert content.text == "H\n\nWords."
    assert content.headings == (Heading(1, "H", Span(0, 1)),)


def test_front_matter_of_a_file_from_windows_is_read() -> None:
    content = read_markdown("a.md", b"\xef\xbb\xbf---\r\ntitle: T\r\n---\r\nWords.\r\n")

    assert content.front == {"title": "T"}
    assert content.text == "Words."


@pytest.mark.parametrize("words", ["Some words.", "- one\n- two", "# Heading", "2008-05-01"])
def test_text_between_two_rules_at_the_top_is_not_lost(words: str) -> None:
    text = text_of(f"---\n{words}\n---\nOthers.")

    assert words.strip("#- ").split("\n")[0] in text
    assert text.endswith("Others.")


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(
        EncodingDocumentError, match=r"^a\.md is not UTF-8: byte 0xe9 at offset 5\."
    ):
        read_markdown("a.md", b"# Caf\xe9")


def test_an_empty_file_has_no_text() -> None:
    assert text_of("") == text_of("---\ntitle: T\n---\n") == ""
