"""Calls to Discord that may fail: made again where that is harmless.

What Discord and discord.py do was tried over a socket: a cut connection is not retried by
discord.py and shows as `aiohttp.ClientError`; a callback that got through although its reply was
lost fails with 40060 when repeated.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import aiohttp
import discord
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

from bot.codes import ALREADY_ACKNOWLEDGED, code_of
from bot.errors import AttachmentGoneError, CannotSendError
from bot.render.shortening import fit

T = TypeVar("T")

log = logging.getLogger(__name__)

FAILED_CALL = (discord.HTTPException, aiohttp.ClientError, TimeoutError)
"""What a call to Discord fails with: it is refused, its connection is cut, or nothing comes."""
ATTEMPTS = 5
FIRST_PAUSE_S = 0.25


@dataclass(frozen=True)
class Placed:
    """Where an answer stands."""

    channel: int
    message: int
    is_private: bool = False
    """Whether only who asked sees it."""
    failure: CannotSendError | None = None
    """Why it doesn't stand where the question does, if somebody can mend that."""


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call that may safely be made twice, again after a cut connection or a server error.

    Raises: what the last attempt raised.
    """
    attempts = AsyncRetrying(
        retry=retry_if_exception(is_unsure),
        wait=wait_exponential(FIRST_PAUSE_S, exp_base=3),
        stop=stop_after_attempt(ATTEMPTS),
        reraise=True,
    )

    async def attempt() -> T:  # tenacity awaits only what is declared to be awaited
        return await call()

    return await attempts(attempt)


def is_unsure(error: BaseException) -> bool:
    """Whether a call that failed may have got through, or may when it is made again."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500
    return isinstance(error, FAILED_CALL)


async def send_once(
    channel: discord.abc.Messageable, nonce: str, content: str | None = None, **what: object
) -> discord.Message:
    """Send a message that is there once however often the call is made.

    `nonce`: at most 25 characters; Discord gives back the message that has it already, for a few
    minutes.
    """
    send: Callable[..., Awaitable[discord.Message]] = channel.send
    said = None if content is None else fit(content)
    return await insist(lambda: send(said, nonce=nonce, **what))


async def acknowledge(call: Callable[[], Awaitable[object]]) -> bool:
    """Make the one callback of an interaction; a lost reply to it is no failure.

    Returns: False if not this call did it, but one before it whose reply was lost.
    Raises: one of FAILED_CALL.
    """
    was_cut = False

    async def attempt() -> bool:
        nonlocal was_cut
        try:
            await call()
        except FAILED_CALL as error:
            if code_of(error) == ALREADY_ACKNOWLEDGED:
                return was_cut
            was_cut = was_cut or is_unsure(error)
            raise
        return True

    return await insist(attempt)


async def send_privately(
    person: discord.abc.User, content: str | None = None, *, nonce: str, **what: object
) -> Placed | None:
    """Send a direct message. Returns: where it stands; None if the person takes none."""
    if not isinstance(person, discord.User | discord.Member):
        return None
    try:
        message = await send_once(person, nonce, content, **what)
    except FAILED_CALL as error:
        log.info("A direct message could not be sent: %s", error)
        return None
    return Placed(message.channel.id, message.id, is_private=True)


async def download(attachment: discord.Attachment) -> bytes:
    """Fetch what somebody attached. Raises: AttachmentGoneError."""
    try:
        return await insist(attachment.read)
    except FAILED_CALL as error:
        log.info("An attachment could not be fetched: %s", error)
        raise AttachmentGoneError(name=attachment.filename) from error
