"""Whether a question points back at what was asked before: "when did they withdraw it?" Pure.

Told by its pronouns and demonstratives, without those that point at nothing ("is it true that …").
"""

import re
from collections.abc import Sequence

from bot.understanding.cues import Cues, Word, cues_in, split_words, starts_with
from bot.understanding.parts import Part

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
    first_name = min((part.at for part in parts if part.kind != "date"), default=len(text))
    return any(
        _points(text, words, at, cues, language, first_name) for at in range(len(words))
    ) or (not parts and _lacks_subject(all_words, cues))


def _points(
    text: str, words: Sequence[Word], at: int, cues: Cues, language: str, first_name: int
) -> bool:
    word = words[at]
    spelt = word.text.casefold()
    if spelt == "that":
        return _is_demonstrative(words, at, cues)
    if spelt in cues.strong:
        return True
    if spelt in cues.objects:
        return _is_object(text, words, at, cues, language)
    if spelt in cues.possessive and _has_owner(words[:at], cues):
        return False
    if spelt not in cues.weak | cues.possessive or word.start > first_name:
        return False
    if language == "de" and word.text[0].isupper() and at:
        return False  # "Können Sie …", to whom one speaks
    return not (language == "fr" and _doubles_subject(text, words, at, cues))


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


def _is_object(text: str, words: Sequence[Word], at: int, cues: Cues, language: str) -> bool:
    """Whether what is mostly an article is a pronoun here: "qui l'a fermé", "war das legal?"."""
    after = words[at + 1 : at + 3]
    if language == "de":
        if after and (not at or words[at - 1].plain not in cues.clauses):
            return False
        lower_case = not any(c.isupper() for c in text[1:])
        return not after or (
            (not lower_case or len(words) <= _SHORT)
            and not any(word.text[0].isupper() for word in after)
        )
    if not after or after[0].text[0].isupper():
        return False
    behind_who = at > 0 and words[at - 1].plain in ("qui", "quien", "quienes", "ne", "se")
    return behind_who or (cues.makes_clause(after[0]))


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
