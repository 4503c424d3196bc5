"""The parts of the bot on Discord, put together from the settings."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from bot.answering.rephrasing import Rephraser
from bot.askers import knows_nobody, load_askers
from bot.client import DossierBot
from bot.conversing import Listener
from bot.database import Database, open_database
from bot.desk import AT_ONCE, WRITTEN_AT_ONCE, Desk
from bot.feedback import Feedback
from bot.languages import detect_question_language
from bot.limits import Cooldowns, Queue
from bot.live import LiveDossier, load_dossier
from bot.llm.budget import load_budgets
from bot.records import Records
from bot.servers import Servers
from bot.services import Services
from bot.settings import BotSettings
from bot.synced import SyncedCommands
from bot.withdrawing import Withdrawal


@contextmanager
def bot_maker(
    settings: BotSettings, announce: Callable[[str], None]
) -> Iterator[Callable[[bool], DossierBot]]:
    """Open index, models and database, and give what makes a bot of them.

    That is told whether the bot may ask Discord for messages that don't call it. `announce`: as
    `DossierBot`.
    Raises: IndexMissingError, IndexMismatchError, EmbeddingError, DataFolderError,
    ChromaServerError.
    """
    detect_question_language("is this loaded?")
    with closing(load_dossier(settings)) as dossier, open_database(settings.data_dir) as database:
        services = make_services(settings, dossier, database)
        yield lambda reads_messages: DossierBot(
            services, reads_messages=reads_messages, announce=announce
        )


def make_services(
    settings: BotSettings,
    dossier: LiveDossier,
    database: Database,
    clock: Callable[[], float] = time.time,
) -> Services:
    """Put the parts together. `clock`: seconds since the epoch, which cooldowns go by.

    Raises: AskerKeyError, DataFolderError.
    """
    askers = load_askers(settings.data_dir, may_make=knows_nobody(database))
    records = Records(database, askers)
    cooldowns = Cooldowns(
        settings.questions_per_minute, settings.server_questions_per_minute, clock
    )
    writer = dossier.writer
    at_once = WRITTEN_AT_ONCE if writer else AT_ONCE
    queue = Queue(at_once, settings.queue_length)
    budgets = load_budgets(settings, database, askers)
    listener = Listener(Rephraser(writer.model, writer.prompts) if writer else None)
    desk = Desk(dossier, records, cooldowns, queue, listener, budgets.allowance)
    return Services(
        settings=settings,
        dossier=dossier,
        records=records,
        feedback=Feedback(database, askers),
        servers=Servers(database),
        synced=SyncedCommands(database),
        desk=desk,
        withdrawal=Withdrawal(database, dossier),
    )
