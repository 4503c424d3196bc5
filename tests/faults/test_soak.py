"""A small soak; `make soak N=2000` is the large one."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

LAST_LINE = (
    r"soak: 60 questions, (\d+) answered, (\d+) refused, 0 lost, 0 twice, p50 \d+ ms, p95 \d+ ms"
)


def test_of_many_questions_on_a_discord_that_fails_none_is_lost_or_answered_twice(
    tmp_path: Path,
) -> None:
    record = tmp_path / "traffic.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.soak", "60"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "RECORD": str(record)},
        timeout=120,
        check=False,
    )

    *_, last = done.stdout.splitlines()
    counted = re.fullmatch(LAST_LINE, last)
    assert counted, done.stdout + done.stderr
    assert int(counted[1]) + int(counted[2]) == 60
    assert done.returncode == 0
    assert len(record.read_text("utf-8").splitlines()) > 2 * 60
