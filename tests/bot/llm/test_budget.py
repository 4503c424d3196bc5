"""What a person and a server may spend in a day, over restarts and from many threads at once."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import database as database_module
from bot.askers import Askers, knows_nobody
from bot.database import FILE_NAME, Database, open_database
from bot.errors import BudgetSpentError, BudgetUnreadableError
from bot.feedback import Feedback
from bot.llm.budget import Amount, Budgets, load_budgets
from bot.llm.model import Allowance, Usage
from bot.schema import spending
from bot.settings import BotSettings
from tests.bot.keeping import ANN, BOB, NOON, SERVER, files_with

ASKERS = Askers(b"1" * 32)
NO_LIMIT = Amount()
CALL = Usage(prompt_tokens=80, reply_tokens=20, cost=0.5)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as opened:
        yield opened


def budgets_of(
    database: Database,
    person: Amount = NO_LIMIT,
    server: Amount = NO_LIMIT,
    at: datetime = NOON,
) -> Budgets:
    return Budgets(database, ASKERS, person, server, clock=lambda: at)


def call(allowance: Allowance, expected: Usage = CALL, taken: Usage = CALL) -> None:
    """A question that is asked and answered."""
    allowance.check(expected)
    allowance.spend(taken)


def calls_until_spent(allowance: Allowance) -> int:
    for done in range(20):
        try:
            call(allowance)
        except BudgetSpentError:
            return done
    raise AssertionError("it never ends")


def test_a_person_may_spend_their_tokens_and_no_more(database: Database) -> None:
    budgets = budgets_of(database, person=Amount(tokens=350))

    assert calls_until_spent(budgets.allowance(ANN, SERVER)) == 3
    assert calls_until_spent(budgets.allowance(BOB, SERVER)) == 3


def test_a_person_may_spend_their_money_and_no_more(database: Database) -> None:
    budgets = budgets_of(database, person=Amount(cost=1.0))

    assert calls_until_spent(budgets.allowance(ANN, None)) == 2


def test_the_people_of_a_server_share_what_it_has(database: Database) -> None:
    budgets = budgets_of(database, person=Amount(tokens=200), server=Amount(tokens=300))

    assert calls_until_spent(budgets.allowance(ANN, SERVER)) == 2
    assert calls_until_spent(budgets.allowance(BOB, SERVER)) == 1
    assert calls_until_spent(budgets.allowance(BOB, SERVER + 1)) == 1


@pytest.mark.parametrize(
    ("person", "server", "whose"),
    [
        (Amount(tokens=100), Amount(), "one person"),
        (Amount(), Amount(tokens=100), "one server"),
    ],
)
def test_who_has_spent_it_is_told_whose_it_was_and_when_there_is_more(
    database: Database, person: Amount, server: Amount, whose: str
) -> None:
    allowance = budgets_of(database, person, server).allowance(ANN, SERVER)
    call(allowance)

    with pytest.raises(BudgetSpentError) as told:
        allowance.check()

    assert str(told.value) == (
        f"What {whose} may use of the language model in a day is used up. It is there again at "
        "midnight UTC; the settings that end in _PER_DAY say how much."
    )


def test_a_limit_of_zero_is_none_and_nor_has_the_terminal_one(database: Database) -> None:
    for allowance in (
        budgets_of(database).allowance(ANN, SERVER),
        budgets_of(database, Amount(1), Amount(1)).allowance(None, None),
    ):
        for _ in range(50):
            call(allowance)


def test_a_restart_gives_nothing_back(tmp_path: Path) -> None:
    with open_database(tmp_path) as before:
        call(budgets_of(before, person=Amount(tokens=250)).allowance(ANN, SERVER))

    with open_database(tmp_path) as after:
        again = budgets_of(after, person=Amount(tokens=250))
        assert calls_until_spent(again.allowance(ANN, SERVER)) == 1


def test_a_new_day_begins_at_midnight_utc(database: Database) -> None:
    late = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)
    limit = Amount(tokens=100)
    call(budgets_of(database, limit, at=late).allowance(ANN, None))

    for at, expected in ((late, 0), (late + timedelta(minutes=1), 1)):
        allowance = budgets_of(database, limit, at=at).allowance(ANN, None)
        assert calls_until_spent(allowance) == expected


def test_what_calls_under_way_may_take_is_not_there_for_others(database: Database) -> None:
    budgets = budgets_of(database, person=Amount(tokens=250))
    first, second, third = (budgets.allowance(ANN, SERVER) for _ in range(3))
    first.check(CALL)
    second.check(CALL)

    with pytest.raises(BudgetSpentError):
        third.check(CALL)

    first.spend(Usage(prompt_tokens=10, reply_tokens=0, cost=0.0))
    third.check(CALL)


def test_a_call_that_took_nothing_costs_nothing(database: Database) -> None:
    budgets = budgets_of(database, person=Amount(tokens=100))

    call(budgets.allowance(ANN, SERVER), taken=Usage(0, 0, 0.0))

    assert calls_until_spent(budgets.allowance(ANN, SERVER)) == 1


def test_forty_at_once_spend_no_more_than_there_is(database: Database) -> None:
    """They begin together, and none is answered before all have asked."""
    budgets = budgets_of(database, person=Amount(tokens=1000), server=Amount(tokens=1500))
    all_are_here, all_have_asked = threading.Barrier(40), threading.Barrier(40)
    went_through: list[int] = []

    def ask(person: int) -> None:
        allowance = budgets.allowance(person, SERVER)
        all_are_here.wait()
        try:
            allowance.check(CALL)
        except BudgetSpentError:
            all_have_asked.wait()
            return
        went_through.append(person)
        all_have_asked.wait()
        allowance.spend(CALL)

    threads = [threading.Thread(target=ask, args=(ANN if n % 2 else BOB,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(went_through) == 15
    assert max(map(went_through.count, (ANN, BOB))) <= 10
    assert spent_by(database, str(SERVER)) == 1500


def spent_by(database: Database, payer: str) -> int:
    with database.read() as connection:
        tokens = connection.scalar(select(spending.c.tokens).where(spending.c.payer == payer))
    assert isinstance(tokens, int)
    return tokens


def test_what_can_not_be_written_now_counts_and_is_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_S", 0.05)
    with open_database(tmp_path) as database:
        allowance = budgets_of(database, person=Amount(tokens=250)).allowance(ANN, None)
        allowance.check(CALL)
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            allowance.spend(CALL)

        with pytest.raises(BudgetSpentError):
            allowance.check(Usage(prompt_tokens=151, reply_tokens=0, cost=0.0))
        assert calls_until_spent(allowance) == 1

    with open_database(tmp_path) as again:
        assert spent_by(again, ASKERS.hash_person(ANN)) == 200


def test_a_budget_that_can_not_be_read_is_an_error_of_the_language_model(
    tmp_path: Path, database: Database
) -> None:
    allowance = budgets_of(database, person=Amount(tokens=250)).allowance(ANN, None)
    database.close()
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 100)

    with pytest.raises(BudgetUnreadableError) as told:
        allowance.check(CALL)

    assert str(told.value) == (
        "What has been spent on the language model today can't be read, so nothing is asked of it. "
        f"The file {tmp_path / FILE_NAME} is damaged, or no SQLite database. "
        "Put a copy of it back, or move it away to begin a new one."
    )


def test_of_a_forgotten_person_nothing_is_left(tmp_path: Path, database: Database) -> None:
    budgets = budgets_of(database, Amount(100), Amount(200))
    call(budgets.allowance(ANN, SERVER))
    call(budgets.allowance(BOB, SERVER))
    assert files_with(tmp_path, ASKERS.hash_person(ANN)) != []

    Feedback(database, ASKERS).forget(ANN)

    assert files_with(tmp_path, ASKERS.hash_person(ANN)) == []
    assert files_with(tmp_path, ASKERS.hash_person(BOB)) == [FILE_NAME]


def test_days_are_pruned_with_the_answers(tmp_path: Path, database: Database) -> None:
    call(budgets_of(database, Amount(100)).allowance(ANN, None))
    call(budgets_of(database, Amount(100), at=NOON + timedelta(days=1)).allowance(BOB, None))

    Feedback(database, ASKERS).prune(NOON + timedelta(days=1))

    assert files_with(tmp_path, ASKERS.hash_person(ANN)) == []
    assert files_with(tmp_path, ASKERS.hash_person(BOB)) == [FILE_NAME]


def test_nobody_is_kept_by_their_id(tmp_path: Path, database: Database) -> None:
    call(budgets_of(database, Amount(100), Amount(100)).allowance(ANN, SERVER))

    assert files_with(tmp_path, str(ANN)) == []


def test_who_has_spent_is_somebody_that_the_key_is_needed_for(database: Database) -> None:
    assert knows_nobody(database)

    call(budgets_of(database, Amount(100)).allowance(ANN, None))

    assert not knows_nobody(database)


def test_a_file_of_before_there_were_budgets_gets_their_table(tmp_path: Path) -> None:
    with open_database(tmp_path), closing(sqlite3.connect(tmp_path / FILE_NAME)) as older:
        older.execute("DROP TABLE spending")
        older.execute("PRAGMA user_version = 1")
        older.commit()

    with open_database(tmp_path) as opened:
        call(budgets_of(opened, Amount(100)).allowance(ANN, None))


def test_the_limits_are_those_that_are_set(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = BotSettings(person_tokens_per_day=300, server_tokens_per_day=400)
    budgets = load_budgets(settings, database, ASKERS)

    assert calls_until_spent(budgets.allowance(ANN, SERVER)) == 3
    assert calls_until_spent(budgets.allowance(BOB, SERVER)) == 1
