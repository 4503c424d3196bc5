"""What a log line looks like."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest

from ingest.logs import in_request, set_up_logging

log = logging.getLogger("test.logs")


@pytest.fixture(autouse=True)
def _leave_logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_for_people_is_level_and_message(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "text")
    log.info("took %s", "a while")

    assert capsys.readouterr() == ("", "INFO: took a while\n")


def test_a_line_for_programs_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")
    log.info("Суд\n%d", 1, extra={"document": "a.txt"})

    out, err = capsys.readouterr()
    line = json.loads(err)
    assert (out, err.count("\n"), "Суд" in err) == ("", 1, True)
    assert line.pop("time").startswith("20")
    assert line == {
        "level": "INFO",
        "logger": "test.logs",
        "message": "Суд\n1",
        "document": "a.txt",
    }


def test_a_traceback_is_part_of_the_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        log.exception("failed")

    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert json.loads(err)["traceback"].endswith("ZeroDivisionError")


def test_what_json_does_not_know_is_written_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")
    log.info("x", extra={"names": {"a"}})

    assert json.loads(capsys.readouterr().err)["names"] == "{'a'}"


def test_less_than_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even by a library that sets its own logger to DEBUG."""
    set_up_logging("WARNING", "text")
    chatty = logging.getLogger("test.chatty")
    chatty.setLevel("DEBUG")
    chatty.debug("noise")
    log.info("noise")
    log.warning("heard")

    assert capsys.readouterr().err == "WARNING: heard\n"


def test_setting_up_twice_does_not_log_twice(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "text")
    set_up_logging("INFO", "text")
    log.info("once")

    assert capsys.readouterr().err == "INFO: once\n"


BOT_TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4"


@pytest.mark.parametrize("style", ["text", "json"])
def test_tokens_never_reach_a_line_not_even_in_a_traceback(
    style: Literal["text", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO", style)
    try:
        raise ConnectionError(f"https://discord.com/api/v10/webhooks/12/{INTERACTION}/messages")
    except ConnectionError:
        log.exception("Bot %s, POST /interactions/34/%s/callback", BOT_TOKEN, INTERACTION)

    err = capsys.readouterr().err
    assert "Bot [hidden], POST /interactions/[hidden]/callback" in err
    assert "v10/webhooks/[hidden]/messages" in err
    assert INTERACTION not in err
    assert BOT_TOKEN not in err


async def test_the_lines_of_a_request_bear_its_number_also_from_threads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("INFO", "json")
    with in_request("a1"):
        await asyncio.to_thread(log.info, "within")
    log.info("after")

    within, after = map(json.loads, capsys.readouterr().err.splitlines())
    assert (within["message"], within["request"]) == ("within", "a1")
    assert "request" not in after


def test_people_see_the_number_of_a_request_before_its_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("INFO", "text")
    with in_request("a1"):
        log.info("within")

    assert capsys.readouterr().err == "[a1] INFO: within\n"
