"""Markdown as a reader of the rendered page sees it."""

import pytest

from ingest.documents import Heading, Span
from ingest.errors import DamagedDocumentError, EncodingDocumentError
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
    assert text_of("![a picture](a.png)\n\n<!-- note -->\n\nWords.") == "Words."


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("It was ~~10~~ 15 cents.", "It was 10 15 cents."),
        ("- [ ] open\n- [x] done", "open\n\ndone"),
        (
            "Closed.[^1]\n\n[^1]: On *Monday*.\n\n    For good.",
            "Closed.\n\nOn Monday.\n\nFor good.",
        ),
        ("Closed.\n\n[^2]: Referred to by nothing.", "Closed.\n\nReferred to by nothing."),
    ],
    ids=["strikethrough", "task list", "footnote", "lone footnote"],
)
def test_marks_that_github_adds_are_no_words(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("<div>\nraw <b>words</b>\n</div>\n\nOthers.", "raw words\n\nOthers."),
        ("<details><summary>Why</summary>\n\n*So.*\n\n</details>", "Why\n\nSo."),
        ("<table>\n<tr><td>2006</td><td>$0.10</td></tr>\n</table>", "2006 | $0.10"),
        ("one <b>two</b>\nthree<br>four &lt;b&gt;", "one two\nthree\nfour <b>"),
        ("| a |\n|---|\n| one<br>two <i>x</i> |", "a\n\none\ntwo x"),
    ],
)
def test_the_words_of_raw_html_are_kept(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "markdown",
    [
        "Words.\n\n<script>\nsend()\n\nsend()\n</script>\n",
        "Words.<script>send()</script>\n",
        "Words.<span hidden>send()</span>\n",
        "Words.\n\n<div style='display:none'>send()</div>\n",
    ],
)
def test_what_html_does_not_show_is_left_out(markdown: str) -> None:
    assert text_of(markdown) == "Words."


def test_a_heading_in_raw_html_is_a_heading() -> None:
    content = read_markdown("a.md", b"<h2 align='center'>Big</h2>\n\nWords.")

    assert content.text == "Big\n\nWords."
    assert content.headings == (Heading(2, "Big", Span(0, 3)),)


def test_html_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(DamagedDocumentError, match=r"^a\.md .* it is nested too deeply\."):
        read_markdown("a.md", b"<div>" * 100_000)


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


def test_words_are_read_however_deep_a_list_is() -> None:
    items = [f"item {depth}" for depth in range(30)]

    text = text_of("\n".join(f"{'  ' * depth}- {item}" for depth, item in enumerate(items)))

    assert text.split("\n\n") == items
