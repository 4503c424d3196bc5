"""A Discord server with people in it and the real bot: what the transcripts of `flows` play in."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import discord
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.components import walk_components

from bot.client import DossierBot
from bot.database import open_database
from bot.live import LiveDossier
from bot.settings import BotSettings
from bot.wiring import make_services

SETTLE_S = 60.0
"""A real model answers; on a busy machine that takes a while."""
_TEXT, _BUTTON = 10, 2
"""Discord's numbers for kinds of components."""

Shown = discord.Message | ResponseMessage


@dataclass
class World:
    """Ann and Bob are people like any other; Eve manages the server."""

    env: Env
    bot: DossierBot
    settings: BotSettings
    embedding: BaseEmbedding
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    bob: MemberActor
    eve: MemberActor

    @property
    def at_bot(self) -> str:
        """How people mention the bot."""
        assert self.bot.user is not None
        return self.bot.user.mention

    async def restart(self) -> None:
        """End the bot and start another, as after an update."""
        self.bot = make_bot(self.settings, self.embedding)
        await self.env.restart_bot(self.bot)


def make_bot(
    settings: BotSettings,
    embedding: BaseEmbedding,
    *,
    reads_messages: bool = True,
    clock: Callable[[], float] = time.time,
) -> DossierBot:
    """The bot as `python -m bot` makes it, with the model that is in memory already."""
    dossier = LiveDossier(settings, embedding)
    services = make_services(settings, dossier, open_database(settings.data_dir), clock)
    return DossierBot(services, reads_messages=reads_messages)


def people(env: Env, bot: DossierBot, settings: BotSettings, embedding: BaseEmbedding) -> World:
    """Put a server with one channel and three people into an environment that runs."""
    guild = env.create_guild(name="Press")
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return World(
        env=env,
        bot=bot,
        settings=settings,
        embedding=embedding,
        guild=guild,
        channel=guild.create_text_channel("questions"),
        ann=guild.add_member(env.create_user("ann")),
        bob=guild.add_member(env.create_user("bob")),
        eve=guild.add_member(env.create_user("eve"), roles=[managers]),
    )


def texts(shown: Shown | None) -> list[str]:
    """What a message says, a text a line of the list."""
    assert shown is not None
    said = [shown.content] if shown.content else []
    return said + [str(part["content"]) for part in _parts(shown) if part["type"] == _TEXT]


def buttons(shown: Shown | None) -> dict[str, str]:
    """The ids of a message's buttons, by label or emoji; without those that open a link."""
    assert shown is not None
    return {
        part.get("label") or part["emoji"]["name"]: part["custom_id"]
        for part in _parts(shown)
        if part["type"] == _BUTTON and "custom_id" in part
    }


def answer_of(used: InteractionResult) -> ResponseMessage:
    """What a command or a button was answered with."""
    assert used.response is not None
    return used.response


def field_of(form: InteractionResult) -> str:
    """The id of a form's only field."""
    assert form.modal is not None
    field: str = form.modal["components"][0]["component"]["custom_id"]
    return field


def _parts(shown: Shown) -> Iterable[dict[str, Any]]:
    roots = [part if isinstance(part, dict) else part.to_dict() for part in shown.components]
    return walk_components(roots)
