"""What a language model was told is not told on, not even among what was dropped. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.prompts import Prompts

RUN_WORDS = 7
"""So many words of a prompt in a row are taken for a part of it."""
WITHHELD = "[…]"
_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"<{2,}[^<>\n]*>{2,}|\b[0-9a-f]{12}\b")
"""A fence (`bot.writing.fencing`), or the mark of one."""


@dataclass(frozen=True)
class Withholding:
    """Strikes out words of the prompts."""

    runs: frozenset[tuple[str, ...]]
    """All RUN_WORDS words in a row that they have, in small letters."""

    @classmethod
    def of(cls, prompts: Prompts) -> "Withholding":
        """Learn what the prompts say."""
        told = (
            message.content or ""
            for prompt in (prompts.answer, prompts.check, prompts.stand_alone, prompts.repair)
            for message in prompt.template.message_templates
        )
        return cls(frozenset(run for text in told for run, _ in _runs(text)))

    def strike(self, text: str) -> str:
        """Put WITHHELD in the place of each stretch of a prompt, each fence and its mark."""
        for start, end in reversed(self._stretches(text)):
            text = text[:start] + WITHHELD + text[end:]
        return _MARK.sub(WITHHELD, text)

    def _stretches(self, text: str) -> list[tuple[int, int]]:
        """Where a text has words of the prompts, in order; what overlaps is one stretch."""
        stretches: list[tuple[int, int]] = []
        for run, (start, end) in _runs(text):
            if run in self.runs:
                if stretches and start <= stretches[-1][1]:
                    start = stretches.pop()[0]
                stretches.append((start, end))
        return stretches


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Every RUN_WORDS words in a row, and where they stand."""
    words = list(_WORD.finditer(text))
    for first in range(len(words) - RUN_WORDS + 1):
        run = words[first : first + RUN_WORDS]
        yield tuple(word[0].casefold() for word in run), (run[0].start(), run[-1].end())
