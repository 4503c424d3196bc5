"""How one question is answered: who sees the claims come, who may stop it, what it may cost."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answers import Answer
from bot.llm.model import Limits


def _show_nobody(answer: Answer) -> None:
    pass


@dataclass(frozen=True)
class Session:
    """By default nobody watches, and there is no limit."""

    limits: Limits = field(default_factory=Limits)
    show: Callable[[Answer], None] = _show_nobody
    """Is given the answer so far, each time it has one checked claim more; from any thread."""


ALONE = Session()
"""As in the terminal."""
