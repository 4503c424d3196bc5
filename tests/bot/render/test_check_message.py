"""What a check looks like in Discord and in a terminal, made by hand."""

import pytest
from rich.console import Console

from bot.answers import Citation, Fallback, Searched
from bot.render import check_terminal
from bot.render.check_message import render_check
from bot.render.fitting import AMBER, BLUE, GREY, Container
from bot.statements.checks import Check, Checked, Difference, Verdict
from ingest.passages import PassageId


def cited(n: int, quote: str = "The dam broke on 3 May 2011.") -> Citation:
    return Citation(
        n=n, document="dam.md", document_hash="0", title="The dam", author=None,
        publisher="Linz Herald", published="2011", kind=None, party=None, language="en",
        source=None, page=None, quote=quote, start=n, end=n + 1, passage=PassageId("p"), score=0.9,
    )  # fmt: skip


def checked(verdict: Verdict | None, *citations: int, **more: object) -> Checked:
    known: dict[str, object] = {
        "text": "The dam broke in 2012.", "start": 0, "end": 22, "verdict": verdict,
        "citations": citations, "agrees": (), "differs": (), "missing": (), "confidence": 0.5,
    }  # fmt: skip
    return Checked.model_validate({**known, **more})


def check_of(*statements: Checked, **more: object) -> Check:
    numbers = sorted({n for statement in statements for n in statement.citations})
    known: dict[str, object] = {
        "text": "…", "language": "en", "statements": statements, "left_out": 0,
        "citations": tuple(map(cited, numbers)), "model": None,
        "searched": Searched(documents=1, passages=1), "index": "i", "seconds": 0.1,
    }  # fmt: skip
    return Check.model_validate({**known, **more})


def texts(containers: tuple[Container, ...]) -> list[str]:
    return [
        str(part["content"])
        for container in containers
        for part in container.to_component_dict()["components"]
        if part["type"] == 10
    ]


def test_a_statement_stands_above_its_quotes_with_its_verdict() -> None:
    shown = texts(render_check(check_of(checked(Verdict.SUPPORTED, 1), model="m"), "en"))

    assert shown[0] == "**✅ Supported**\nThe dam broke in 2012. **[1]**"
    assert shown[1] == "> The dam broke on 3 May 2011."
    assert shown[2].startswith("-# [1] Linz Herald · 2011")
    assert "Judged by m; shown is only what could be confirmed" in shown[3]


def test_what_nobody_judged_says_what_agrees_and_what_differs() -> None:
    statement = checked(
        None,
        1,
        agrees=("Linz",),
        differs=(Difference(said="2012", here=("3 May 2011",)),),
        missing=("Graz",),
    )

    assert texts(render_check(check_of(statement), "en"))[0].splitlines()[2:] == [
        "-# The quotes have: Linz",
        "-# Differs: 2012 – in the first quote: 3 May 2011",
        "-# Not in the quotes: Graz",
    ]


def test_a_quote_is_shown_once_and_marked_again() -> None:
    shown = texts(
        render_check(check_of(checked(Verdict.SUPPORTED, 1), checked(Verdict.SUPPORTED, 1)), "en")
    )

    assert sum(text.startswith("> ") for text in shown) == 1
    assert sum("**[1]**" in text for text in shown) == 2


@pytest.mark.parametrize(
    ("verdicts", "colour"),
    [
        ((Verdict.SUPPORTED, Verdict.CONTRADICTED), AMBER),
        ((None, Verdict.DISPUTED), AMBER),
        ((Verdict.SUPPORTED, Verdict.NOT_IN_DOSSIER), BLUE),
        ((Verdict.NOT_IN_DOSSIER,), GREY),
    ],
)
def test_the_colour_says_whether_there_is_something_to_mind(
    verdicts: tuple[Verdict | None, ...], colour: int
) -> None:
    (container,) = render_check(check_of(*map(checked, verdicts)), "en")

    assert container.to_component_dict()["accent_color"] == colour


def test_a_model_that_failed_is_not_said_to_have_judged() -> None:
    statement = checked(None, 1, fallback=Fallback.UNAVAILABLE)
    foot = texts(render_check(check_of(statement, model="m", left_out=3), "en"))[-1]

    assert "Judged by" not in foot
    assert "whether it is true is for you to judge" in foot
    assert "The language model can’t be reached just now" in foot
    assert "left out: 3" in foot


def test_a_statement_is_inert_as_markdown() -> None:
    shown = texts(render_check(check_of(checked(None, text="**@everyone** <@1> broke it")), "en"))

    assert r"\*\*\@everyone\*\* \<\@1\> broke it" in shown[0]


def test_eight_long_statements_fit_into_messages_that_discord_takes() -> None:
    statements = [checked(None, n, text="The dam broke. " * 40) for n in range(1, 9)]
    check = check_of(*statements, citations=tuple(cited(n, "A dam. " * 55) for n in range(1, 9)))

    for container in render_check(check, "en"):
        assert sum(map(len, texts((container,)))) <= 3800


def test_a_terminal_is_not_commanded_by_what_it_shows() -> None:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(
            check_terminal.render_check(check_of(checked(None, 1, text="The \x1b[2Jdam broke.")))
        )

    assert "\x1b[2J" not in capture.get()
    assert "The \ufffd[2Jdam broke. [1]" in capture.get()
