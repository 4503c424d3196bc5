"""REST without discord.py, as the bot."""

from typing import Any

import aiohttp


class Api:
    """A session that is let in, or not, by its headers."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url

    async def __call__(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and body."""
        async with self._http.request(method, self._url + path, json=body) as response:
            assert response.headers.get("Content-Type") in ("application/json", None)
            return response.status, await response.json() if response.status != 204 else None

    async def code(self, method: str, path: str, body: object = None) -> tuple[int, int]:
        """Status and error code."""
        status, answer = await self(method, path, body)
        return status, answer["code"]
