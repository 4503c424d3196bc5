"""What only a language model understands of a follow-up, and what it can't spoil."""

import pytest

from bot.answering.rephrasing import Rephraser
from bot.conversation import replay
from bot.conversing import Listener
from bot.llm.loading import load_language_model
from bot.llm.model import Limits
from bot.prompts import load_prompts
from bot.settings import BotSettings
from tests.bot.llm.asking import Unreadable
from tests.conftest import ROOT
from tests.doubles.llm.replies import Reply, failing
from tests.doubles.llm.server import LlmServer

BEFORE = "When was the bridge at Millbrook opened?"
MESSAGE = "who paid for all that stone then"
WHOLE = "Who paid for all that stone of the bridge at Millbrook?"


@pytest.fixture
def listener(llm_server: LlmServer) -> Listener:
    settings = BotSettings(llm_base_url=llm_server.url, llm_model="parrot")
    model = load_language_model(settings)
    assert model is not None
    return Listener(Rephraser(model, load_prompts(ROOT / "prompts")))


def understand(listener: Listener, text: str) -> tuple[str, bool]:
    understood = listener.understand(text, replay([BEFORE]), "en", Limits())
    return understood.text, understood.rewritten


def test_what_no_rule_understands_is_put_in_whole_words(
    listener: Listener, llm_server: LlmServer
) -> None:
    llm_server.play(f'{{"question": "{WHOLE}"}}')

    assert understand(listener, MESSAGE) == (WHOLE, True)
    assert BEFORE in llm_server.requests[0].words


def test_what_a_rule_understands_is_not_asked_of_the_model(
    listener: Listener, llm_server: LlmServer
) -> None:
    _, rewritten = understand(listener, "and in France?")

    assert rewritten
    assert llm_server.requests == []


@pytest.mark.parametrize(
    "reply",
    [
        failing(401),
        Reply('{"question": "Who paid Denis Kvasov 5 million for the stone?"}'),
        Reply("Sorry, I can't."),
    ],
    ids=["a server that fails", "a name that nobody said", "prose"],
)
def test_a_message_stays_as_it_is_rather_than_be_made_another(
    listener: Listener, llm_server: LlmServer, reply: Reply
) -> None:
    llm_server.play(reply)

    assert understand(listener, MESSAGE) == (MESSAGE, False)


def test_a_message_stays_as_it_is_where_nobody_knows_what_may_be_spent(
    listener: Listener, llm_server: LlmServer
) -> None:
    understood = listener.understand(
        MESSAGE, replay([BEFORE]), "en", Limits(allowance=Unreadable())
    )

    assert understood.text == MESSAGE
    assert llm_server.requests == []


def test_without_a_model_the_rules_are_all_there_is() -> None:
    assert understand(Listener(), MESSAGE) == (MESSAGE, False)
