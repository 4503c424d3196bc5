"""The bot on Discord: what it may see, when its commands are registered, how it comes and goes."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.cogs.asking import Asking
from bot.cogs.checking import Checking
from bot.cogs.editing import Editing
from bot.cogs.gaps import Gaps
from bot.cogs.listening import Listening
from bot.cogs.setup import Setup
from bot.cogs.sources import Sources
from bot.cogs.status import StatusCog
from bot.errors import DiscordUnreachableError, TokenRefusedError
from bot.forms import take_form
from bot.registering import register_commands
from bot.sending import FAILED_CALL
from bot.services import Services
from bot.telling import telling_failures
from bot.translator import PhraseTranslator
from bot.views import BUTTONS
from ingest.errors import DataFolderError, first_line

PRUNE_EVERY_H = 24.0
LOOK_EVERY_S = 1.0
"""How often to look whether another process has ingested: it reads one small file."""
THREADS = 32
"""Each may wait seconds for a file that another process holds; answering needs two of them."""
DRAIN_S = 8.0
"""How long answers may take to finish after SIGTERM; Docker kills after 10 s, others later."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)

AUTHENTICATION_FAILED = 4004
"""How the gateway ends a session whose token has been reset."""

NO_CONTENT = (
    "Discord doesn't let this bot read messages: it answers commands, mentions, replies that ping "
    "it and direct messages, but not what else is said in its threads. To change that, switch on "
    "Message Content Intent at https://discord.com/developers/applications (Bot), and start again."
)

log = logging.getLogger(__name__)


class _Tree(app_commands.CommandTree["DossierBot"]):
    async def on_error(
        self, interaction: discord.Interaction["DossierBot"], error: app_commands.AppCommandError
    ) -> None:
        """As discord.py calls it, with what no command has handled."""
        async with telling_failures(interaction):
            raise error


class DossierBot(commands.AutoShardedBot):
    """The bot with all its commands."""

    def __init__(
        self,
        services: Services,
        *,
        reads_messages: bool = True,
        announce: Callable[[str], None] = log.info,
    ) -> None:
        """`reads_messages`: whether to ask Discord for what is written without calling the bot.

        `announce`: is told once, when the bot is ready to answer.
        """
        super().__init__(
            command_prefix=[],
            help_command=None,
            tree_cls=_Tree,
            intents=make_intents(reads_messages=reads_messages),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.services = services
        self._announce = announce
        self._has_announced = False
        self._complaint = ""

    async def setup_hook(self) -> None:
        """As discord.py calls it, once, after logging in."""
        await self.tree.set_translator(PhraseTranslator())
        for cog in (
            Asking(self, self.services),
            Checking(self, self.services),
            Listening(self, self.services),
            Sources(self, self.services),
            Editing(self, self.services),
            Gaps(self, self.services),
            Setup(self, self.services),
            StatusCog(self.services),
        ):
            await self.add_cog(cog)
        self.add_dynamic_items(*BUTTONS)
        services = self.services
        await register_commands(self.tree, services.synced, services.settings.discord_guilds)
        self._prune.start()
        self._look.start()

    async def on_ready(self) -> None:
        """As discord.py calls it: after each new session."""
        if not self._has_announced:
            self._has_announced = True
            self._announce(f"Answering as {self.user} (servers: {len(self.guilds)}). Ctrl-C ends.")

    async def on_interaction(self, interaction: discord.Interaction[discord.Client], /) -> None:
        """As discord.py calls it: commands and buttons find their own way, forms find it here."""
        if interaction.type is discord.InteractionType.modal_submit:
            await take_form(interaction)

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are read by `cogs.listening`; there are no commands with a prefix."""

    async def leave(self) -> None:
        """Let running answers finish, end what ingests, then close the connection."""
        self.services.dossier.stop()
        self.services.desk.running.stop_all()
        left = await self.services.desk.queue.drain(DRAIN_S)
        if left:
            log.warning("%d answers did not finish in %d s", left, DRAIN_S)
        await self.close()

    async def close(self) -> None:
        """As discord.py calls it, too: also when another bot is to take this one's place."""
        self._prune.cancel()
        self._look.cancel()
        await super().close()

    @tasks.loop(seconds=LOOK_EVERY_S)
    async def _look(self) -> None:
        try:
            await self.services.dossier.look()
            await self.services.withdrawal.follow()
        except Exception as error:  # or the loop would end, and nobody would know
            if str(error) != self._complaint:
                log.exception("what is new in the dossier could not be taken up")
            self._complaint = str(error)
        else:
            self._complaint = ""

    @tasks.loop(hours=PRUNE_EVERY_H)
    async def _prune(self) -> None:
        settings = self.services.settings
        older_than = datetime.now(UTC) - timedelta(days=settings.keep_days)
        try:
            await asyncio.to_thread(self.services.feedback.prune, older_than)
        except DataFolderError as error:
            log.error("What is older than KEEP_DAYS could not be deleted: %s", error)
        # Also of answers that were on their way when the dossier changed.
        await self.services.withdrawal.withdraw()


def make_intents(*, reads_messages: bool) -> discord.Intents:
    """No more than is used; without `reads_messages`, only mentions and direct messages."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.dm_messages = True
    intents.message_content = reads_messages
    return intents


async def run_bot(token: str, make_bot: Callable[[bool], DossierBot]) -> None:
    """Connect and stay until SIGTERM or SIGINT.

    `make_bot`: makes the bot, told whether it reads messages; called again without, if Discord
    doesn't let it.
    Raises: TokenRefusedError, DiscordUnreachableError.
    """
    try:
        await _run_as_allowed(token, make_bot)
    except discord.LoginFailure as error:
        raise TokenRefusedError from error
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise TokenRefusedError from error
        raise DiscordUnreachableError(reason=first_line(error).rstrip(".")) from error
    except (*FAILED_CALL, OSError, discord.GatewayNotFound) as error:
        raise DiscordUnreachableError(reason=first_line(error).rstrip(".")) from error


async def _run_as_allowed(token: str, make_bot: Callable[[bool], DossierBot]) -> None:
    try:
        await _run(token, make_bot(True))
    except discord.PrivilegedIntentsRequired:
        log.warning(NO_CONTENT)
    else:
        return
    await _run(token, make_bot(False))


async def _run(token: str, bot: DossierBot) -> None:
    loop, leaving = asyncio.get_running_loop(), set()
    loop.set_default_executor(ThreadPoolExecutor(THREADS))

    def leave() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)  # the next one ends the process at once
        leaving.add(loop.create_task(bot.leave()))

    if sys.platform != "win32":  # where asyncio handles no signals, and Ctrl-C ends it at once
        for number in SIGNALS:
            loop.add_signal_handler(number, leave)
    try:
        async with bot:
            await bot.start(token)
    except Exception as error:
        if not leaving:
            raise
        log.info("left while connecting: %s", first_line(error))  # its session was closed
