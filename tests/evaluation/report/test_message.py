import pytest

from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.report.message import draw_component, draw_message


def draw_text(content: str) -> str:
    """Draw one text of a message."""
    return draw_component({"type": 10, "content": content})


def test_an_answer_is_drawn_as_the_message_that_the_bot_sends() -> None:
    drawn = draw_message(answer_of(), asked="who won?")

    assert drawn.split("\n") == [
        '<div class="container" style="border-color:#3b7dd8">'
        "<small>who won?</small>"
        "<p>The passages that answer this best:</p>"
        "<blockquote>Won.</blockquote>"
        "<small>[1] publisher unknown · undated · a.txt</small>"
        '<div class="gap"></div>'
        "<small>1 quote, found word for word</small></div>",
        '<div class="row"><span class="button">Passages</span>'
        '<span class="button primary">Follow up</span>'
        '<span class="button">👍</span><span class="button">👎</span></div>',
    ]


def test_a_follow_up_is_drawn_with_what_it_was_taken_for() -> None:
    drawn = draw_message(answer_of(), asked="and then?")

    assert "<small>and then?</small><small>Understood as: who won?</small>" in drawn


def test_an_abstention_is_grey_and_not_voted_on() -> None:
    answer = answer_of(abstained=True, citations=(), nearest=(citation_of(n=0),))

    drawn = draw_message(answer, asked="who won?")

    assert "border-color:#8a8f98" in drawn
    assert "👍" not in drawn


@pytest.mark.parametrize(
    ("content", "drawn"),
    [
        ("**[1] [2]**", "<p><strong>[1] [2]</strong></p>"),
        (r"a \*b\* \<i\> &amp; <b>", "<p>a *b* &lt;i&gt; &amp;amp; &lt;b&gt;</p>"),
        ("> a\n> b", "<blockquote>a</blockquote><blockquote>b</blockquote>"),
        (
            "[A \\(b\\)](<https://a.example/?q=1&r>)",
            '<p><a href="https://a.example/?q=1&amp;r">A (b)</a></p>',
        ),
        ("[A](<javascript:alert(1)>)", "<p>[A](&lt;javascript:alert(1)&gt;)</p>"),
    ],
)
def test_markdown_means_what_discord_takes_it_for(content: str, drawn: str) -> None:
    assert draw_text(content) == drawn


def test_what_a_document_says_runs_nothing() -> None:
    evil = '"><script>alert(1)</script>[x](javascript:alert(1))<img src=x onerror=alert(1)>'
    citation = citation_of(quote=evil, title=evil, source=None, publisher=evil)

    drawn = draw_message(answer_of(citations=(citation,), question=evil), asked=evil)

    for tag in ("<script", "<img", "<a "):
        assert tag not in drawn
