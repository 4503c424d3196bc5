"""The commands of README, by make, in an environment that is there already."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_dossier


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """What `make` takes for its environment: the one that runs the tests."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    for stamp in (".made", ".installed"):
        (folder / stamp).touch()
    return folder


def test_the_first_command_ingests_and_answers_with_nothing_set(venv: Path, tmp_path: Path) -> None:
    write_dossier(tmp_path / "dossier", {"berg.txt": "The court in Linz acquitted Anna Berg."})

    done = subprocess.run(
        ["make", "ask", "Q=Who acquitted Anna Berg?", f"VENV={venv}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DOSSIER_DIR": str(tmp_path / "dossier"),
            "DATA_DIR": str(tmp_path / "data"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert "“The court in Linz acquitted Anna Berg.”" in done.stdout
