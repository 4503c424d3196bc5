"""Whether a question points back at what was asked before: "when did they withdraw it?" Pure.

Told by its pronouns and demonstratives, without those that point at nothing ("is it true that …").
"""

import re
from collections.abc import Sequence

from bot.understanding.cues import Cues, Word, cues_in, split_words, starts_with
from bot.understanding.parts import Kind, Part

_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on)\b", re.IGNORECASE)
"""French doubles a subject behind the verb: "Visa a-t-elle payé ?"."""
_SHORT = 3
"""A question word and this many words less one, none a name, can't be a whole question: who won?"""


def points_back(text: str, language: str, parts: Sequence[Part]) -> bool:
    """Whether a whole question needs the ones before it to be understood.

    parts: the names and dates the question has itself.
    """
    cues = cues_in(language)
    all_words = split_words(text)
    words = _without_idle(all_words, cues)
    named_at = min((part.at for part in parts if part.kind is not Kind.DATE), default=len(text))
    if any(_points(text, words, at, cues, named_at) for at in range(len(words))):
        return True
    return not parts and _lacks_subject(all_words, cues)


def _points(text: str, words: Sequence[Word], at: int, cues: Cues, named_at: int) -> bool:
    word = words[at]
    spelt = word.text.casefold()
    if spelt == "that":
        return _is_demonstrative(words, at, cues)
    if spelt == "das":
        return _stands_alone(text, words, at, cues)
    if spelt in cues.objects:
        return _is_object(words, at, cues)
    if spelt in cues.possessive and _has_owner(words[:at], cues):
        return False
    if spelt in cues.weak | cues.possessive:
        # A capital: "Können Sie …", to whom one speaks.
        by_name = word.start > named_at or (at > 0 and word.text.istitle())
        return not by_name and not _doubles_subject(text, words, at, cues)
    return spelt in cues.strong


def _has_owner(words: Sequence[Word], cues: Cues) -> bool:
    """Whether a noun or name is before a possessive: "did the company lose its licence?"."""
    return any(
        word.plain in cues.articles or (at and word.text[0].isupper())
        for at, word in enumerate(words)
    )


def _is_demonstrative(words: Sequence[Word], at: int, cues: Cues) -> bool:
    """English "that": "is that site", "why did they do that?"; not "the site that", "say that"."""
    if at in (0, len(words) - 1):
        return True
    before = words[at - 1].plain
    return before in cues.clauses | cues.asks | cues.prepositions | cues.opens


def _stands_alone(text: str, words: Sequence[Word], at: int, cues: Cues) -> bool:
    """German "das": "war das legal?", "wer hat das?"; not "hat das Gericht"."""
    after = words[at + 1 : at + 3]
    if not after:
        return True
    nouns_show = any(c.isupper() for c in text[1:]) or len(words) <= _SHORT
    behind_verb = at > 0 and words[at - 1].plain in cues.clauses
    return behind_verb and nouns_show and not any(word.text[0].isupper() for word in after)


def _is_object(words: Sequence[Word], at: int, cues: Cues) -> bool:
    """French and Spanish articles, as pronouns: "qui l'a fermé", "quién los pagó"."""
    after = words[at + 1 : at + 2]
    if not after or after[0].text[0].isupper():
        return False
    behind_who = at > 0 and words[at - 1].plain in cues.before_objects
    return behind_who or cues.makes_clause(after[0])


def _doubles_subject(text: str, words: Sequence[Word], at: int, cues: Cues) -> bool:
    word = words[at]
    if not _INVERTED.match(text, word.start - 1) and not _INVERTED.match(text, word.start - 3):
        return False
    before = list(words[:at])
    while before and text[before[-1].end : before[-1].end + 1] == "-":
        before.pop()  # the verb, and a "t"
    return any(
        word.plain not in cues.function_words and len(word.text) > 1
        for word in before[_asked_thing(before) :]
    )


def _asked_thing(words: Sequence[Word]) -> int:
    """How many words name what is asked for: "quels sites ont-ils", "combien de sites"."""
    plains = [word.plain for word in words]
    for at, asking in enumerate(plains):
        if asking.startswith("quel"):
            return at + 2
        if asking == "combien":
            return at + 3
    return 0


def _lacks_subject(words: Sequence[Word], cues: Cues) -> bool:
    """Whether a question is so short that it must mean something said before: ¿por qué perdió?"""
    # Where there are no articles, the third word may well be the subject: "кто закрыл сайт?".
    if not 1 < len(words) <= (_SHORT if cues.articles else _SHORT - 1):
        return False
    # "What is copyright?", "кто такой …" are whole; so is not "¿por qué perdió?".
    defining = any(word.plain in cues.defining for word in words[:2]) and words[0].plain != "por"
    return (
        words[0].plain in cues.asks | {"por"}
        and not defining
        and not any(word.plain in cues.articles for word in words)
        and not any(word.text[0].isupper() or word.text[0].isdigit() for word in words[1:])
    )


def _without_idle(words: Sequence[Word], cues: Cues) -> tuple[Word, ...]:
    """Leave out phrases in which a pronoun points at nothing."""
    kept: list[Word] = []
    at = 0
    while at < len(words):
        idle = starts_with(words[at:], cues.idle)
        last = words[at + max(idle, 1) - 1]
        # "True" stays of "it true", so that "that" behind it still is a conjunction.
        if not idle or not cues.points(last):
            kept.append(last)
        at += idle or 1
    return tuple(kept)
