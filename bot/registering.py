"""Where on Discord the commands are registered: sent only where they differ from what is there.

Discord lets a bot make 200 new commands a day, so they are not sent at each start.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.synced import SyncedCommands

log = logging.getLogger(__name__)

Tree = app_commands.CommandTree[Any]


async def register_commands(tree: Tree, synced: SyncedCommands, servers: Sequence[int]) -> None:
    """Register the tree's commands on some servers alone, or everywhere if none is named.

    Where they were registered before and are not to be any more, they are taken away: people would
    see each of them twice.
    Raises: discord.HTTPException, DataFolderError.
    """
    application = tree.client.application_id or 0
    wanted: list[int | None] = [*servers] or [None]
    for server in servers:
        tree.copy_global_to(guild=discord.Object(server))
    if servers:
        tree.clear_commands(guild=None)
    for place in wanted:
        try:
            await _register(tree, synced, place)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("Commands could not be registered in server %s: %s", place, error)
    there = await asyncio.to_thread(synced.servers, application)
    for place in there.difference(wanted):
        try:
            await _register(tree, synced, place)
        except (discord.Forbidden, discord.NotFound):  # the bot has left, and its commands with it
            await asyncio.to_thread(synced.forget, application, place)


async def _register(tree: Tree, synced: SyncedCommands, server: int | None) -> None:
    scope = None if server is None else discord.Object(server)
    application, digest = tree.client.application_id or 0, await _digest(tree, scope)
    if await asyncio.to_thread(synced.read, application, server) == digest:
        return
    await tree.sync(guild=scope)
    await asyncio.to_thread(synced.write, application, server, digest)
    log.info("Commands registered: %s", "everywhere" if server is None else f"server {server}")


async def _digest(tree: Tree, scope: discord.Object | None) -> str:
    """Hash what would be sent, translations and all."""
    translator = tree.translator
    assert translator is not None  # noqa: S101 - set before the commands are registered
    payload = [
        await command.get_translated_payload(tree, translator)
        for command in tree.get_commands(guild=scope)
    ]
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
