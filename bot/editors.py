"""Who may change the dossier from Discord."""

import discord

from bot.errors import NotEditorError, ServersUnnamedError
from bot.pressing import Used
from bot.settings import BotSettings


def check_editor(interaction: Used, settings: BotSettings) -> None:
    """Raises: NotEditorError, unless the person has Manage Server or the editors' role here;
    ServersUnnamedError, unless this server is one that may change the dossier.

    DISCORD_GUILDS names those that may. Without it, the bot must be on a single server: whoever
    invites it to another one manages that.
    """
    here, named = interaction.guild_id, settings.discord_guilds
    if not _is_editor(interaction, settings.dossier_editor_role) or (named and here not in named):
        raise NotEditorError
    if not named and {server.id for server in interaction.client.guilds} != {here}:
        raise ServersUnnamedError


def _is_editor(interaction: Used, role: str | None) -> bool:
    roles = interaction.user.roles if isinstance(interaction.user, discord.Member) else []
    has_role = role is not None and any(role in (r.name, str(r.id)) for r in roles)
    return interaction.permissions.manage_guild or has_role
