"""What README shows of the program itself: written by `python -m tests.house.readme`."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.settings import BotSettings
from tests.evaluation.kept import SHIPPED
from tests.evaluation.results import read_run
from tests.evaluation.summary import markdown

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
ENV_EXAMPLE = ROOT / ".env.example"
QUESTION = "did the RIAA win in court?"
_HELP = {
    "help bot": ("bot", "--help"),
    "help bot ask": ("bot", "ask", "--help"),
    "help bot check": ("bot", "check", "--help"),
    "help ingest": ("ingest", "--help"),
    "help evaluation": ("tests.evaluation", "--help"),
}


def make_blocks(data_dir: Path) -> dict[str, str]:
    """Run the commands that README shows, on an index that holds `dossier/`."""
    shown = {name: run_module(data_dir, *command) for name, command in _HELP.items()}
    for name, asked, command in (
        ("answer", f'make ask Q="{QUESTION}"', ("bot", "ask", QUESTION)),
        ("traps", "python -m tests.evaluation.claims", ("tests.evaluation.claims",)),
    ):
        shown[name] = f"$ {asked}\n{run_module(data_dir, *command)}"
    consoles = {name: f"```console\n{text}```" for name, text in shown.items()}
    return {**consoles, "settings": settings_table(), "figures": markdown(read_run(SHIPPED))}


def fill(readme: str, blocks: Mapping[str, str]) -> str:
    """Put each block behind its marker, in place of what stands there.

    Raises: ValueError, if README has no place, or several, for a block.
    """
    for name, text in blocks.items():
        begin, end = f"<!-- begin: {name} -->\n", "<!-- end -->\n"
        if readme.count(begin) != 1:
            raise ValueError(f"README has {readme.count(begin)} places for {name}")
        before, after = readme.split(begin)
        readme = f"{before}{begin}{text.rstrip()}\n{end}{after.split(end, 1)[1]}"
    return readme


def settings_table() -> str:
    """The settings as a table."""
    rows = [
        f"| `{name.upper()}` | {_default(field, '`{}`')} | {field.description} |"
        for name, field in BotSettings.model_fields.items()
    ]
    return "\n".join(["| name | default | what |", "|---|---|---|", *rows])


def env_example() -> str:
    """The settings as the text of `.env.example`."""
    return "\n\n".join(_env_lines(n, f) for n, f in BotSettings.model_fields.items()) + "\n"


def _env_lines(name: str, field: FieldInfo) -> str:
    example = (field.examples or [""])[0]
    return f"# {field.description} Example: {example}\n# {name.upper()}={_default(field)}"


def _default(field: FieldInfo, shown: str = "{}") -> str:
    """Nothing, where a setting is empty unless set."""
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return shown.format(default) if default not in (None, ()) else ""


def run_module(data_dir: Path, *command: str) -> str:
    """Run `python -m …` as on a terminal of 80 columns, and return what it prints."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


if __name__ == "__main__":
    written = fill(README.read_text("utf-8"), make_blocks(BotSettings.load().data_dir))
    README.write_text(written, "utf-8")
    ENV_EXAMPLE.write_text(env_example(), "utf-8")
