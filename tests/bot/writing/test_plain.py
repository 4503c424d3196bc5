import pytest

from bot.writing.plain import plain_text


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("It closed in **May**, see [the ruling](https://evil.example/a).",
         "It closed in May, see the ruling."),
        ("It closed ![](https://evil.example/pixel.png?q=1) in May.", "It closed in May."),
        ("It closed in May (https://evil.example/).", "It closed in May."),
        ("Log in at evil.example/login or www.evil.example now.", "Log in at or now."),
        ("Join discord.gg/abc today, mailto:a@b.c", "Join today,"),
        ("<https://evil.example> says it closed.", "says it closed."),
        ("[https://good.example](https://evil.example) closed.", "closed."),
        ("<@123> and <@&5> and <#7> and <t:0:R> and <:x:9> closed.",
         "and and and and closed."),
        ("@everyone it closed, @here.", "everyone it closed, here."),
        ("&lt;@123&gt; closed.", "closed."),
        ("`<@123>` closed.", "closed."),
        ("<b onclick='x'>It</b> closed.<!-- hidden -->", "It closed."),
        ("- It closed.", "It closed."),
        ("## It\n> closed.", "It closed."),
        ("It closed [1][2], in May [passage 3].", "It closed, in May."),
        ("It \x1b[2Jclosed.", "It \ufffd[2Jclosed."),
    ],
)  # fmt: skip
def test_nothing_but_words_is_left(written: str, plain: str) -> None:
    assert plain_text(written) == plain


@pytest.mark.parametrize(
    "text",
    [
        "AllofMP3.com sold 5 * 3 songs & more for 9.99 $ in mid-2007.",
        "12. Mai 1931: das Lied „Es war einmal“ kostete 10 %.",
        "Le site a dit\u00a0: «\u00a0non\u00a0».",
        "snake_case and a < b and c > d [sic].",
        "По данным газеты, 2/3 сайтов закрыты (см. № 7).",
        "¿Quién ganó? Nadie.",
    ],
)
def test_words_without_mark_up_stay_as_they_are(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize("text", ["", " \n", "***", "https://evil.example/", "![x](y)", "<@1>"])
def test_what_has_no_words_is_empty(text: str) -> None:
    assert plain_text(text) == ""


def test_an_emoji_is_no_word() -> None:
    assert plain_text("The court 🚫 dismissed the claim 🤡.") == "The court dismissed the claim."
