"""How a follow-up becomes a stand-alone question, by rule and without a model. Pure.

Told by form alone, so only what form shows is understood: a part that is exchanged ("and in
France?"), a bare question word ("why?"), a pronoun. What fits nowhere is added, and no word of the
asker's is dropped; the words looked for are in `understanding/cues.toml`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.names import has_name, sounds_in, spell
from bot.languages import SHORT, detect_question_language, likely_language
from bot.phrases import LANGUAGES
from bot.understanding.cues import cues_in, greets, language_by_cues, only_thanks, split_words
from bot.understanding.message import Message, read_message
from bot.understanding.parts import Kind, Part, content_words, find_parts
from bot.understanding.pointing import points_back
from bot.understanding.wording import Wording, ask_with

MAX_UNDERSTOOD_CHARS = 600
"""Longest question that is put together; what was added to it first goes first."""
_MAX_CONTEXT_WORDS = 8
"""Words of earlier questions, where they had no name, that a pronoun stands for."""


@dataclass(frozen=True)
class Topic:
    """What a conversation is about, after some questions."""

    question: str
    """The last whole question, with the parts that later ones exchanged."""
    names: tuple[str, ...]
    """Names in it and in what was added."""
    language: str
    """That of the last message."""
    added: tuple[Part, ...] = ()
    """What later questions added, oldest first."""
    asked_in: str | None = None
    """Language of the question, where later messages were in others."""

    @property
    def wording(self) -> Wording:
        """The question with what was added."""
        return Wording(self.question, self.added)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The dates, places and names of the question."""
        return find_parts(self.question, self.question_language, self.names)

    @property
    def question_language(self) -> str:
        """Language of the question."""
        return self.asked_in or self.language


@dataclass(frozen=True)
class Understood:
    """A message, as a question that can be answered without those before it."""

    text: str
    language: str
    """That of the message: the question may be in that of an earlier one."""
    rewritten: bool
    """Whether the context was used; if not, `text` is the message as it was written."""
    topic: Topic
    """For the next message."""


def is_question(text: str) -> bool:
    """Whether a message asks something; "thanks!", "ok" and an emoji do not."""
    return not only_thanks(split_words(text))


def is_greeting(text: str) -> bool:
    """Whether a message only greets: "hi", "bonjour !"."""
    words = split_words(text)
    return only_thanks(words) and greets(words)


def understand_follow_up(text: str, topic: Topic | None, hint: str | None = None) -> Understood:
    """Make a stand-alone question of a message in a conversation.

    text: as `answers.check_question` lets it pass. What is no question is left as it is.
    topic: what the conversation is about; None at its beginning. hint: the person's language, for
    where the message may be in several.
    """
    language = _tell_language(text, topic, hint)
    if topic is not None and not is_question(text):
        return Understood(text, language, rewritten=False, topic=topic)
    if topic is not None:
        message = read_message(text, cues_in(language))
        understood = (
            _ask_bare(message, topic, language)
            or _exchange(message, topic, language)
            or _resolve(text, topic, language)
        )
        if understood is not None and len(understood.text) <= MAX_UNDERSTOOD_CHARS:
            return understood
    return _stand_alone(text, topic, language)


def replay(questions: Iterable[str]) -> Topic | None:
    """Tell what a conversation is about from its messages, oldest first."""
    topic: Topic | None = None
    for question in filter(is_question, questions):
        topic = understand_follow_up(question, topic).topic
    return topic


def _stand_alone(text: str, topic: Topic | None, language: str) -> Understood:
    known = () if topic is None else topic.names
    names = _names(find_parts(text, language, known))
    return Understood(text, language, rewritten=False, topic=Topic(text, names, language))


def _ask_bare(message: Message, topic: Topic, language: str) -> Understood | None:
    """Put "when?" before the question that the conversation is about, which stays."""
    cues = cues_in(language)
    if not message.is_bare(cues):
        return None
    room = MAX_UNDERSTOOD_CHARS - len(message.text + message.ending) - 3
    asked = topic.wording.shorten(room).text
    text = ask_with(message, asked, cues, cues_in(topic.question_language))
    same_topic = replace(topic, language=language, asked_in=topic.question_language)
    return Understood(text, language, rewritten=True, topic=same_topic)


def _exchange(message: Message, topic: Topic, language: str) -> Understood | None:
    """Exchange the parts that a message without a verb names, or add them."""
    parts = message.parts(language, topic.names)
    if not parts:
        return None
    understood = _exchange_parts(parts, topic, language)
    if all(part.head in understood.text for part in parts):
        return understood
    # "In France, in Spain?": one took the place of the other.
    return _exchange_parts((message.as_part(cues_in(language)),), topic, language)


def _exchange_parts(parts: Iterable[Part], topic: Topic, language: str) -> Understood:
    asked_in, wording = topic.question_language, topic.wording
    known = list(topic.names)
    for part in parts:
        held = find_parts(wording.question, asked_in, known)
        wording = wording.exchange(part, held, same_language=asked_in == language)
        known += _names([part])
    return _put_together(wording, language, asked_in, known)


def _resolve(text: str, topic: Topic, language: str) -> Understood | None:
    """Add what a pronoun, or an "and" before a question without names, stands for, in brackets."""
    own = find_parts(text, language, topic.names)
    if not _goes_on(text, language, own) and not points_back(text, language, own):
        return None
    context = _context(text, topic, own)
    if not context:
        return None
    return _put_together(Wording(text, context), language, language, known=topic.names)


def _goes_on(text: str, language: str, own: Iterable[Part]) -> bool:
    """Whether a question begins with an "and", and names nothing that it could be about instead."""
    joins = cues_in(language).joins
    begins = [word.plain for word in split_words(text)[:2]]  # "ok, and …"
    return not joins.isdisjoint(begins) and all(part.kind is Kind.DATE for part in own)


def _put_together(
    wording: Wording, language: str, asked_in: str, known: Iterable[str]
) -> Understood:
    wording = wording.shorten(MAX_UNDERSTOOD_CHARS)
    names = _names([*find_parts(wording.question, asked_in, known), *wording.added])
    topic = Topic(wording.question, names, language, wording.added, asked_in)
    return Understood(wording.text, language, rewritten=True, topic=topic)


def _context(text: str, topic: Topic, own: Iterable[Part]) -> tuple[Part, ...]:
    """Give the names the conversation is about that a question has not itself, or its words."""
    held = sounds_in(text)
    placed = any(part.place for part in own)
    named = [
        part for part in (*topic.parts, *topic.added) if part.kind in (Kind.COUNTRY, Kind.NAME)
    ]
    if named:
        missing = {
            part.head: Part(part.kind, part.head)
            for part in named
            if not (placed and part.place) and not _holds(held, part.head)
        }
        return tuple(missing.values())
    said = " ".join([*(part.text for part in topic.added), topic.question])
    words = [
        word for word in content_words(said, topic.question_language) if not _holds(held, word)
    ]
    return (Part(Kind.CONTEXT, ", ".join(words[:_MAX_CONTEXT_WORDS])),) if words else ()


def _holds(sounds: frozenset[str], name: str) -> bool:
    return all(has_name(spell(word.text), sounds) for word in split_words(name))


def _names(parts: Iterable[Part]) -> tuple[str, ...]:
    named = (part.head for part in parts if part.kind in (Kind.COUNTRY, Kind.NAME))
    return tuple(dict.fromkeys(named))


def _tell_language(text: str, topic: Topic | None, hint: str | None) -> str:
    """Tell the language of a message; that of the conversation where it can't be told."""
    if topic is None:
        return detect_question_language(text, hint)
    if len(split_words(text)) > SHORT:
        return likely_language(text) or topic.language
    listed = language_by_cues(text)
    if not listed or topic.language in listed:
        return topic.language
    likely = likely_language(text)
    return likely if likely in listed else min(listed, key=LANGUAGES.index)
