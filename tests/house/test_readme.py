from pathlib import Path

from ingest.documents import Kind, Metadata
from tests.house.readme import ENV_EXAMPLE, README, env_example, fill, make_blocks


def test_the_readme_shows_what_the_program_prints_today(dossier_data: Path) -> None:
    """Mend it with `make readme`."""
    text = README.read_text("utf-8")

    assert fill(text, make_blocks(dossier_data)) == text


def test_the_readme_names_every_key_and_kind_of_metadata() -> None:
    text = README.read_text("utf-8")

    unnamed = [word for word in (*Metadata.model_fields, *Kind) if f"`{word}`" not in text]

    assert unnamed == []


def test_the_example_environment_lists_the_settings_as_they_are() -> None:
    """Mend it with `make readme`."""
    assert ENV_EXAMPLE.read_text("utf-8") == env_example()
