import pytest

from bot.ranking import SHIPPED, Weights
from bot.settings import BotSettings
from tests.evaluation.configurations import (
    ConfigurationError,
    choose_configurations,
    read_configuration,
)


def names(*added: str, alone: bool = False, **settings: str) -> list[str]:
    chosen = choose_configurations(BotSettings(**settings), added, alone=alone)  # type: ignore[arg-type]
    return [each.name for each in chosen]


def test_the_bot_as_it_is_comes_first_and_what_is_added_last() -> None:
    found = names("shipped:lexical=1")

    assert (found[0], found[-1]) == ("shipped", "shipped:lexical=1")
    assert {"dense", "lexical", "rank-fusion", "score-fusion", "minilm", "tutorial"} < {*found}


def test_alone_it_is_compared_with_what_is_added() -> None:
    assert names(alone=True) == ["shipped"]
    assert names("title", alone=True) == ["shipped", "title"]


def test_what_is_there_already_is_added_only_once() -> None:
    assert names("dense").count("dense") == 1


def test_with_a_language_model_the_quotes_alone_are_compared_with() -> None:
    assert "extractive" in names(llm_model="any")
    assert "extractive" not in names()


def test_with_a_reranker_the_order_without_it_is_compared_with() -> None:
    assert "not-reranked" in names(reranker_model="any")
    assert "not-reranked" not in names()


def test_what_is_compared_with_whenever_nothing_is_said_asks_no_model_but_the_embedding() -> None:
    """Else each of them would take as many calls of the language model as the bot itself."""
    usual = choose_configurations(BotSettings(llm_model="any", reranker_model="any"))
    calling = [each.name for each in usual if each.is_written or each.is_reranked]

    assert calling == ["shipped", "extractive", "not-reranked"]


def test_weights_passages_and_model_can_be_set() -> None:
    found = read_configuration("shipped:lexical=2,passage_chars=300,embedding=/models/mine")

    assert found.fusion == Weights(lexical=2)
    assert (found.passage_chars, found.embedding) == (300, "/models/mine")
    assert found.name == "shipped:lexical=2,passage_chars=300,embedding=/models/mine"


def test_without_changes_it_is_what_is_shipped() -> None:
    assert read_configuration("shipped").fusion == SHIPPED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hybrid", "no such name"),
        ("", "no such name"),
        ("shipped:colour=1", "colour is none of dense, closest, lexical, interaction, "),
        ("shipped:", "nothing is none of dense, "),
        ("shipped:lexical", "lexical is set to nothing"),
        ("shipped:lexical=much", "lexical is set to much, which is no number"),
        ("shipped:lexical=nan", "lexical is set to nan, which can't be reckoned with"),
        ("shipped:passage_chars=0", "passages of 0 characters can't be cut"),
        ("shipped:passage_chars=many", "passages of many characters can't be cut"),
        ("tutorial:lexical=1", "the tutorial has nothing to set"),
        ("rank-fusion:lexical=1", "it has no weights"),
    ],
)
def test_what_can_not_be_is_named_with_what_can(text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(text)

    message = str(caught.value)
    assert f"There is no configuration {text}: {reason}" in message
    assert "There are shipped, dense, lexical, " in message
