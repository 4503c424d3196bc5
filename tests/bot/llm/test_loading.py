import pytest
from pydantic import SecretStr

from bot.llm.loading import load_language_model
from bot.settings import BotSettings
from ingest.errors import SettingsError


def test_without_a_name_there_is_no_model() -> None:
    assert load_language_model(BotSettings()) is None


@pytest.mark.parametrize(
    "settings",
    [
        BotSettings(llm_model="parrot", llm_base_url="http://localhost:1/v1"),
        BotSettings(llm_model="gpt-4o-mini", llm_api_key=SecretStr("sk-1")),
    ],
    ids=["a server of one's own", "OpenAI's"],
)
def test_a_model_has_a_server_or_a_key(settings: BotSettings) -> None:
    model = load_language_model(settings)

    assert model is not None
    assert model.name == settings.llm_model


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (BotSettings(llm_base_url="http://localhost:1/v1"), "LLM_MODEL"),
        (BotSettings(llm_model="gpt-4o-mini"), "LLM_API_KEY"),
    ],
)
def test_what_is_missing_is_named(settings: BotSettings, missing: str) -> None:
    with pytest.raises(SettingsError, match=f"The setting {missing} can't be used: .*{missing}="):
        load_language_model(settings)
