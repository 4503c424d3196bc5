"""A setting of ingestion. The only reader of the environment in `ingest`."""

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import EnvFileError, SettingsError, say_invalid

ENV_FILE = ".env"
_ADDRESS = re.compile(r"https?://[^\s/?#@:]+(:\d{1,5})?/?")
ONLY_ASKING = (
    "DISCORD_TOKEN",
    "DISCORD_GUILDS",
    "DOSSIER_EDITOR_ROLE",
    "KEEP_DAYS",
    "QUESTIONS_PER_MINUTE",
    "SERVER_QUESTIONS_PER_MINUTE",
    "QUEUE_LENGTH",
    "RERANKER_MODEL",
    "LLM_BASE_URL",
    "LLM_MODEL",
    "LLM_API_KEY",
    "LLM_TIMEOUT_S",
    "LLM_CONTEXT_TOKENS",
    "LLM_REPLY_TOKENS",
    "LLM_INPUT_PRICE",
    "LLM_OUTPUT_PRICE",
    "PERSON_TOKENS_PER_DAY",
    "SERVER_TOKENS_PER_DAY",
    "PERSON_COST_PER_DAY",
    "SERVER_COST_PER_DAY",
    "LLM_TRANSLATES",
    "PROMPTS_DIR",
)
"""Settings that only `bot` reads. One `.env` serves both, so ingest doesn't warn about them."""


class IngestSettings(BaseSettings):
    """What `python -m ingest` can be told. Each field is one environment variable in capitals."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True
    )

    dossier_dir: Path = Field(
        default=Path("dossier"),
        examples=["/srv/dossier"],
        description="Folder of documents. Read, never written, by ingest.",
    )
    data_dir: Path = Field(
        default=Path("data"),
        examples=["/var/lib/dossier"],
        description="Folder that Dossier writes: the index lives there.",
    )
    chroma_url: str | None = Field(
        default=None,
        examples=["http://localhost:8000"],
        description="Address of a Chroma server that keeps the index, one dossier a server. "
        "Without it, the index lives in DATA_DIR.",
    )
    embedding_model: str = Field(
        default="bundled",
        examples=["intfloat/multilingual-e5-base"],
        description="`bundled` (multilingual-e5-small), or a sentence-transformers model by name "
        "or folder. Changing it rebuilds the index at the next ingest.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING",
        examples=["INFO"],
        description="What is logged to standard error: DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        examples=["json"],
        description="`text` for people, `json` for one object a line.",
    )

    @field_validator("chroma_url")
    @classmethod
    def _check_address(cls, value: str | None) -> str | None:
        if value is not None and not _ADDRESS.fullmatch(value):
            raise ValueError("it must be an address: http:// or https://, a host, perhaps a port")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @classmethod
    def load(cls) -> Self:
        """Read the environment and `.env`.

        Raises: SettingsError, naming the first setting that can't be used and an example, or .env.
        """
        try:
            return cls()
        except (OSError, UnicodeDecodeError) as error:
            raise EnvFileError(path=Path(ENV_FILE).absolute(), reason=_why(error)) from error
        except ValidationError as error:
            first = error.errors()[0]
            field = str(first["loc"][0])
            example = (cls.model_fields[field].examples or [""])[0]
            raise SettingsError(
                name=field.upper(), reason=say_invalid(first["msg"]), example=example
            ) from error


def unknown_settings(settings: type[BaseSettings]) -> list[str]:
    """`misspelt` of what the environment and `.env` hold now."""
    return misspelt(settings, {*os.environ, *dotenv_values(ENV_FILE)})


def misspelt(settings: type[BaseSettings], names: Iterable[str]) -> list[str]:
    """Say which of `names` look like a setting but are none, each as a sentence for a person.

    A name counts when it is within 0.85 of one of ours (difflib's ratio), or begins with DOSSIER_.
    """
    known = list(dict.fromkeys([*(field.upper() for field in settings.model_fields), *ONLY_ASKING]))
    messages = []
    for name in sorted(set(names) - set(known)):
        close = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85)
        if close:
            messages.append(f"The setting {name} is unknown. Did you mean {close[0]}?")
        elif name.upper().startswith("DOSSIER_"):
            messages.append(f"The setting {name} is unknown. Known are: {', '.join(known)}.")
    return messages


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, OSError):
        return str(error.strerror or error)
    return f"it is not UTF-8 (byte 0x{error.object[error.start]:02x} at offset {error.start})"
