"""`python -m bot check`, as a user runs it."""

import json
from pathlib import Path

from tests.conftest import Run

STATED = "La SCPP a porté plainte contre AllofMP3 en janvier 2008."


def test_a_text_is_checked_sentence_by_sentence(run: Run, seed_data: Path) -> None:
    done = run("bot", "check", f"Bonjour ! {STATED} Vrai ?", DATA_DIR=str(seed_data))

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "🔎 Non jugé\u00a0: ce qui s’en approche"
    assert lines[1].startswith(STATED + " [1]")
    assert "Diffère\u00a0: janvier 2008 – dans la première citation\u00a0: janvier 2007" in lines
    assert "“En France, la SCPP a également porté plainte contre AllofMP3" in done.stdout


def test_a_text_may_come_from_standard_input_and_go_out_as_json(run: Run, seed_data: Path) -> None:
    done = run("bot", "check", "-", "--json", stdin=STATED, DATA_DIR=str(seed_data))

    check = json.loads(done.stdout)
    (checked,) = check["statements"]
    assert (checked["text"], checked["verdict"]) == (STATED, None)
    assert checked["differs"] == [{"said": "janvier 2008", "here": ["janvier 2007"]}]
    assert {c["n"] for c in check["citations"]} == set(checked["citations"])


def test_a_text_that_states_nothing_is_one_line_and_no_traceback(run: Run) -> None:
    done = run("bot", "check", "Hello?")

    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr == (
        "error: The text states nothing that could be checked. Give whole sentences that say "
        'something: "the suit was withdrawn in May 2008."\n'
    )
