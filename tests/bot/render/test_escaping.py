import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.render.escaping import (
    escape,
    link,
    quote_block,
    read_quote_block,
    strip_marks,
    unescape,
)
from ingest.errors import harmless

MARKUP = st.text(alphabet="\\*_~|`<>[]()#@:/-+.01ax \n", max_size=60)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a plain sentence, with commas: and 50% (more).", None),
        ("**bold** __line__ ~~gone~~", r"\*\*bold\*\* \_\_line\_\_ \~\~gone\~\~"),
        ("||secret|| `code`", r"\|\|secret\|\| \`code\`"),
        ("<@1> <@&2> <#3> <t:1:R>", r"\<\@1\> \<\@&2\> \<#3\> \<t\:1\:R\>"),
        ("</ask:1> <:e:1> :joy:", r"\<\/ask\:1\> \<\:e\:1\> \:joy:"),
        ("@everyone, @here", r"\@everyone, \@here"),
        ("[here](https://evil.example)", r"\[here\]\(https\:\/\/evil.example)"),
        ("discord.gg/abc", r"discord.gg\/abc"),
        ("- a\n+ b\n  1. c\n2) d", "\\- a\n\\+ b\n  1\\. c\n2\\) d"),
        ("# a\n-# b\n> c\n>>> d", "\\# a\n\\-# b\n\\> c\n\\>\\>\\> d"),
        ("C:\\temp", r"C\:\\temp"),
    ],
)
def test_what_discord_would_act_on_has_a_backslash_before_it(
    text: str, escaped: str | None
) -> None:
    assert escape(text) == (escaped or text.replace("(", r"\("))


@given(st.text())
@example("a\\\nb\\")
def test_what_was_escaped_can_be_read_back(text: str) -> None:
    assert unescape(escape(text)) == harmless(text.replace("\r\n", "\n"))


@given(MARKUP)
@example("1.\n2.")
@example("[a](b)")
def test_a_parser_of_markdown_sees_nothing_but_text(text: str) -> None:
    """Read by CommonMark, which knows more markup than Discord does; white space it may fold."""
    parser = MarkdownIt("commonmark").enable("strikethrough").disable("code")
    tokens = parser.parse(escape(text))

    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline"}
    assert "".join(seen(tokens).split()) == "".join(text.split())


def seen(tokens: list[Token]) -> str:
    inner = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "softbreak", "hardbreak"}
    return "".join(child.content for child in inner)


@given(st.text())
@example("https://a.example steam://b @everyone discord.gg/x")
def test_nothing_can_be_clicked_or_pings(text: str) -> None:
    shown = escape(text)

    assert "://" not in shown
    assert not any(live in f" {shown}" for live in (" @", "a@", "](", "gg/"))


def test_no_invisible_character_is_put_in() -> None:
    text = "@everyone <@1> https://a.example *b* 1. c"

    assert set(escape(text)) - set(text) == {"\\"}


def test_what_turns_a_line_round_is_shown_as_unknown() -> None:
    assert escape("a\u202eb\r\nc\x00") == "a\ufffdb\nc\ufffd"


def test_every_line_of_a_quote_is_marked_and_none_swallows_what_follows() -> None:
    assert quote_block("- We won.\n\n>>> So did we.") == "> \\- We won.\n> \n> \\>\\>\\> So did we."


@given(st.text())
@example("> a\n >b")
def test_a_quote_can_be_read_back_from_its_block(text: str) -> None:
    block = quote_block(text)

    assert all(line.startswith("> ") for line in block.split("\n"))
    assert read_quote_block(block) == harmless(text.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    ("title", "url", "linked"),
    [
        ("A win", "https://a.example/1", "[A win](<https://a.example/1>)"),
        ("[Update] *win*", "https://a.example", r"[\(Update) \*win\*](<https://a.example>)"),
        ("A win", "https://a.example/x_(y)?q=<z>", "[A win](<https://a.example/x_%28y%29?q=%3Cz%3E>)"),
        ("A\nwin", "https://a.example/é b%20c", "[A win](<https://a.example/%C3%A9%20b%20c>)"),
        ("https://b.example", "https://a.example", "[b.example](<https://a.example>)"),
        ("https://", "https://a.example/1", "[a.example](<https://a.example/1>)"),
        ("A [win]", None, r"A \[win\]"),
        ("A win", "javascript:alert(1)", "A win"),
        ("A win", "https://a.example/" + "é" * 200, "A win"),
    ],
)  # fmt: skip
def test_a_title_links_where_it_should_and_nowhere_else(
    title: str, url: str | None, linked: str
) -> None:
    assert link(title, url) == linked


def test_a_long_title_is_cut_at_a_word() -> None:
    title = "La RIAA proclame une fausse victoire sur AllofMP3 devant la justice russe"

    assert link(title, None) == "La RIAA proclame une fausse victoire sur AllofMP3 devant…"


@given(st.text(), st.text())
def test_no_title_and_no_address_breaks_out_of_its_link(title: str, path: str) -> None:
    linked = link(title or "x", f"https://a.example/{path}")

    if linked.startswith("["):
        assert linked.count("](<") == 1
        assert linked.endswith(">)")
        assert not set(linked[linked.index("](<") + 3 : -2]) & set("<>()[]\\ \n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<@1> did <@!2> sue <@&3>?", "did sue ?"),
        ("<:smile:12> when? <a:wave:34>", "when?"),
        ("see <#5>, <t:1700000000:R>", "see ,"),
        ("is 3 < 4 and <b> a tag?", "is 3 < 4 and <b> a tag?"),
    ],
)
def test_mentions_emoji_and_timestamps_are_no_words(content: str, words: str) -> None:
    assert strip_marks(content) == words
