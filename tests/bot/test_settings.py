import pytest

from bot.settings import BotSettings
from ingest.errors import SettingsError


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


def test_servers_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_GUILDS", " 12, 34 ,")

    assert BotSettings.load().discord_guilds == (12, 34)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "DISCORD_GUILDS",
            "Press",
            "The setting DISCORD_GUILDS can't be used: it should be ids with commas between them. "
            "Set it in the environment or in .env, for example "
            "DISCORD_GUILDS=1118000000000000001,1118000000000000002.",
        ),
        (
            "KEEP_DAYS",
            "0",
            "The setting KEEP_DAYS can't be used: it should be greater than or equal to 1. "
            "Set it in the environment or in .env, for example KEEP_DAYS=30.",
        ),
        (
            "KEEP_DAYS",
            "1000000",
            "The setting KEEP_DAYS can't be used: it should be less than or equal to 36500. "
            "Set it in the environment or in .env, for example KEEP_DAYS=30.",
        ),
        (
            "LLM_BASE_URL",
            "localhost:11434",
            "The setting LLM_BASE_URL can't be used: it must be an address: http:// or https://, "
            "a host, perhaps a path. Set it in the environment or in .env, for example "
            "LLM_BASE_URL=http://localhost:11434/v1.",
        ),
        (
            "LLM_REPLY_TOKENS",
            "8192",
            "The setting LLM_REPLY_TOKENS can't be used: it should be less than "
            "LLM_CONTEXT_TOKENS. Set it in the environment or in .env, for example "
            "LLM_REPLY_TOKENS=2000.",
        ),
        (
            "LLM_TIMEOUT_S",
            "soon",
            "The setting LLM_TIMEOUT_S can't be used: it should be a valid number, unable to "
            "parse string as a number. Set it in the environment or in .env, for example "
            "LLM_TIMEOUT_S=120.0.",
        ),
    ],
)
def test_a_value_that_can_not_be_used_is_named_with_an_example(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as told:
        BotSettings.load()

    assert str(told.value) == message


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret")

    assert "very-secret" not in f"{BotSettings.load()!r} {BotSettings.load()}"


@pytest.mark.parametrize("key", ["very secret", "very-secret\r\nX-More: 1", "very-sécret"])
def test_a_key_that_no_header_can_hold_is_told_without_showing_it(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_API_KEY", key)

    with pytest.raises(SettingsError) as told:
        BotSettings.load()

    assert "LLM_API_KEY" in str(told.value)
    assert key not in str(told.value)


def test_an_address_with_a_password_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "https://ann:very-secret@host/v1")

    with pytest.raises(SettingsError) as told:
        BotSettings.load()

    assert "very-secret" not in str(told.value)
