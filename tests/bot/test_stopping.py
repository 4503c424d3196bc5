import pytest

from bot.errors import AnswerOverError, NotAskerError
from bot.records import AnswerId
from bot.stopping import Running

ANSWER = AnswerId("abcdefghijkl")
ANN, BOB = 1, 2


def test_who_asked_stops_an_answer() -> None:
    running = Running()

    with running.run(ANSWER, ANN) as stopped:
        running.stop(ANSWER, ANN, may_stop_others=False)

        assert stopped.is_set()


def test_others_do_not_unless_they_manage_messages() -> None:
    running = Running()

    with running.run(ANSWER, ANN) as stopped:
        with pytest.raises(NotAskerError):
            running.stop(ANSWER, BOB, may_stop_others=False)
        assert not stopped.is_set()

        running.stop(ANSWER, BOB, may_stop_others=True)
        assert stopped.is_set()


def test_an_answer_that_is_whole_is_not_stopped() -> None:
    running = Running()
    with running.run(ANSWER, ANN):
        pass

    with pytest.raises(AnswerOverError):
        running.stop(ANSWER, ANN, may_stop_others=True)


def test_a_bot_that_leaves_stops_them_all() -> None:
    running = Running()

    with running.run(ANSWER, ANN) as first, running.run(AnswerId("other"), BOB) as second:
        running.stop_all()

        assert first.is_set() and second.is_set()
