"""Where in a sentence a value stands: beside what is asked about, or in the part of another. Pure.

In "the plant closed, and its owner died in 2009", 2009 is not the year of the closure.
"""

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.answering.naming import Name, words_of_use
from bot.answering.periods import find_periods
from bot.answering.topics import find_topic_words, is_circumstance
from ingest.documents import Span

_SEGMENT = re.compile(r"[,;:()]\s|\)\s?|\s[—–]\s|\s\(")
_WORD = re.compile(r"\w+(?:[-.'’]\w+)*")
_SHORT = 4
"""Words of a part that only dates or places what the rest tells: "On 21 December 2006, …"."""
_BESIDE = 3
"""Words between a name and what its bearer does: "closed by the host of the site, Masterhost"."""
_DATING = 6
"""Words between the noun of a happening and the verb that says when it was."""


@dataclass(frozen=True)
class Places:
    """A sentence with the places of what is asked about."""

    sentence: str
    topics: tuple[Span, ...]
    """Where its words stand; empty where the sentence has none."""
    is_told_by_words: bool
    """Whether what is asked about has any."""
    language: str | None

    def is_in_part(self, value: Span) -> bool:
        """Whether a value stands in a part of the sentence that tells of what is asked about."""
        part = self._part_of(value)
        if not self.topics or any(_is_in(topic, part) for topic in self.topics):
            return True
        return len(_WORD.findall(self._without(part, value))) <= _SHORT

    def is_dated(self, date: Span) -> bool:
        """Whether a date can be that of what is asked about, not of what is made of it.

        "In July 2007 he welcomed the closure" tells of no closure in July.
        """
        part = self._part_of(date)
        mine = [topic for topic in self.topics if _is_in(topic, part)] or self.topics
        if not mine or not all(map(self._is_event, mine)):
            return True
        around = (
            self._words(0, noun.start)[-_DATING:] + self._words(noun.end)[:_DATING] for noun in mine
        )
        return any(not _words_of("dating").isdisjoint(words) for words in around)

    def is_doer(self, name: Name, others: Collection[Name]) -> bool:
        """Whether the bearer of a name did what is asked about, as far as order tells.

        others: who else in the sentence may have.
        """
        part = self._part_of(name.span)
        before = self._words(part.start, name.span.start)
        if before and before[-1] in words_of_use("besides"):
            return False
        behind = self._words(name.span.end, part.end)
        if words_of_use("copulas") & {*before[-1:], *behind[:1]}:
            return self.is_in_part(name.span)
        is_agent = not words_of_use("agents").isdisjoint(before[-1 - _BESIDE :])
        is_alone = all(other == name or self._part_of(other.span) != part for other in others)
        reach = 2 * _BESIDE if is_agent or is_alone else _BESIDE
        if not self.topics:
            return not self.is_told_by_words
        return any(
            self._count_between(name.span, topic) <= reach
            and (is_agent or not self._is_event(topic))
            for topic in self.topics
            if _is_in(topic, part)
        )

    def is_of_other(self, name: Name) -> bool:
        """Whether a name only tells whose, when or which: "Russia's", "before Yalta", "of Graz"."""
        part = self._part_of(name.span)
        before = self._words(part.start, name.span.start)
        while before and before[-1] in _words_of("articles"):
            before.pop()
        if not _words_of("doing").isdisjoint(before[-2:-1]):
            return False
        if before and (is_circumstance(before[-1]) or before[-1] in _words_of("genitives")):
            return True
        if re.match(r"['’]", self.sentence[name.span.end :]):
            return True
        following = re.match(r" ([a-z]+)\b", self.sentence[name.span.end :])
        if self.language != "en" or following is None:
            return False
        at = name.span.end + 1
        is_verb = any(topic.start == at for topic in self.topics) or following[1].endswith("ly")
        return not is_verb and following[1] not in _words_of("behind")

    def purposes(self) -> frozenset[str]:
        """Whom or what it is for: the word behind a "to" or "for" behind what is asked about."""
        found = []
        for topic in self.topics:
            words = self._words(topic.end)
            if len(words) > 1 and words[0] in _words_of("purposes"):
                rest = [word for word in words[1:3] if word not in _words_of("articles")]
                found += rest[:1]
        return frozenset(found)

    def _is_event(self, topic: Span) -> bool:
        """Whether a word names a happening, and doesn't say that it happened."""
        plain = self.sentence[topic.start : topic.end].casefold()
        before = self._words(0, topic.start)[-1:]
        around = [*self._words(0, topic.start)[-2:], *self._words(topic.end)[:1]]
        if plain in _words_of("doing") or not _words_of("light").isdisjoint(around):
            return False
        if any(plain.endswith(e[1:]) if e[0] == "*" else plain == e for e in _words_of("events")):
            return True
        return not _determiners(self.language).isdisjoint(before)

    def _words(self, start: int, end: int | None = None) -> list[str]:
        stop = len(self.sentence) if end is None else end
        return [word[0].casefold() for word in _WORD.finditer(self.sentence, start, stop)]

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
    return Places(sentence, tuple(found), bool(topics), language)


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@cache
def _words_of(use: str) -> frozenset[str]:
    return frozenset(_table()[use])


@cache
def _determiners(language: str | None) -> frozenset[str]:
    return frozenset(_table()["determiners"].get(language, ()))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
