import pytest

from bot.phrases import LANGUAGES, phrases_in
from bot.render.listing.setup import render_setup
from bot.servers import ServerSettings
from tests.bot.render.seeing import fits, texts_of

EN = phrases_in("en")


def ids(count: int) -> frozenset[int]:
    """Of channels, as long as Discord's longest."""
    return frozenset(range(18446744073709551615 - count, 18446744073709551615))


def test_a_few_channels_are_all_named() -> None:
    settings = ServerSettings(frozenset([11]), frozenset([12]), frozenset([13]))

    assert texts_of(render_setup(settings, EN, reads_messages=True)) == [
        "**Where the dossier answers on this server**",
        "Answers in: <#11>, <#12>, <#13>\n"
        "Answers every message in: <#12>\n"
        "Answers every new post in: <#13>",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hundreds_of_channels_fit_into_a_message(language: str) -> None:
    settings = ServerSettings(ids(500), ids(500), ids(500))

    assert fits(render_setup(settings, phrases_in(language), reads_messages=False))


def test_one_channel_too_many_is_counted() -> None:
    settings = ServerSettings(every_message=ids(26))

    assert texts_of(render_setup(settings, EN, reads_messages=True))[1].count("<#") == 25
    assert "and 1 more" in texts_of(render_setup(settings, EN, reads_messages=True))[1]


@pytest.mark.parametrize(
    ("settings", "is_said"),
    [
        (ServerSettings(allowed=ids(1)), False),
        (ServerSettings(every_message=ids(1)), True),
        (ServerSettings(forums=ids(1)), True),
    ],
)
def test_that_messages_can_not_be_read_is_said_where_they_are_to_be(
    settings: ServerSettings, is_said: bool
) -> None:
    shown = texts_of(render_setup(settings, EN, reads_messages=False))

    assert any(text.startswith("Without the Message Content intent") for text in shown) == is_said
