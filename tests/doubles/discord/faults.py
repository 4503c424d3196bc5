"""What goes wrong on purpose: rules that a test sets, by method and route."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase


class Fault(Enum):
    """What happens to a request instead of, or besides, what it asks for."""

    RATE_LIMITED = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    UNAVAILABLE = "503"
    CUT_BEFORE = "the connection is cut, and nothing done"
    CUT_AFTER = "what was asked is done, and the connection cut"
    SLOW = "what was asked is done after a while"
    EXPIRED = "the token of the interaction has died, for good"


HAS_TOKEN = ("/interactions/", "/webhooks/")
"""Paths with a token that can die."""

STATUS = {
    Fault.RATE_LIMITED: 429,
    Fault.SERVER_ERROR: 500,
    Fault.BAD_GATEWAY: 502,
    Fault.UNAVAILABLE: 503,
}


@dataclass
class Rule:
    """Strikes requests of a method to a route, written with `*` for any id."""

    faults: Sequence[Fault]
    method: str
    route: str
    left: int | None
    """How many more times; None: without end."""
    chance: float
    seconds: float
    """To wait: the `retry_after` of a 429, the delay of a slow answer."""

    def fits(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and fnmatchcase(path, self.route)


class Faults:
    """The rules, oldest first; the first that strikes is the one that happens."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._random = random.Random(0)  # noqa: S311
        self.struck: list[tuple[Fault, str, str]] = []
        """What happened, to which method and path."""

    def next(
        self,
        times: int,
        fault: Fault,
        method: str = "*",
        route: str = "*",
        *,
        seconds: float = 0.0,
    ) -> None:
        """Strike the next so many requests that fit."""
        self._rules.append(Rule([fault], method, route, times, 1.0, seconds))

    def often(
        self,
        chance: float,
        faults: Sequence[Fault],
        method: str = "*",
        route: str = "*",
        *,
        seconds: float = 0.0,
        seed: int = 0,
    ) -> None:
        """Strike a share of the requests that fit, each time with one of these faults."""
        self._random.seed(seed)
        self._rules.append(Rule(list(faults), method, route, None, chance, seconds))

    def clear(self) -> None:
        self._rules.clear()

    def strike(self, method: str, path: str) -> tuple[Fault | None, float]:
        """What happens to this request, and the seconds that go with it."""
        for rule in self._rules:
            if not rule.fits(method, path) or rule.left == 0:
                continue
            if rule.chance < 1.0 and self._random.random() >= rule.chance:
                continue
            fault = self._random.choice(rule.faults)
            if fault is Fault.EXPIRED and not path.startswith(HAS_TOKEN):
                continue
            rule.left = None if rule.left is None else rule.left - 1
            self.struck.append((fault, method, path))
            return fault, rule.seconds
        return None, 0.0
