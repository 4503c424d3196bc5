"""A setting of asking. The only reader of the environment in `bot`."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from ingest.settings import IngestSettings

_API_ADDRESS = re.compile(r"https?://[^\s/?#@:]+(:\d{1,5})?(/[^\s?#@]*)?")
_KEY = re.compile(r"[!-~]+")


class BotSettings(IngestSettings):
    """What `python -m bot` can be told: all that ingestion can, since it reads what that wrote."""

    discord_token: SecretStr | None = Field(
        default=None,
        examples=["MTA3Njk0…"],
        description="Token of the Discord bot, from https://discord.com/developers/applications. "
        "Keep it secret.",
    )
    discord_guilds: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        examples=["1118000000000000001,1118000000000000002"],
        description="Ids of Discord servers, with commas between them, where the commands are "
        "registered, in place of everywhere; only there can the dossier be changed from Discord. "
        "If empty, it can be while the bot is on a single server.",
    )
    dossier_editor_role: str | None = Field(
        default=None,
        examples=["Dossier editor"],
        description="Name or id of the role that may change the dossier from Discord, beside those "
        "who have Manage Server.",
    )
    keep_days: int = Field(
        default=90,
        ge=1,
        le=36500,
        examples=["30"],
        description="For how many days questions, answers and votes are kept.",
    )
    questions_per_minute: int = Field(
        default=6, ge=1, examples=["10"], description="How often one person may ask on Discord."
    )
    server_questions_per_minute: int = Field(
        default=60,
        ge=1,
        examples=["120"],
        description="How often the people of one Discord server may ask, all together.",
    )
    queue_length: int = Field(
        default=50,
        ge=1,
        examples=["200"],
        description="How many questions may wait for an answer on Discord; more are refused.",
    )

    reranker_model: str | None = Field(
        default=None,
        examples=["cross-encoder/mmarco-mMiniLMv2-L12-H384-v1"],
        description="A sentence-transformers cross-encoder by name or folder, that orders the "
        "passages found anew: each question takes longer by seconds. Without it, they stay as "
        "their vectors and words have them.",
    )
    llm_base_url: str | None = Field(
        default=None,
        examples=["http://localhost:11434/v1"],
        description="Address of a language model's server that speaks as OpenAI's does: Ollama, "
        "vLLM, llama.cpp, LM Studio, Mistral… Without it, LLM_MODEL is one of OpenAI's own.",
    )
    llm_model: str | None = Field(
        default=None,
        examples=["qwen2.5:7b-instruct"],
        description="Name of the language model that writes answers. Without it, answers are "
        "quotes and nothing else.",
    )
    llm_api_key: SecretStr | None = Field(
        default=None,
        examples=["sk-proj-abc123"],
        description="Key for the language model's server, if it asks for one. Keep it secret.",
    )
    llm_timeout_s: float = Field(
        default=60.0,
        gt=0,
        le=3600,
        examples=["120.0"],
        description="For how many seconds one reply of the language model is waited for.",
    )
    llm_context_tokens: int = Field(
        default=8192,
        ge=1024,
        examples=["32768"],
        description="How many tokens the language model reads and writes in one call, as its "
        "server was started (Ollama: OLLAMA_CONTEXT_LENGTH); passages that have no room are left "
        "out, lowest first.",
    )
    llm_reply_tokens: int = Field(
        default=1000,
        ge=1,
        validate_default=True,
        examples=["2000"],
        description="How many of LLM_CONTEXT_TOKENS are kept free for the reply.",
    )
    llm_input_price: float = Field(
        default=0.0,
        ge=0,
        examples=["0.15"],
        description="What a million tokens read by the language model cost, in any currency.",
    )
    llm_output_price: float = Field(
        default=0.0,
        ge=0,
        examples=["0.6"],
        description="What a million tokens written by the language model cost, in the same "
        "currency.",
    )
    person_tokens_per_day: int = Field(
        default=300_000,
        ge=0,
        examples=["50000"],
        description="How many tokens of the language model the questions of one person on Discord "
        "may take in a day (UTC); after that, answers are quotes. 0 is no limit.",
    )
    server_tokens_per_day: int = Field(
        default=3_000_000,
        ge=0,
        examples=["1000000"],
        description="How many tokens the people of one Discord server may take in a day, all "
        "together. 0 is no limit.",
    )
    person_cost_per_day: float = Field(
        default=0.0,
        ge=0,
        examples=["0.5"],
        description="What the questions of one person on Discord may cost in a day, by "
        "LLM_INPUT_PRICE and LLM_OUTPUT_PRICE. 0 is no limit.",
    )
    server_cost_per_day: float = Field(
        default=0.0,
        ge=0,
        examples=["5.0"],
        description="What the people of one Discord server may cost in a day, all together. "
        "0 is no limit.",
    )
    llm_translates: bool = Field(
        default=False,
        examples=["true"],
        description="Whether a question is first translated into the languages of the documents, "
        "so that their words are found, too: one more call of the language model a question.",
    )
    prompts_dir: Path = Field(
        default=Path("prompts"),
        examples=["/srv/prompts"],
        description="Folder of what the language model is told.",
    )

    @field_validator("discord_guilds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() for part in ids):
            raise ValueError("it should be ids with commas between them")
        return ids

    @field_validator("llm_base_url")
    @classmethod
    def _check_api_address(cls, value: str | None) -> str | None:
        if value is not None and not _API_ADDRESS.fullmatch(value):
            raise ValueError("it must be an address: http:// or https://, a host, perhaps a path")
        return value

    @field_validator("llm_api_key")
    @classmethod
    def _check_key(cls, value: SecretStr | None) -> SecretStr | None:
        # In a header, anything else is an error whose message shows the key.
        if value is not None and not _KEY.fullmatch(value.get_secret_value()):
            raise ValueError("it has a space, or a letter that no key has")
        return value

    @field_validator("llm_reply_tokens")
    @classmethod
    def _leave_room(cls, value: int, info: ValidationInfo) -> int:
        if value >= info.data.get("llm_context_tokens", value + 1):
            raise ValueError("it should be less than LLM_CONTEXT_TOKENS")
        return value
