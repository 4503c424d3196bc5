"""When runs are killed, spread evenly over the time that they take, and what came of it."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from itertools import count
from statistics import mean

_GOLDEN = 0.618034
"""Its multiples, modulo 1, are spread evenly however many there are (Weyl 1916)."""
_LATEST = 5
_FIRST_GUESS_S = 0.8
_LET_GO_ON = 7
"""Of so many rounds of a kind, one is not killed, to know how long it takes."""


class Pace:
    """How long runs of each kind take, and which moment of them is the next."""

    def __init__(self) -> None:
        self._took: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_LATEST))
        self._rounds: Counter[str] = Counter()
        self._multiples = count(1)

    def is_to_go_on(self, kind: str) -> bool:
        """Whether to let this one go on to its end."""
        self._rounds[kind] += 1
        return self._rounds[kind] % _LET_GO_ON == 2

    def took(self, kind: str, seconds: float) -> None:
        """Take note of a run that was not killed."""
        self._took[kind].append(seconds)

    def next_moment(self, kind: str) -> tuple[float, float]:
        """Give the next moment: as a share of a run, and in seconds from its beginning."""
        share = next(self._multiples) * _GOLDEN % 1
        return share, share * mean(self._took[kind] or [_FIRST_GUESS_S])


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    equal: int = 0
    places: Counter[str] = field(default_factory=Counter)
    tenths: Counter[int] = field(default_factory=Counter)
    """Kills by tenth of the time that the run was expected to take."""
    moments: Counter[str] = field(default_factory=Counter)
    """Kills by what they left."""
    changes: Counter[str] = field(default_factory=Counter)
    passages: int = 0
    """That were asked for right after kills."""
    questions: int = 0
    """Of readers that had the index open, each about every passage."""
    complaints: list[str] = field(default_factory=list)

    def count(self, place: str, share: float, moment: str) -> None:
        """Take in a kill, at a share of the run, and what stood there then."""
        self.moments[f"{place} {moment}"] += 1
        self.kills += 1
        self.places[place] += 1
        self.tenths[int(share * 10)] += 1

    def lines(self) -> list[str]:
        """What is to be said in the end."""
        return [
            *dict.fromkeys(self.complaints),
            f"where: {_list(self.places)}",
            f"kills by tenth of a run: {' '.join(str(self.tenths[n]) for n in range(10))}",
            f"moments: {_list(self.moments)}",
            f"changes: {_list(self.changes)}",
            f"asked right after kills: {self.passages} passages;"
            f" by readers all the while: {self.questions} times all of them",
            f"crash: {self.kills} kills, {self.equal} equal to a fresh ingest",
        ]


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
