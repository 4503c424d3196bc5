"""`/status`: what the bot answers from, and how fast. Pure."""

from dataclasses import dataclass
from datetime import datetime

from discord.utils import format_dt

from bot.phrases import Phrases
from bot.render.escaping import escape
from bot.render.fitting import BLUE, Container, contain
from bot.render.shortening import shorten

_MAX_NAME_CHARS = 200


@dataclass(frozen=True)
class Status:
    """How things stand."""

    documents: int
    passages: int
    model: str
    fingerprint: str
    ingested: datetime | None
    """When the index was last written to; None if that isn't known."""
    p50_s: float | None
    """From question to answer, over the answers that are kept; None before the first."""
    p95_s: float | None


def render_status(status: Status, phrases: Phrases) -> Container:
    """Lay out how things stand."""
    lines = [
        phrases("status_index", documents=status.documents, passages=status.passages),
        phrases("status_ingested", when=_when(status.ingested, phrases)),
        phrases("status_latency", latency=_latency(status, phrases)),
        phrases("status_model", model=_name(status.model)),
        "-# " + phrases("status_fingerprint", fingerprint=_name(status.fingerprint)),
    ]
    title = phrases("status_title")
    return contain([((f"**{title}**", "\n".join(lines)),)], BLUE)


def _when(moment: datetime | None, phrases: Phrases) -> str:
    return format_dt(moment, "R") if moment else phrases("status_unknown")


def _latency(status: Status, phrases: Phrases) -> str:
    if status.p50_s is None or status.p95_s is None:
        return phrases("status_unknown")
    p50, p95 = (round(seconds * 1000) for seconds in (status.p50_s, status.p95_s))
    return phrases("status_percentiles", p50=p50, p95=p95)


def _name(text: str) -> str:
    return escape(shorten(text, _MAX_NAME_CHARS))
