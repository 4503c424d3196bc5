"""A setting of asking. The only reader of the environment in `bot`."""

from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from ingest.settings import IngestSettings


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

    @field_validator("discord_guilds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() for part in ids):
            raise ValueError("it should be ids with commas between them")
        return ids
