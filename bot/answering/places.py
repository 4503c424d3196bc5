"""Where in a sentence a value stands: beside what is asked about, or in the part of another. Pure.

In "the plant closed, and its owner died in 2009", 2009 is not the year of the closure.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.answering.naming import Name, words_of_use
from bot.answering.periods import find_periods
from bot.answering.topics import find_topic_words
from ingest.documents import Span

_SEGMENT = re.compile(r"[,;:()]\s|\)\s?|\s[—–]\s|\s\(")
_WORD = re.compile(r"\w+(?:[-.'’]\w+)*")
_SHORT = 4
"""Words of a part that only dates or places what the rest tells: "On 21 December 2006, …"."""
_BESIDE = 3
"""Words between a name and what its bearer does: "closed by the host of the site, Masterhost"."""


@dataclass(frozen=True)
class Places:
    """A sentence with the places of what is asked about."""

    sentence: str
    topics: tuple[Span, ...]
    """Where its words stand; empty where the sentence has none."""

    def is_in_part(self, value: Span) -> bool:
        """Whether a value stands in a part of the sentence that tells of what is asked about."""
        part = self._part_of(value)
        if not self.topics or any(_is_in(topic, part) for topic in self.topics):
            return True
        return len(_WORD.findall(self._without(part, value))) <= _SHORT

    def is_doer(self, name: Name, others: Collection[Name]) -> bool:
        """Whether the bearer of a name did what is asked about, as far as order tells.

        others: who else in the sentence may have.
        """
        part = self._part_of(name.span)
        before = [
            w[0].casefold() for w in _WORD.finditer(self.sentence, part.start, name.span.start)
        ]
        if before and before[-1] in words_of_use("besides"):
            return False
        behind = [w[0].casefold() for w in _WORD.finditer(self.sentence, name.span.end, part.end)]
        if words_of_use("copulas") & {*before[-1:], *behind[:1]}:
            return self.is_in_part(name.span)
        is_agent = not words_of_use("agents").isdisjoint(before[-1 - _BESIDE :])
        is_alone = all(other == name or self._part_of(other.span) != part for other in others)
        reach = 2 * _BESIDE if is_agent or is_alone else _BESIDE
        return not self.topics or any(
            self._count_between(name.span, topic) <= reach
            for topic in self.topics
            if _is_in(topic, part)
        )

    def _part_of(self, value: Span) -> Span:
        breaks = list(_SEGMENT.finditer(self.sentence))
        start = max((b.end() for b in breaks if b.end() <= value.start), default=0)
        end = min((b.start() for b in breaks if b.start() >= value.end), default=len(self.sentence))
        return Span(start, end)

    def _without(self, part: Span, value: Span) -> str:
        return self.sentence[part.start : value.start] + " " + self.sentence[value.end : part.end]

    def _count_between(self, one: Span, other: Span) -> int:
        first, last = sorted((one, other))
        return len(_WORD.findall(self.sentence[first.end : last.start]))


def find_places(sentence: str, language: str | None, topics: Collection[str]) -> Places:
    """Find where a sentence has words of some topics."""
    dates = [period.span for period in find_periods(sentence, year=2000)]
    found = [
        Span(*word.span())
        for topic, word in find_topic_words(sentence, language)
        # "The beginning of July" begins nothing.
        if topic in topics and not any(_is_in(Span(*word.span()), date) for date in dates)
    ]
    return Places(sentence, tuple(found))


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
