import pytest

from bot.phrases import LANGUAGES, phrases_in
from bot.render.listing.help import render_help
from tests.bot.render.seeing import fits, texts_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_every_way_to_ask_and_every_button(language: str) -> None:
    phrases = phrases_in(language)
    container = render_help({"ask": "</ask:1>"}, phrases)
    shown = "\n".join(texts_of(container))

    assert "</ask:1>" in shown
    for name in ("check", "sources", "search", "status", "forget"):
        assert f"`/{phrases(f'command_{name}')}`" in shown
    assert f"`{phrases('command_private')}:`" in shown
    for button in ("passages", "follow_up", "helpful", "not_helpful"):
        assert phrases(f"button_{button}") in shown
    assert f"**{phrases('command_check_this')}**" in shown
    assert "👍" in shown
    assert "👎" in shown
    assert fits(container)


def test_the_help_begins_with_the_promise() -> None:
    assert texts_of(render_help({}, phrases_in("en")))[0] == (
        "**No quote, no claim**\n"
        "Every answer shows the words of the documents it rests on, each found there word for word."
        " If the dossier doesn't say, you are told so."
    )
