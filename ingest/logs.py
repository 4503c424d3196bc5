"""What a log line looks like: to standard error, as text for people or one JSON object a line."""

import json
import logging
from typing import Literal

_STANDARD = frozenset(vars(logging.makeLogRecord({})))


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
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(level: str, style: Literal["text", "json"]) -> None:
    """Send log lines to standard error, once, for the whole process."""
    handler = logging.StreamHandler()
    handler.setLevel(level)  # some libraries set their own loggers to DEBUG
    handler.setFormatter(
        JsonFormatter() if style == "json" else logging.Formatter("%(levelname)s: %(message)s")
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
