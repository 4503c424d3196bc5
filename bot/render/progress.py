"""How far an ingestion is, as a line of text. Pure."""

from bot.phrases import Phrases
from bot.render.escaping import escape_line

_BAR_CELLS = 20
_MAX_PATH_CHARS = 100


def say_ingesting(path: str, done: float, total: int, phrases: Phrases) -> str:
    """Say which document is being ingested, how many are done, and draw a bar of it."""
    filled = round(_BAR_CELLS * min(1.0, done / total)) if total else 0
    return phrases(
        "reingest_running",
        document=escape_line(path, _MAX_PATH_CHARS),
        done=int(done),
        total=total,
        bar="▰" * filled + "▱" * (_BAR_CELLS - filled),
    )
