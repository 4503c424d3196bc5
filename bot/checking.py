"""`python -m bot --check`: whether the bot could run, without running it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
from llama_index.core.llms import ChatMessage, MessageRole

from bot.errors import DiscordUnreachableError, TokenMissingError, TokenRefusedError
from bot.llm.model import Limits
from bot.loading import load_writer, open_index
from bot.sending import FAILED_CALL
from bot.settings import BotSettings
from ingest.errors import DossierError, first_line, harmless
from ingest.stores.opening import open_store

if TYPE_CHECKING:
    from discord.types.guild import Guild

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    read_message_history=True,
    embed_links=True,
)
"""What the bot is invited with: to read a question, answer it, and go on in a thread."""
SCOPES = ("bot", "applications.commands")
_SERVERS_AT_ONCE = 200
"""As many as Discord gives."""
_PUBLIC = (
    "Anyone can invite it to a server of theirs. From then on nobody can change the dossier from "
    "Discord, unless DISCORD_GUILDS names the servers that may. Set that, or switch off Public Bot "
    "at https://discord.com/developers/applications (Bot)."
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_problem: bool
    text: str


async def check(settings: BotSettings) -> AsyncIterator[Finding]:
    """Look at index, language model, token, intents, and the permissions on each server."""
    yield _check_index(settings)
    if settings.llm_model is not None:
        yield await asyncio.to_thread(_check_model, settings)
    try:
        async with discord.Client(intents=discord.Intents(guilds=True)) as client:
            await _log_in(client, settings)
            application = await client.application_info()
            yield Finding(False, f"The token is that of {application.name}.")
            yield _check_intents(application.flags)
            if application.bot_public and not settings.discord_guilds:
                yield Finding(True, _PUBLIC)
            missing = set(settings.discord_guilds)
            async for server in _servers(client):
                missing.discard(int(server["id"]))
                yield _check_permissions(_name(server), int(server["permissions"]))
            for absent in sorted(missing):
                yield Finding(True, f"It is not on the server {absent} of DISCORD_GUILDS.")
            yield Finding(False, f"Invite it with {invite_link(application.id)}")
    except DossierError as error:
        yield Finding(True, str(error))
    except (*FAILED_CALL, OSError) as error:
        yield Finding(True, str(DiscordUnreachableError(reason=first_line(error).rstrip("."))))


def invite_link(application: int) -> str:
    """The address at which who manages a server can add the bot to it."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=SCOPES)


async def _log_in(client: discord.Client, settings: BotSettings) -> None:
    if settings.discord_token is None:
        raise TokenMissingError
    try:
        await client.login(settings.discord_token.get_secret_value())
    except discord.LoginFailure as error:
        raise TokenRefusedError from error


def _check_index(settings: BotSettings) -> Finding:
    try:
        store = open_store(settings.data_dir, settings.chroma_url)
        with closing(open_index(store, settings.embedding_model)) as index:
            return Finding(False, f"The index has {index.count()} passages.")
    except DossierError as error:
        return Finding(True, str(error))


def _check_model(settings: BotSettings) -> Finding:
    """Have the language model write something, once."""
    try:
        writer = load_writer(settings)
        assert writer is not None  # noqa: S101
        greeting = ChatMessage(role=MessageRole.USER, content="Reply with the word ok.")
        for _ in writer.model.write([greeting], None, Limits()):
            pass
    except DossierError as error:
        return Finding(True, str(error))
    return Finding(False, f"The language model {settings.llm_model} answers.")


def _check_intents(flags: discord.ApplicationFlags) -> Finding:
    if flags.gateway_message_content or flags.gateway_message_content_limited:
        return Finding(False, "It may read messages.")
    return Finding(
        True,
        "The Message Content Intent is off, so the bot can't read what is said in its threads "
        "without a mention. Switch it on at https://discord.com/developers/applications (Bot).",
    )


async def _servers(client: discord.Client) -> AsyncIterator["Guild"]:
    """Every server that the bot is on."""
    after, is_more = None, True
    while is_more:
        page = await client.http.get_guilds(_SERVERS_AT_ONCE, after=after)
        for server in page:
            yield server
            after = int(server["id"])
        is_more = len(page) == _SERVERS_AT_ONCE


def _name(server: "Guild") -> str:
    return harmless(" ".join(server["name"].split()))


def _check_permissions(server: str, granted: int) -> Finding:
    missing = list(_missing(discord.Permissions(granted)))
    if not missing:
        return Finding(False, f"{server}: it has all permissions that it needs.")
    return Finding(
        True,
        f"{server}: it lacks {', '.join(missing)}. Who manages the server can give them to its "
        "role, or invite it again with the link below.",
    )


def _missing(granted: discord.Permissions) -> Iterator[str]:
    if granted.administrator:
        return
    for name, wanted in PERMISSIONS:
        if wanted and not getattr(granted, name):
            yield name.replace("_", " ").title()
