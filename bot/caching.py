"""Answers that were given, so that the same question costs nothing until something has changed."""

import threading
from dataclasses import dataclass

from cachetools import LRUCache

from bot.answers import Answer

KEPT_ANSWERS = 512
"""Some 20 kB each, passages included."""


@dataclass(frozen=True)
class AnswerKey:
    """What an answer depends on, beside the code."""

    question: str
    language: str
    generation: str | None
    """State of the index that was asked (`Store.version`)."""
    model: str | None = None
    """Name of the language model, if one is asked."""
    prompts: str | None = None
    """Version of its prompts."""


class AnswerCache:
    """The latest answers, in memory alone; safe to use from any thread.

    Each pipeline has its own, which goes with it when its index is replaced: what an editor has
    removed is kept no longer than a question that is still being answered from the old index.
    """

    def __init__(self, size: int = KEPT_ANSWERS) -> None:
        self._answers: LRUCache[AnswerKey, Answer] = LRUCache(size)
        self._lock = threading.Lock()

    def find(self, key: AnswerKey) -> Answer | None:
        """Give the answer to a question that was asked before; None if there is none."""
        with self._lock:
            return self._answers.get(key)

    def keep(self, key: AnswerKey, answer: Answer) -> None:
        """Keep an answer; what was not asked for longest makes room."""
        with self._lock:
            self._answers[key] = answer
