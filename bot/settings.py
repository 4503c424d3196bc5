"""A setting of asking. The only reader of the environment in `bot`."""

from ingest.settings import IngestSettings


class BotSettings(IngestSettings):
    """What `python -m bot` can be told: all that ingestion can, since it reads what that wrote."""
