"""How often "Check this" can be led to a wrong verdict: `python -m tests.evaluation.statements`."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.settings import BotSettings
from bot.statements.checks import Verdict
from ingest.entry import run_command
from tests.evaluation.statements.playing import Outcome, play_all

_SHOWN = [*Verdict, None]


def run(settings: BotSettings) -> int:
    """Play every model on every statement, print what went wrong and the tables."""
    outcomes = list(play_all(settings))
    for line in _misses(outcomes):
        print(line)
    for part in ("dev", "test"):
        for line in _table([outcome for outcome in outcomes if outcome.case.part == part], part):
            print(line)
    print(summarize(outcomes))
    return 0


def summarize(outcomes: Sequence[Outcome]) -> str:
    """Say in one line how many were shown as supported that are not, and how many are found."""
    parts = []
    for part in ("dev", "test"):
        cases = {outcome.case.id for outcome in outcomes if outcome.case.part == part}
        wrong = {o.case.id for o in outcomes if o.case.part == part and o.is_wrongly_supported}
        truth = [o for o in outcomes if o.case.part == part and o.player.verdict is None]
        right = sum(o.shown is o.case.label for o in truth)
        parts.append(
            f"{part}: {len(wrong)} of {len(cases)} statements ever shown as supported wrongly, "
            f"{right} of {len(truth)} right with a truthful model"
        )
    return f"statements: {'; '.join(parts)}"


def _misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.is_wrong:
            case = outcome.case
            yield (
                f"{case.part} {case.id} {case.kind}: {case.label} shown as {outcome.shown} "
                f"({outcome.player.name}): {case.statement}"
            )


def _table(outcomes: Sequence[Outcome], part: str) -> Iterator[str]:
    yield f"{part}, a row a label; columns: {', '.join(str(v or 'not judged') for v in _SHOWN)}"
    for player in dict.fromkeys(outcome.player for outcome in outcomes):
        yield f"  {player.name}"
        for label in Verdict:
            shown = Counter(
                o.shown for o in outcomes if o.player is player and o.case.label is label
            )
            yield f"    {label:15}" + "".join(f"{shown[verdict]:5}" for verdict in _SHOWN)


if __name__ == "__main__":
    sys.exit(run_command(BotSettings, run))
