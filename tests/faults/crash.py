"""Ingestion, killed at random moments: `python -m tests.faults.crash N`.

N times a run is ended by SIGKILL, a fifth of them while it writes to a Chroma server. At that
moment every document that nobody has changed must answer, also to who had the index open; and what
the next whole run leaves must be what a fresh ingest of the folder gives, to the last bit of its
vectors, and nothing besides. Exit status 1 if it isn't.
"""

import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.chroma_server import chroma_server
from tests.faults.crash_rounds import Place
from tests.faults.crash_tally import Pace, Tally

ON_SERVER = 5
"""Every so manieth kill is on the server."""
ROUNDS = 12
"""After which a folder is begun anew, with nothing ingested."""


def main(kills: int, seed: int) -> int:
    tally = Tally()
    with tempfile.TemporaryDirectory() as root, chroma_server(Path(root)) as url:
        play(kills, Path(root), url, seed, tally)
    print("\r" + "\n".join(tally.lines()))
    return 0 if tally.equal == tally.kills and not tally.complaints else 1


def play(kills: int, root: Path, url: str, seed: int, tally: Tally) -> None:
    """Go on until there were so many kills."""
    pace, numbers = Pace(), count(seed * 1000)
    on_server = -(-kills // ON_SERVER)

    def place(at: str | None) -> Place:
        number = next(numbers)
        return Place(root / str(number), at, number, pace, tally)

    play_at(lambda: place(url), on_server, tally, kills)
    play_at(lambda: place(None), kills - on_server, tally, kills)


def play_at(make: Callable[[], Place], kills: int, tally: Tally, of: int) -> None:
    """Play rounds at places of one sort."""
    until = tally.kills + kills
    while tally.kills < until:
        place = make()
        for _ in range(ROUNDS):
            place.play(until - tally.kills)
            print(f"\r{tally.kills} of {of} kills", end="", file=sys.stderr, flush=True)
            if tally.kills == until:
                break
        place.close()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5))
