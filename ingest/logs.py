"""What a log line looks like, and hides: to standard error, as text or one JSON object a line."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

_STANDARD = frozenset(vars(logging.makeLogRecord({})))
_TOKENS = re.compile(
    # A bot's token, as https://discord.com/developers/docs/reference#authentication shows it;
    r"[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,}"
    # and that of an interaction, which lets anyone answer in the bot's name for 15 minutes.
    r"|(?<=/)(webhooks|interactions)/\d+/[\w.~-]{20,}"
    # The gateway's events have that one too, which discord.py logs as it reads them.
    r"|(?<='token': ')[^']+"
)


def hide_tokens(line: str) -> str:
    """Strike out what lets one speak for the bot: libraries log it with the addresses they call."""
    return _TOKENS.sub(lambda match: f"{match[1]}/[hidden]" if match[1] else "[hidden]", line)


_request: ContextVar[str | None] = ContextVar("request", default=None)


@contextmanager
def in_request(request: str) -> Iterator[None]:
    """Mark every line that is logged meanwhile, also from threads and tasks begun there."""
    before = _request.set(request)
    try:
        yield
    finally:
        _request.reset(before)


def _add_request(record: logging.LogRecord) -> bool:
    if request := _request.get():
        record.request = request
    return True


class TextFormatter(logging.Formatter):
    """A line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Turn a record into its line, and the lines of a traceback."""
        request = getattr(record, "request", None)
        line = super().format(record)
        return hide_tokens(f"[{request}] {line}" if request else line)


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with whatever was passed as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Turn a record into its line."""
        line: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return hide_tokens(json.dumps(line, ensure_ascii=False, default=str))


def set_up_logging(level: str, style: Literal["text", "json"]) -> None:
    """Send log lines to standard error, once, for the whole process."""
    handler = logging.StreamHandler()
    handler.addFilter(_add_request)
    handler.setLevel(level)  # some libraries set their own loggers to DEBUG
    handler.setFormatter(
        JsonFormatter() if style == "json" else TextFormatter("%(levelname)s: %(message)s")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
