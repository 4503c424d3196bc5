"""What a message of a conversation consists of, without what opens it: "ok, and". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.cues import Cues, Word, cues_in, split_words, starts_with
from bot.understanding.parts import Kind, Part, find_parts

_MAX_WORDS = 4
"""Words beside dates and names that a follow-up has, rather than a question of its own..."""
_MAX_UNOPENED = 2
"""...without an "and", but with a preposition or article first..."""
_MAX_ALONE = 1
"""...and without either, and without a name beside them: "damages?", not "Visa damages"."""
_STOPS = frozenset(",.!;:…—–-\n")


@dataclass(frozen=True)
class Message:
    """A message without what opens it."""

    text: str
    """As it was written, from the first word to the last."""
    ending: str
    """What followed the last word."""
    opened: bool
    """Whether there was an "and" before it."""
    announced: bool
    """Whether there was a "what about" before it: whatever follows is a part."""

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the text."""
        return split_words(self.text)

    def is_bare(self, cues: Cues) -> bool:
        """Whether it only asks, of what was said before: "since when?", "in which court?"."""
        words = [word.plain for word in self.words]
        if self._asks_which(cues):
            return True
        allowed = cues.asks | cues.bare | cues.prepositions
        if any(word in cues.adverbs for word in words):
            allowed |= cues.event
        return all(word in allowed for word in words) and any(word in cues.asks for word in words)

    def _asks_which(self, cues: Cues) -> bool:
        """Whether it is a "which" and a noun, without a verb."""
        words = self.words
        led = bool(words) and words[0].plain in cues.prepositions
        asking = words[led : led + 2]  # "which court", "how many people"
        counting = len(asking) > 1 and asking[1].plain in cues.bare
        return (
            len(asking) > 1
            and len(words) == led + 2 + counting
            and asking[0].plain in cues.which
            and not any(cues.makes_clause(word) or cues.points(word) for word in words)
            and not any(word.plain in cues.articles for word in words)
        )

    def parts(self, language: str, known: Sequence[str]) -> tuple[Part, ...]:
        """Give what it names, if it is no question of its own: dates, names, or else all of it.

        known: names to be found in small letters too.
        """
        cues = cues_in(language)
        found = find_parts(self.text, language, known, follows=True)
        rest = [word for word in self.words if not any(p.at <= word.start < p.end for p in found)]
        if not self.words or (not self.announced and self._asks_itself(rest, cues)):
            return ()
        if found and all(word.plain in cues.little_words for word in rest):
            return _join(self.text, found, cues)
        return (self.as_part(cues),)

    def as_part(self, cues: Cues) -> Part:
        """The whole message, as it was written."""
        first = self.words[0].plain
        return Part(Kind.OTHER, self.text, first if first in cues.prepositions else "")

    def _asks_itself(self, rest: Sequence[Word], cues: Cues) -> bool:
        """Whether the words beside dates and names make a question of it."""
        if any(cues.makes_clause(word) or word.plain in cues.asks for word in rest):
            return True
        counted = sum(word.plain not in cues.little_words for word in rest)
        first = self.words[0].plain
        if self.opened:
            return counted > _MAX_WORDS
        if first in cues.prepositions or first in cues.articles:
            return counted > _MAX_UNOPENED
        return counted > (0 if counted < len(self.words) else _MAX_ALONE)


def read_message(text: str, cues: Cues) -> Message:
    """Take what opens a message, and what ends it, away from it."""
    words = split_words(text)
    start = _skip_thanks(text, words, cues)
    opened = announced = False
    while start < len(words) - 1:
        phrase = starts_with(words[start:], cues.about)
        if not phrase and words[start].plain not in cues.opens:
            break
        opened, announced = True, announced or phrase > 0
        start += phrase or 1
    words = words[start:]
    while opened and len(words) > 1 and words[-1].plain in cues.tails:
        words = words[:-1]
    if not words:
        return Message("", "", opened, announced)
    end = words[-1].end
    return Message(text[words[0].start : end], text[end:], opened, announced)


def _skip_thanks(text: str, words: Sequence[Word], cues: Cues) -> int:
    """Count the words of thanks before a question: "thanks, and in France?"."""
    count = 0
    while count < len(words) and words[count].plain in cues.thanks:
        count += 1
    for at in range(count, 0, -1):
        if at == len(words):
            continue
        stopped = not _STOPS.isdisjoint(text[words[at - 1].end : words[at].start])
        interjected = words[at - 1].plain in cues.interjections
        if stopped or interjected or words[at].plain in cues.opens:
            return at
    return 0


def _join(text: str, parts: Sequence[Part], cues: Cues) -> tuple[Part, ...]:
    """Make one part of "Visa and Mastercard"."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before is not None and before.kind is part.kind and not part.preposition:
            between = split_words(text[before.end : part.at])
            if all(word.plain in cues.opens for word in between):
                joined[-1] = replace(before, text=text[before.at : part.end])
                continue
        joined.append(part)
    return tuple(joined)
