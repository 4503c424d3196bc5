"""Calls to Discord that may fail: made again where that is harmless.

What Discord and discord.py do was tried over a socket: a cut connection is not retried by
discord.py and shows as `aiohttp.ClientError`; a callback that got through although its reply was
lost fails with 40060 when repeated.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import aiohttp
import discord
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

from bot.errors import CannotSendError

T = TypeVar("T")

log = logging.getLogger(__name__)

ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN = 10008, 10015, 10062, 50027
GONE = frozenset({UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN})
"""What an interaction that is too old, or whose answer was deleted, fails with."""
ATTEMPTS = 5
FIRST_PAUSE_S = 0.25


@dataclass(frozen=True)
class Placed:
    """Where an answer stands."""

    channel: int
    message: int
    failure: CannotSendError | None = None
    """Why it doesn't stand where the question does, if somebody can mend that."""


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call that may safely be made twice, again after a cut connection or a server error.

    Raises: what the last attempt raised.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(_may_pass),
        wait=wait_exponential(FIRST_PAUSE_S, exp_base=3),
        stop=stop_after_attempt(ATTEMPTS),
        reraise=True,
    )

    async def attempt() -> T:  # tenacity awaits only what is declared to be awaited
        return await call()

    return await attempts(attempt)


async def send_once(
    channel: discord.abc.Messageable, nonce: str, content: str | None = None, **what: object
) -> discord.Message:
    """Send a message that is there once however often the call is made.

    `nonce`: at most 25 characters; Discord gives back the message that has it already, for a few
    minutes.
    """
    send: Callable[..., Awaitable[discord.Message]] = channel.send
    return await insist(lambda: send(content, nonce=nonce, **what))


async def acknowledge(call: Callable[[], Awaitable[object]]) -> None:
    """Make the one callback of an interaction; a lost reply to it is no failure.

    Raises: discord.HTTPException, aiohttp.ClientError.
    """
    try:
        await insist(call)
    except discord.HTTPException as error:
        if error.code != ALREADY_ACKNOWLEDGED:
            raise


async def send_privately(
    person: discord.abc.User, content: str | None = None, *, nonce: str, **what: object
) -> Placed | None:
    """Send a direct message. Returns: where it stands; None if the person takes none."""
    if not isinstance(person, discord.User | discord.Member):
        return None
    try:
        message = await send_once(person, nonce, content, **what)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        log.info("A direct message could not be sent: %s", error)
        return None
    return Placed(message.channel.id, message.id)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.status >= 500
    return isinstance(error, aiohttp.ClientError | asyncio.TimeoutError)
