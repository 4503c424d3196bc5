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
