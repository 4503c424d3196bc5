"""What people and servers may spend on the language model in a day, and what they have spent.

Kept in the database, so that a restart gives nothing back; a day is one of UTC.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType, Self

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from bot.askers import Askers
from bot.database import Database
from bot.errors import BudgetSpentError, BudgetUnreadableError
from bot.llm.model import NOTHING, Allowance, Unlimited, Usage
from bot.schema import spending
from bot.settings import BotSettings
from ingest.errors import DataFolderError

Payer = NewType("Payer", str)
"""An `Asker`, or the decimal id of a server: neither looks like the other."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Amount:
    """Tokens, and their price."""

    tokens: int = 0
    cost: float = 0.0

    @classmethod
    def of(cls, usage: Usage) -> Self:
        """What a call takes altogether."""
        return cls(usage.prompt_tokens + usage.reply_tokens, usage.cost)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.tokens + other.tokens, self.cost + other.cost)

    def __bool__(self) -> bool:
        return bool(self.tokens or self.cost)

    def fits(self, more: "Amount", limit: "Amount") -> bool:
        """Whether `more` can be spent beside this; a limit of 0 is none."""
        return _fits(self.tokens, more.tokens, limit.tokens) and _fits(
            self.cost, more.cost, limit.cost
        )


def _fits(spent: float, more: float, limit: float) -> bool:
    return not limit or (spent < limit and spent + more <= limit)


@dataclass(frozen=True)
class _Share:
    """Who pays, how much they may, and how that is called in an error."""

    payer: Payer
    limit: Amount
    whose: str


class Budgets:
    """Everybody's. May be used from many threads; of processes, one."""

    def __init__(
        self,
        database: Database,
        askers: Askers,
        person: Amount,
        server: Amount,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`person`, `server`: the most that each may spend in a day. `clock`: with a time zone."""
        self._database = database
        self._askers = askers
        self._person = person
        self._server = server
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: list[tuple[Payer, Amount]] = []
        """What calls that have not ended yet may take."""
        self._owed: dict[tuple[str, Payer], Amount] = {}
        """What could not be written yet."""

    def allowance(self, person: int | None, server: int | None) -> Allowance:
        """What a question may take, by ids of Discord; without an end in the terminal."""
        shares = []
        if person is not None and self._person:
            payer = Payer(self._askers.hash_person(person))
            shares.append(_Share(payer, self._person, "person"))
        if server is not None and self._server:
            shares.append(_Share(Payer(str(server)), self._server, "server"))
        return _Purse(self, tuple(shares)) if shares else Unlimited()

    def keep(self, shares: Sequence[_Share], expected: Amount) -> None:
        """Set so much aside for a call, if anything.

        Raises: BudgetSpentError, BudgetUnreadableError.
        """
        with self._lock:
            for share in shares:
                if not self._read_gone(share.payer).fits(expected, share.limit):
                    raise BudgetSpentError(whose=share.whose)
            if expected:
                self._kept += [(share.payer, expected) for share in shares]

    def settle(self, shares: Sequence[_Share], kept: Amount, spent: Amount) -> None:
        """Count what a call took, in place of what was set aside for it.

        What can't be written now is written with the next, and counts meanwhile.
        """
        with self._lock:
            for share in shares:
                if kept:
                    self._kept.remove((share.payer, kept))
                if spent:
                    due = (self._today(), share.payer)
                    self._owed[due] = self._owed.get(due, Amount()) + spent
            try:
                if self._owed:
                    self._write()
            except DataFolderError as error:
                log.warning("What the language model took could not be kept yet. %s", error)

    def _today(self) -> str:
        return self._clock().astimezone(UTC).date().isoformat()

    def _read_gone(self, payer: Payer) -> Amount:
        try:
            return self._gone(payer)
        except DataFolderError as error:
            raise BudgetUnreadableError(reason=error) from error

    def _gone(self, payer: Payer) -> Amount:
        today = self._today()
        found = select(spending).where(spending.c.day == today, spending.c.payer == payer)
        with self._database.read() as connection:
            row = connection.execute(found).one_or_none()
        written = Amount(row.tokens, row.cost) if row else Amount()
        kept = (amount for whose, amount in self._kept if whose == payer)
        return sum(kept, written + self._owed.get((today, payer), Amount()))

    def _write(self) -> None:
        with self._database.write() as connection:
            for (day, payer), amount in self._owed.items():
                _add(connection, day, payer, amount)
        self._owed.clear()


class _Purse:
    """An `Allowance` of one question: what it takes is taken from each of its shares."""

    def __init__(self, budgets: Budgets, shares: Sequence[_Share]) -> None:
        self._budgets = budgets
        self._shares = shares
        self._kept: list[Amount] = []

    def check(self, expected: Usage = NOTHING) -> None:
        """As `Allowance`."""
        amount = Amount.of(expected)
        self._budgets.keep(self._shares, amount)
        if amount:
            self._kept.append(amount)

    def spend(self, usage: Usage) -> None:
        """As `Allowance`."""
        kept = self._kept.pop() if self._kept else Amount()
        self._budgets.settle(self._shares, kept, Amount.of(usage))


def load_budgets(settings: BotSettings, database: Database, askers: Askers) -> Budgets:
    """The budgets that are set."""
    return Budgets(
        database,
        askers,
        person=Amount(settings.person_tokens_per_day, settings.person_cost_per_day),
        server=Amount(settings.server_tokens_per_day, settings.server_cost_per_day),
    )


def _add(connection: Connection, day: str, payer: Payer, amount: Amount) -> None:
    row = insert(spending).values(day=day, payer=payer, tokens=amount.tokens, cost=amount.cost)
    more = {
        "tokens": spending.c.tokens + row.excluded.tokens,
        "cost": spending.c.cost + row.excluded.cost,
    }
    connection.execute(row.on_conflict_do_update(index_elements=["day", "payer"], set_=more))
