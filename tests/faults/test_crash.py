"""A few kills of the ingest; `make crash N=200` is many."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def test_when_an_ingest_is_killed_what_is_unchanged_answers_and_the_next_run_mends_all() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.crash", "7"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        timeout=120,
        check=False,
    )

    *_, places, _tenths, _moments, _changes, _asked, last = done.stdout.splitlines()
    assert last == "crash: 7 kills, 7 equal to a fresh ingest", done.stdout + done.stderr
    assert places == "where: folder 5, server 2"
    assert done.returncode == 0
