"""Whether a statement tells of the very thing a question asks about. Pure.

Of two sentences that look alike, one may tell of another suit, year, person or half of a match.
Whatever speaks for that keeps the statement out: a disagreement that is missed is still there to be
read in the quotes, and one that is made up is not in the sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from llama_index.core.schema import TextNode
from rapidfuzz.distance import Prefix

from bot.answering.asked import Asked, question_words, understand
from bot.answering.contrasts import asks_for_several
from bot.answering.held import Held, read
from bot.answering.names import sounds_in
from bot.answering.naming import Name, find_whole_names, has_sound, share_word
from bot.answering.places import find_places
from bot.answering.statements import Statement, without_periods
from bot.answering.topics import are_same_happening, find_topics, happenings_of
from bot.answering.values import are_of_one_time
from ingest.passages import language_of, metadata_of, sentences_of, title_path_of, words_at

ALIKE = 0.80
"""Cosine of two sentences that can tell of one thing; below it they hardly share a subject."""
ALIKE_ALONE = 0.87
"""The same where nothing else shows it."""
_ELLIPTIC_CHARS = 60
"""A clause as short as "Slyck and AfterDawn have 21 December" leaves out what it is about."""
_STEM = 5
"""Letters, by sound, that two words of one stem have in common."""


@dataclass(frozen=True)
class Matter:
    """What a question is about."""

    text: str
    language: str
    asked: Asked
    topics: frozenset[str]
    names: tuple[Name, ...]
    words: frozenset[str]
    """Its words of content that are no names, by sound."""
    is_of_one: bool
    """Whether only one thing can answer it."""


def read_matter(question: str, language: str) -> Matter:
    """Read what a question is about."""
    asked = understand(question, language)
    names = find_whole_names(question, language)
    held = frozenset(sound.lower() for name in names for sound in name.sounds)
    small = frozenset(
        word
        for word in sounds_in(question) - held
        if len(word) >= _STEM and word not in question_words(language)
    )
    topics = find_topics(without_periods(question), language)
    return Matter(question, language, asked, topics, names, small, not asks_for_several(question))


class Evidence(Enum):
    """What shows that a statement tells of what is asked about."""

    WORDS = auto()
    """It has words of it."""
    NONE = auto()
    """Nothing but how alike it is to one that has."""


def find_evidence(statement: Statement, matter: Matter, aside: Sequence[Name]) -> Evidence | None:
    """See whether a statement can tell of what is asked about; None if it tells of something else.

    aside: the names of its clause that are neither asked about nor the answer.
    """
    if not are_of_one_time(statement.sentence, matter.text):
        return None
    if not _has_names(statement, matter, aside):
        return None
    is_same_language = statement.language == matter.language
    shares = _shares_word(statement.sentence, matter)
    told = next(iter(_topics_around(statement)), frozenset())
    if matter.topics and happenings_of(told) and not are_same_happening(matter.topics, told):
        return None
    if not matter.names and not shares:
        # "Who won the singles?", and one who won the doubles.
        return None if is_same_language else Evidence.NONE
    if are_same_happening(matter.topics, told) if matter.topics else shares:
        return Evidence.WORDS
    # In the question's own language it would have been told by words.
    return None if is_same_language else Evidence.NONE


def are_of_one(
    matter: Matter,
    one: Statement,
    aside: Sequence[Name],
    other: Statement,
    others: Sequence[Name],
    evidence: Evidence,
) -> bool:
    """Whether two statements that tell of what is asked about tell of one thing.

    aside, others: the names of each that are neither asked about nor the answer; where each has one
    that the other hasn't, they are two things. evidence: of the other one.
    """
    if _has_more(aside, others) and _has_more(others, aside):
        return False
    if not matter.topics and find_topics(one.told, one.language) != find_topics(
        other.told, other.language
    ):
        return False
    mine, theirs = (_purposes_of(s, matter) for s in (one, other))
    if one.language == other.language and mine and theirs and mine.isdisjoint(theirs):
        return False
    least = ALIKE if evidence is Evidence.WORDS else ALIKE_ALONE
    return bool(one.vector @ other.vector >= least)


def _has_more(aside: Sequence[Name], others: Sequence[Name]) -> bool:
    return any(not any(map(name.is_same, others)) for name in aside)


def _purposes_of(statement: Statement, matter: Matter) -> frozenset[str]:
    return find_places(statement.sentence, statement.language, matter.topics).purposes()


def has_names(sentence: str, language: str | None, matter: Matter) -> bool:
    """Whether a sentence itself has the names of a question, but for those of places."""
    here = read(sentence, language)
    return all(
        _tells(here, name, language == matter.language)
        for name in matter.names
        if not name.is_place
    )


def has_names_around(passage: TextNode, matter: Matter) -> bool:
    """Whether a passage with its titles has the names of a question."""
    same = language_of(passage) == matter.language
    around = _read_around(passage)
    return all(_tells(around, name, same) for name in matter.names)


def is_of_another(statement: Statement, matter: Matter) -> bool:
    """Whether a report, or its heading where it names nobody, has other names than a question.

    Where the heading has the question's, all below is about them.
    """
    given = frozenset(sound for name in matter.names for sound in name.sounds)
    heading = _named_in(heading_of(statement.passage), statement.language)
    if not given or (heading and share_word(heading, given)):
        return False
    told = _named_in(statement.told, statement.language) or heading
    return bool(told) and not share_word(told, given)


def asks_for_other(heading: str, language: str | None, matter: Matter) -> bool:
    """Whether a heading asks for another sort of thing: "when", of what a question asks "who"."""
    sorts = understand(heading, language or matter.language).sorts
    return bool(sorts and matter.asked.sorts and not sorts & matter.asked.sorts)


def _named_in(text: str, language: str | None) -> frozenset[str]:
    return frozenset(s for name in find_whole_names(text, language) for s in name.sounds)


def _has_names(statement: Statement, matter: Matter, aside: Sequence[Name]) -> bool:
    """Whether the names of a question stand in a sentence, or above where nothing else is meant."""
    if any(_is_of_another(name, statement) for name in matter.names):
        return False
    here = read(statement.sentence, statement.language)
    same = statement.language == matter.language
    missing = [name for name in matter.names if not _tells(here, name, same)]
    if not missing:
        return True
    around = _read_around(statement.passage)
    is_else = any(not name.is_place for name in aside)
    return not is_else and all(_tells(around, name, same) for name in missing)


def tells_topic(text: str, language: str | None, matter: Matter) -> bool:
    """Whether a text tells of what is asked about.

    Where no word tells what that is, the two must have a word in common.
    """
    if matter.topics:
        return are_same_happening(matter.topics, find_topics(without_periods(text), language))
    return _shares_word(text, matter)


def _is_of_another(name: Name, statement: Statement) -> bool:
    """Whether a sentence has the last word of a name behind another first one: "Anna Berg"."""
    last = name.text.split()[-1]
    ending = [sound for sound in name.sounds if has_sound(sound, sounds_in(last))]
    if not name.sounds - {*ending}:
        return False
    for other in find_whole_names(statement.sentence, statement.language):
        shared = any(has_sound(sound, other.sounds) for sound in ending)
        first = [sound for sound in other.sounds if not has_sound(sound, name.sounds)]
        if (
            shared
            and first
            and not any(has_sound(s, other.sounds) for s in name.sounds - {*ending})
        ):
            return True
    return False


def _tells(held: Held, name: Name, same_language: bool) -> bool:
    """Whether a text has a name: all of its words, or the last ("Kvasov")."""
    sounds = sorted(name.sounds)
    if all(held.tells_name(sound, same_language) for sound in sounds):
        return True
    last = name.text.split()[-1]
    return any(
        held.tells_name(sound, same_language)
        for sound in sounds
        if has_sound(sound, sounds_in(last))
    )


def heading_of(passage: TextNode) -> str:
    """The heading right above a passage, or its document's title."""
    return title_path_of(passage).rpartition(" › ")[2]


def _read_around(passage: TextNode) -> Held:
    known = metadata_of(passage)
    text = " . ".join(filter(None, [title_path_of(passage), passage.text, known.publisher]))
    return read(text, language_of(passage))


def _shares_word(text: str, matter: Matter) -> bool:
    words = sounds_in(text)
    return any(_is_one_stem(word, other) for word in matter.words for other in words)


def _topics_around(statement: Statement) -> list[frozenset[str]]:
    """The topics of a clause; where it has none, of its sentence.

    Of a short one that gives somebody's words, of the one before, or of the heading.
    """
    texts = [statement.told, statement.sentence]
    if statement.is_reported and len(statement.told) <= _ELLIPTIC_CHARS:
        if statement.nth:
            before = sentences_of(statement.passage)[statement.nth - 1]
            texts.append(words_at(statement.passage, before))
        texts.append(heading_of(statement.passage).casefold())
    found = [find_topics(without_periods(text), statement.language) for text in texts]
    return [topics for topics in found if topics]


def _is_one_stem(one: str, other: str) -> bool:
    return Prefix.similarity(one, other) >= min(_STEM, len(one))
