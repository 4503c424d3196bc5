"""Telling who asked that something failed, to them alone; logging what they can't mend."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from bot.errors import CooldownError
from bot.failures import explain
from bot.phrases import Phrases, phrases_in
from bot.replies.interaction import InteractionReply
from bot.replies.reply import Reply
from bot.translator import language_of
from ingest.logs import in_request

log = logging.getLogger(__name__)


async def tell_failure(reply: Reply, error: Exception, phrases: Phrases, request: str) -> None:
    """Say what happened; what only who runs the bot can mend is logged with its traceback.

    That somebody has to wait is said once, and again only where something has to be said.
    """
    explanation = explain(error, phrases, request)
    with in_request(request):
        if explanation.is_our_fault:
            log.error("failed", exc_info=error)
        else:
            log.info("refused: %s", type(error).__name__)
    if reply.is_owed or not (isinstance(error, CooldownError) and error.is_repeated):
        await reply.refuse(explanation.text)


@asynccontextmanager
async def telling_failures(
    interaction: discord.Interaction, *, private: bool = True
) -> AsyncIterator[InteractionReply]:
    """Give the way back to who used something; what is raised meanwhile is told to them."""
    reply, request = InteractionReply(interaction, private=private), str(interaction.id)
    with in_request(request):
        try:
            yield reply
        except Exception as error:  # noqa: BLE001 - told, and logged where it is our fault
            await tell_failure(reply, error, phrases_for(interaction), request)


def phrases_for(interaction: discord.Interaction) -> Phrases:
    """The phrases in the language of the person's Discord."""
    return phrases_in(language_of(interaction.locale))
