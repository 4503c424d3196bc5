"""A server that fails again and again is left alone, and found again."""

import threading
from typing import TYPE_CHECKING

import pytest

from bot.errors import (
    BudgetSpentError,
    LlmContextError,
    LlmCutError,
    LlmEmptyError,
    LlmError,
    LlmKeyError,
    LlmPausedError,
    LlmRefusedError,
)
from bot.llm.breaker import Breaker
from bot.llm.model import Limits
from tests.bot.llm.asking import SCHEMA, Spent, messages_of, model_of
from tests.doubles.llm.replies import Reply, cut_off, failing, hanging, overfull, refusing
from tests.doubles.llm.server import LlmServer

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """Stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(llm_server: LlmServer, clock: Clock) -> Breaker:
    return Breaker(model_of(llm_server), failures=2, pause_s=60, clock=clock)


def ask(breaker: Breaker, limits: Limits | None = None) -> str:
    return "".join(breaker.write(messages_of(), SCHEMA, limits or Limits()))


def fail(breaker: Breaker, times: int = 2) -> None:
    for _ in range(times):
        with pytest.raises(LlmKeyError):
            ask(breaker)


def test_it_is_the_model_that_it_stands_before(breaker: Breaker, llm_server: LlmServer) -> None:
    llm_server.play("Sold.")

    assert (breaker.name, breaker.context_tokens) == ("parrot", 8192)
    assert ask(breaker) == "Sold."


def test_after_some_failures_in_a_row_nothing_is_asked_for_a_while(
    breaker: Breaker, llm_server: LlmServer, clock: Clock
) -> None:
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 20

    with pytest.raises(LlmPausedError) as told:
        ask(breaker)

    assert len(llm_server.requests) == 2
    assert str(told.value) == (
        "The language model has failed 2 times in a row, and is left alone for now. "
        "It is asked again in 40 seconds."
    )


def test_after_the_pause_it_is_as_before_if_one_question_is_answered(
    breaker: Breaker, llm_server: LlmServer, clock: Clock
) -> None:
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 60
    llm_server.play("Sold.", failing(401), "Again.")

    assert ask(breaker) == "Sold."
    fail(breaker, 1)
    assert ask(breaker) == "Again."


def test_after_the_pause_one_failure_begins_it_anew(
    breaker: Breaker, llm_server: LlmServer, clock: Clock
) -> None:
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 60
    fail(breaker, 1)

    with pytest.raises(LlmPausedError, match="again in 60 seconds"):
        ask(breaker)


def test_only_one_tries_after_the_pause(
    breaker: Breaker, llm_server: LlmServer, clock: Clock
) -> None:
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 60
    llm_server.play(hanging("Sold to a bank.", after=1))
    first: Iterator[str] = breaker.write(messages_of(), SCHEMA, Limits())
    next(first)

    with pytest.raises(LlmPausedError):
        ask(breaker)

    llm_server.release()
    assert "".join(first) == " a bank."


def test_who_gives_up_the_try_before_anything_came_leaves_it_to_the_next(
    breaker: Breaker, llm_server: LlmServer, clock: Clock
) -> None:
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 60
    llm_server.play(hanging("Sold to a bank.", after=0), failing(401))
    assert ask(breaker, Limits(is_stopped=lambda: len(llm_server.requests) == 3)) == ""

    fail(breaker, 1)
    with pytest.raises(LlmPausedError):
        ask(breaker)


@pytest.mark.parametrize("how", ["stopped", "closed"])
def test_a_try_that_is_given_up_after_the_first_words_was_answered(
    breaker: Breaker, llm_server: LlmServer, clock: Clock, how: str
) -> None:
    """As who has read as many claims as are wanted closes a reply."""
    llm_server.play_by(lambda _: failing(401))
    fail(breaker)
    clock.now = 60
    stopped = threading.Event()
    llm_server.play(hanging("Sold to a bank.", after=1), failing(401), "Sold.")
    first = breaker.write(messages_of(), SCHEMA, Limits(is_stopped=stopped.is_set))
    assert next(first) == "Sold to"
    stopped.set() if how == "stopped" else first.close()  # type: ignore[attr-defined]
    assert list(first) == []

    assert llm_server.requests[-1].is_abandoned.wait(10)
    fail(breaker, 1)
    assert ask(breaker) == "Sold."


def test_a_server_that_breaks_off_again_and_again_is_left_alone(
    breaker: Breaker, llm_server: LlmServer
) -> None:
    """Its first words are no answer."""
    llm_server.play_by(lambda _: cut_off("Sold to a bank.", after=1))
    for _ in range(2):
        with pytest.raises(LlmCutError):
            ask(breaker)

    with pytest.raises(LlmPausedError):
        ask(breaker)


@pytest.mark.parametrize(
    ("between", "error"),
    [(refusing(), LlmRefusedError), (Reply(""), LlmEmptyError), (overfull(), LlmContextError)],
)
def test_a_reply_of_no_use_between_failures_begins_the_count_anew(
    breaker: Breaker, llm_server: LlmServer, between: Reply, error: type[LlmError]
) -> None:
    llm_server.play(failing(401), between, failing(401), "Sold.")

    fail(breaker, 1)
    with pytest.raises(error):
        ask(breaker)
    fail(breaker, 1)

    assert ask(breaker) == "Sold."


def test_a_success_between_failures_begins_the_count_anew(
    breaker: Breaker, llm_server: LlmServer
) -> None:
    llm_server.play(failing(401), "one", failing(401), "two")

    fail(breaker, 1)
    assert ask(breaker) == "one"
    fail(breaker, 1)
    assert ask(breaker) == "two"


def test_a_reply_that_is_no_use_is_no_failure_of_the_server(
    breaker: Breaker, llm_server: LlmServer
) -> None:
    llm_server.play(Reply(""), Reply(""), Reply(""), "Sold.")

    for _ in range(3):
        with pytest.raises(LlmEmptyError):
            ask(breaker)

    assert ask(breaker) == "Sold."


def test_a_spent_budget_is_no_failure_of_the_server(
    breaker: Breaker, llm_server: LlmServer
) -> None:
    llm_server.play("Sold.")
    for _ in range(3):
        with pytest.raises(BudgetSpentError):
            ask(breaker, Limits(allowance=Spent()))

    assert ask(breaker) == "Sold."
