"""The names that a statement may give for who did what a question asks about. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.asked import Asked
from bot.answering.names import spell
from bot.answering.naming import Name, find_whole_names, has_sound, share_word
from bot.answering.places import Places
from bot.answering.statements import Statement
from bot.answering.topics import find_topic_words, find_topics, is_kind
from bot.answering.values import is_inside
from ingest.documents import Span

_BRACKETS = re.compile(r"(?: of [A-Z]\w+)? \(([^()]{2,30})\)")
"""The "(RIAA)" behind a name in full."""
_SAME_PHRASE = re.compile(r"(?:\s[^\W\d_]+){0,2}\s")
_LISTED = re.compile(r"\s*(?:,|&|\b(?:and|or|et|ou|und|oder|y|e|o|и|или)\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Doers:
    """Reads who may have done what a question asks about."""

    asked: Asked
    topics: frozenset[str]
    given: frozenset[str]
    known: frozenset[str]
    common: frozenset[str]

    def read_doers(self, statement: Statement, places: Places) -> Sequence[Name]:
        """Read the names of those; none where several did it together."""
        some = [
            name
            for name in clause_names(statement, self.known)
            if not self.is_given(name, statement)
            and not share_word(name.sounds, self.common)
            and not name.is_place
        ]
        done = [name for name in some if places.is_doer(name, some)]
        if any(map(is_kind, self.topics)):
            done = [name for name in done if self._is_of_kind(name, statement)]
        else:
            done = [name for name in done if not places.is_of_other(name)]
        return [] if _are_listed(statement, done) else done

    def is_given(self, name: Name, statement: Statement) -> bool:
        """Whether the question has a name, or what stands behind it in brackets."""
        behind = _BRACKETS.match(statement.sentence, name.span.end)
        spelt = frozenset(map(spell, behind[1].split())) if behind else frozenset()
        words = self.asked.given.words  # German names can't always be told from nouns.
        is_asked = all(has_sound(sound, words) for sound in name.sounds)
        return is_asked or share_word(name.sounds | spelt, self.given)

    def _is_of_kind(self, name: Name, statement: Statement) -> bool:
        """Whether a name is that of a court, where one is asked for."""
        return widen(name.span, statement, self.topics) != name.span or any(
            topic in self.topics and is_kind(topic)
            for topic in find_topics(name.text.casefold(), statement.language)
        )


def clause_names(statement: Statement, known: Collection[str]) -> list[Name]:
    """Find the names of a clause but for who says it."""
    own = find_whole_names(f"x {' x '.join(statement.speakers)}", None)
    return [
        name
        for name in find_whole_names(statement.sentence, statement.language, known)
        if is_inside(name, statement)
        and not any(map(name.span.overlaps, statement.clause.names))
        and not any(name.is_same(speaker) for speaker in own)
    ]


def widen(span: Span, statement: Statement, topics: frozenset[str]) -> Span:
    """Take "city court" to "Moscow", where a court is asked for."""
    start, end = span
    for topic, word in find_topic_words(statement.sentence, statement.language):
        if topic in topics and is_kind(topic):
            if _SAME_PHRASE.fullmatch(statement.sentence[end : word.start()]):
                end = word.end()
            if _SAME_PHRASE.fullmatch(statement.sentence[word.end() : start]):
                start = word.start()
    return Span(start, end)


def _are_listed(statement: Statement, names: Sequence[Name]) -> bool:
    """Whether two of some names stand side by side, so that several did it together."""
    return any(
        _LISTED.fullmatch(statement.sentence[one.span.end : other.span.start])
        for one, other in pairwise(names)
    )
