"""The tables of what is kept. A change of theirs is a new SCHEMA_VERSION.

Plain columns that an operator can read with any SQLite viewer; JSON only where a record has lists.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA_VERSION = 2
"""Kept in the file as its `user_version`."""


class DiscordId(TypeDecorator[int]):
    """An id of Discord, as decimal text: viewers built on JavaScript round numbers of its size."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Into the file."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Out of the file."""
        return None if value is None else int(value)


class Time(TypeDecorator[datetime]):
    """A point in time, as ISO 8601 text in UTC that sorts by time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Into the file; `value` must know its time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone can't be kept")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Out of the file."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

answers = Table(
    "answers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("asked_at", Time, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("understood", Text),
    Column("language", Text, nullable=False),
    Column("abstained", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("answerer", Text, nullable=False),
    Column("claims", Text, nullable=False),
    Column("citations", Text, nullable=False),
    Column("nearest", Text, nullable=False),
    Column("passages", Text, nullable=False),
    Column("index_fingerprint", Text, key="index", nullable=False),
    Column("server_id", DiscordId, key="server"),
    Column("channel_id", DiscordId, key="channel", nullable=False, index=True),
    Column("message_id", DiscordId, key="message", index=True),
    Column("is_private", Boolean, nullable=False),
    Column("asker", Text, nullable=False, index=True),
)

votes = Table(
    "votes",
    metadata,
    Column("answer_id", Text, ForeignKey("answers.id"), key="answer", primary_key=True),
    Column("voter", Text, primary_key=True, index=True),
    Column("is_helpful", Boolean, nullable=False),
    Column("reason", Text),
    Column("voted_at", Time, nullable=False),
)

server_channels = Table(
    "server_channels",
    metadata,
    Column("server_id", DiscordId, key="server", primary_key=True),
    Column("channel_id", DiscordId, key="channel", primary_key=True),
    Column("role", Text, CheckConstraint("role IN ('allowed', 'every_message', 'forum')"),
           primary_key=True),
)  # fmt: skip

synced_commands = Table(
    "synced_commands",
    metadata,
    Column("application_id", DiscordId, key="application", primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("day", Text, primary_key=True),
    Column("payer", Text, primary_key=True, index=True),
    Column("tokens", Integer, nullable=False),
    Column("cost", Float, nullable=False),
)
"""What the language model took, by day (ISO 8601, UTC): of a person (their hash) or a server (its
id)."""

unfinished = Table("unfinished", metadata, Column("task", Text, primary_key=True))
"""What was begun and must be done before anything else of the kind, were it after a kill."""
