"""A record of every REST exchange, one JSON object a line, without a token in it."""

import json
import re
from pathlib import Path

INTERACTION_TOKEN = re.compile(r"aW50ZXJhY3Rpb24[\w-]+")
"""Ours and Discord's both begin so: "interaction" in base64."""
STRUCK_OUT = "<token>"


class Traffic:
    """Writes exchanges to a file as they happen."""

    def __init__(self, file: Path, bot_token: str) -> None:
        self._file = file.open("a", encoding="utf-8")
        self._bot_token = bot_token

    def write(
        self,
        *,
        method: str,
        path: str,
        query: dict[str, str],
        request_body: object,
        status: int | None,
        response_body: object,
    ) -> None:
        """Without a status: the connection was cut before an answer."""
        exchange = {
            "method": method,
            "path": path,
            "query": query,
            "request_body": request_body,
            "status": status,
            "response_body": response_body,
        }
        line = json.dumps(exchange, ensure_ascii=False)
        line = INTERACTION_TOKEN.sub(STRUCK_OUT, line.replace(self._bot_token, STRUCK_OUT))
        self._file.write(line + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()
