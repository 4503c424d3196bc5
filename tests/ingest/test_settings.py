"""Settings come from the environment and .env; what can't be used is named with an example."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import BotSettings
from ingest.errors import SettingsError
from ingest.settings import ONLY_ASKING, IngestSettings, misspelt, unknown_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with nothing set."""
    for field in IngestSettings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path  # type: ignore[return-value]


def test_everything_has_a_default() -> None:
    assert IngestSettings.load().model_dump() == {
        "dossier_dir": Path("dossier"),
        "data_dir": Path("data"),
        "chroma_url": None,
        "embedding_model": "bundled",
        "log_level": "WARNING",
        "log_format": "text",
    }


def test_the_environment_wins_over_the_env_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("DOSSIER_DIR=from-file\nDATA_DIR=from-file\nDISCORD_TOKEN=x\n")
    monkeypatch.setenv("DATA_DIR", "from-environment")

    settings = IngestSettings.load()

    assert settings.dossier_dir == Path("from-file")
    assert settings.data_dir == Path("from-environment")


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "")

    assert IngestSettings.load().embedding_model == "bundled"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "LOG_LEVEL",
            "LOUD",
            "The setting LOG_LEVEL can't be used: it should be 'DEBUG', 'INFO', 'WARNING' or "
            "'ERROR'. Set it in the environment or in .env, for example LOG_LEVEL=INFO.",
        ),
        (
            "LOG_FORMAT",
            "xml",
            "The setting LOG_FORMAT can't be used: it should be 'text' or 'json'. "
            "Set it in the environment or in .env, for example LOG_FORMAT=json.",
        ),
    ],
)
def test_a_value_that_can_not_be_used_is_named_with_an_example(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        IngestSettings.load()

    assert str(caught.value) == message


def test_a_log_level_may_be_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "info")

    assert IngestSettings.load().log_level == "INFO"


def test_an_env_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"DATA_DIR=caf\xe9\n")

    with pytest.raises(SettingsError) as caught:
        IngestSettings.load()

    assert str(caught.value) == (
        f"The file of settings {folder}/.env can't be read: it is not UTF-8 (byte 0xe9 at offset "
        "12). Save it again as UTF-8 text that you may read, or remove it."
    )


def test_every_setting_is_described_with_an_example_that_works() -> None:
    for name, field in IngestSettings.model_fields.items():
        assert field.description
        assert field.examples
        assert IngestSettings.model_validate({name: field.examples[0]})


def test_settings_can_not_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        IngestSettings.load().log_level = "INFO"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("DOSIER_DIR", "The setting DOSIER_DIR is unknown. Did you mean DOSSIER_DIR?"),
        ("DOSSIER_DIRS", "The setting DOSSIER_DIRS is unknown. Did you mean DOSSIER_DIR?"),
        ("EMBEDING_MODEL", "The setting EMBEDING_MODEL is unknown. Did you mean EMBEDDING_MODEL?"),
        ("LOGLEVEL", "The setting LOGLEVEL is unknown. Did you mean LOG_LEVEL?"),
        (
            "DOSSIER_FOLDER",
            "The setting DOSSIER_FOLDER is unknown. Known are: "
            "DOSSIER_DIR, DATA_DIR, CHROMA_URL, EMBEDDING_MODEL, LOG_LEVEL, LOG_FORMAT, "
            "DISCORD_TOKEN, DISCORD_GUILDS, DOSSIER_EDITOR_ROLE, KEEP_DAYS, QUESTIONS_PER_MINUTE, "
            "SERVER_QUESTIONS_PER_MINUTE, QUEUE_LENGTH, RERANKER_MODEL, LLM_BASE_URL, LLM_MODEL, "
            "LLM_API_KEY, LLM_TIMEOUT_S, LLM_CONTEXT_TOKENS, LLM_REPLY_TOKENS, LLM_INPUT_PRICE, "
            "LLM_OUTPUT_PRICE, PERSON_TOKENS_PER_DAY, SERVER_TOKENS_PER_DAY, PERSON_COST_PER_DAY, "
            "SERVER_COST_PER_DAY, LLM_TRANSLATES, PROMPTS_DIR.",
        ),
    ],
)
def test_a_misspelt_setting_is_named(name: str, message: str) -> None:
    assert misspelt(IngestSettings, [name]) == [message]


def test_a_setting_of_the_other_program_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    """One `.env` serves both."""
    monkeypatch.setattr("ingest.settings.ONLY_ASKING", ("DOSSIER_EDITOR_ROLE",))

    assert misspelt(IngestSettings, ["DOSSIER_EDITOR_ROLE"]) == []
    assert misspelt(IngestSettings, ["DOSSIER_EDITOR_ROLES"]) == [
        "The setting DOSSIER_EDITOR_ROLES is unknown. Did you mean DOSSIER_EDITOR_ROLE?"
    ]


def test_ingestion_knows_the_name_of_every_setting_of_asking() -> None:
    names = {
        field.upper() for field in BotSettings.model_fields.keys() - IngestSettings.model_fields
    }

    assert set(ONLY_ASKING) == names


@pytest.mark.parametrize("name", ["PATH", "HOME", "LANG", "LOGNAME", "TMPDIR", "XDG_DATA_DIRS"])
def test_what_is_nothing_like_a_setting_is_left_alone(name: str) -> None:
    assert misspelt(IngestSettings, [name]) == []


def test_a_right_name_is_no_mistake() -> None:
    assert misspelt(IngestSettings, ["DOSSIER_DIR", "LOG_FORMAT"]) == []


def test_mistakes_in_environment_and_env_file_are_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("DATA_DIRR=x\n")
    monkeypatch.setenv("DOSIER_DIR", "x")

    messages = unknown_settings(IngestSettings)

    assert "The setting DATA_DIRR is unknown. Did you mean DATA_DIR?" in messages
    assert "The setting DOSIER_DIR is unknown. Did you mean DOSSIER_DIR?" in messages


@pytest.mark.parametrize(
    "url", ["localhost:8000", "http://", "http://user:word@host", "ftp://host"]
)
def test_the_address_of_a_server_that_is_none_is_refused_with_an_example(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_URL", url)

    with pytest.raises(SettingsError) as caught:
        IngestSettings.load()

    assert str(caught.value) == (
        "The setting CHROMA_URL can't be used: it must be an address: http:// or https://, a host, "
        "perhaps a port. Set it in the environment or in .env, for example "
        "CHROMA_URL=http://localhost:8000."
    )
