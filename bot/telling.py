"""Telling who asked that something failed, to them alone; logging what they can't mend."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from bot.delivery import InteractionReply, Reply
from bot.failures import explain
from bot.phrases import Phrases, phrases_in
from bot.translator import language_of

log = logging.getLogger(__name__)


async def tell(reply: Reply, error: Exception, phrases: Phrases, request: str) -> None:
    """Say what happened; what only who runs the bot can mend is logged with its traceback."""
    told = explain(error, phrases, request)
    if told.is_our_fault:
        log.error("request %s failed", request, exc_info=error)
    else:
        log.info("request %s: refused, %s", request, type(error).__name__)
    await reply.refuse(told.text)


@asynccontextmanager
async def told(
    interaction: discord.Interaction, *, private: bool = True
) -> AsyncIterator[InteractionReply]:
    """Give the way back to who used something; what is raised meanwhile is told to them."""
    reply = InteractionReply(interaction, private=private)
    try:
        yield reply
    except Exception as error:  # noqa: BLE001 - told, and logged where it is our fault
        await tell(reply, error, phrases_for(interaction), str(interaction.id))


def phrases_for(interaction: discord.Interaction) -> Phrases:
    """The phrases in the language of the person's Discord."""
    return phrases_in(language_of(interaction.locale))
