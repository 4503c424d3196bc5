"""How a part of a follow-up takes its place in the question before it. Pure.

A part takes the place of one of its sort; where there is none, it is added.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.cues import Cues, split_words
from bot.understanding.message import Message
from bot.understanding.parts import Kind, Part

_INVERTED = re.compile(r"-(?:t-)?(?:il|elle)s?\b", re.IGNORECASE)
"""French: "Visa a-t-elle payé ?"."""
_WHETHER = re.compile(r"\sли\b")
"""Russian asks yes or no by this, and not beside a question word."""
_TAIL = re.compile(r"[\s?!.…]*\Z")


@dataclass(frozen=True)
class Wording:
    """A question as it was asked, and the parts that follow-ups added to it, oldest first."""

    question: str
    added: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        """The question with what was added: phrases behind it, bare words in brackets."""
        tail = _TAIL.search(self.question)
        at = tail.start() if tail else len(self.question)
        phrases = [part.text for part in self.added if part.preposition]
        bare = [part.text for part in self.added if not part.preposition]
        bracket = [f"({', '.join(bare)})"] if bare else []
        return " ".join([self.question[:at], *phrases, *bracket]) + self.question[at:]

    def exchange(self, new: Part, parts: Sequence[Part], *, same_language: bool) -> "Wording":
        """Put a part where the question, or what was added to it, has one of its sort.

        parts: those of the question.
        same_language: whether both speak the same; of another language, only heads fit.
        """
        fitting = [old for old in self.added if _fits_added(new, old)]
        if fitting:
            kept = (part for part in self.added if part is not fitting[-1])
            return replace(self, added=(*kept, new))
        old = _choose(new, [old for old in parts if _fits(new, old, same_language=same_language)])
        if old is None:
            return replace(self, added=(*self.added, new))
        put = _put(new, old, self.question, same_language=same_language)
        return replace(self, question=put)

    def shorten(self, max_chars: int) -> "Wording":
        """Drop what was added first until the text is no longer than allowed, but for the last."""
        added = self.added
        while len(added) > 1 and len(replace(self, added=added).text) > max_chars:
            added = added[1:]
        return replace(self, added=added)


def ask_with(message: Message, question: str, cues: Cues, asked_in: Cues) -> str:
    """Put a bare question word before a question: "when did it close?", "when? who closed it?".

    cues: those of the message's language. asked_in: those of the question's.
    """
    words = split_words(question)
    turned = "¿" if question.startswith("¿") else ""
    first = words[0] if words else None
    if first is None:
        return f"{message.text}{message.ending}"
    if not _goes_inside(message, cues):
        return _ask_before(message, question)
    if first.plain in asked_in.adverbs:
        return f"{turned}{message.text}{question[first.end :]}"  # "why did …" after "when did …"
    inside = first.plain in asked_in.articles or asked_in.makes_clause(first)
    if first.plain not in asked_in.asks and (inside or turned or _INVERTED.search(question)):
        rest = _WHETHER.sub("", question[first.start :], count=1)
        start = rest[0].lower() if inside else rest[0]
        return f"{turned}{message.text} {start}{rest[1:]}"
    return _ask_before(message, question)


def _goes_inside(message: Message, cues: Cues) -> bool:
    """Whether it makes one question with another: "since when" does; "who", "why not" don't."""
    plains = [word.plain for word in message.words]
    led = plains[0] in cues.prepositions
    return (led or plains[0] in cues.adverbs) and (led or len(plains) == 1)


def _ask_before(message: Message, question: str) -> str:
    mark = message.ending if "?" in message.ending else "?"
    turned = "¿" if question.startswith("¿") else ""
    return f"{turned}{message.text}{mark.rstrip()} {question}"


def _fits(new: Part, old: Part, *, same_language: bool) -> bool:
    """Whether a part may take the place of a part of the question."""
    if new.kind is Kind.DATE or old.kind is Kind.DATE:
        return new.kind is old.kind
    if new.place:
        by_name = not new.preposition
        return old.place and (by_name or _stand_alike(new, old, same_language=same_language))
    if new.kind is not Kind.NAME:
        return False
    if new.preposition:
        return same_language and new.preposition == old.preposition
    return not old.place


def _stand_alike(new: Part, old: Part, *, same_language: bool) -> bool:
    """Whether two places stand behind prepositions that say the same: "in", "en", not "against"."""
    return bool(old.preposition) and (
        new.preposition == old.preposition or new.says_where == old.says_where or not same_language
    )


def _fits_added(new: Part, old: Part) -> bool:
    if new.kind is Kind.NAME and old.kind is Kind.NAME and not (new.place or old.place):
        return new.preposition == old.preposition
    if new.place and old.place:
        return not (new.preposition and old.preposition) or new.says_where == old.says_where
    return new.kind is old.kind and new.kind in (Kind.DATE, Kind.OTHER)


def _choose(new: Part, fitting: Sequence[Part]) -> Part | None:
    """Take the last that fits best: a bare name for a bare name, an acronym for an acronym."""

    def likeness(old: Part) -> tuple[bool, bool, int]:
        same_case = _is_acronym(old.head) == _is_acronym(new.head)
        return (not old.preposition) == (not new.preposition), same_case, old.at

    return max(fitting, key=likeness, default=None)


def _put(new: Part, old: Part, question: str, *, same_language: bool) -> str:
    if not same_language:
        return _splice(question, old.at + old.bare_at, old.end, new.head)
    if new.preposition:
        if old.preposition:
            return _splice(question, old.at, old.end, new.text)
        return _splice(question, old.at + old.bare_at, old.end, new.head)
    if not old.preposition:
        return _splice(question, old.at + old.bare_at, old.end, new.bare)
    if new.kind is Kind.DATE and new.head.isdigit() != old.head.isdigit():
        return _splice(question, old.at, old.end, new.text)  # "on 2006" is no English
    # "en Russie" and "la France" make "en France", "against the one" and "the other" both.
    return _splice(
        question, old.at + old.bare_at, old.end, new.bare if old.has_article else new.head
    )


def _splice(text: str, start: int, end: int, put: str) -> str:
    return text[:start] + put + text[end:]


def _is_acronym(name: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in name[1:] if c != " ") and " " not in name
