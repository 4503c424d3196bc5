"""What commands, buttons and listeners are given: built once (`bot.wiring`), passed down."""

from dataclasses import dataclass
from typing import Protocol, cast

import discord

from bot.desk import Desk
from bot.feedback import Feedback
from bot.live import LiveDossier
from bot.records import Records
from bot.servers import Servers
from bot.settings import BotSettings
from bot.synced import SyncedCommands
from bot.withdrawing import Withdrawal


@dataclass(frozen=True)
class Services:
    """The parts that a bot works with."""

    settings: BotSettings
    dossier: LiveDossier
    records: Records
    feedback: Feedback
    servers: Servers
    synced: SyncedCommands
    desk: Desk
    withdrawal: Withdrawal


class _HasServices(Protocol):
    services: Services


def services_of(interaction: discord.Interaction) -> Services:
    """The parts of the bot that an interaction came to: a button has nothing else to go by."""
    return cast("_HasServices", interaction.client).services
