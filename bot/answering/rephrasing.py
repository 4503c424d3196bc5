"""Questions put otherwise by a language model, so that more is found: alone, and translated.

What it writes is only searched with, and never without a check: it may bring no name, number or
date that nobody said, and lose none of the asker's. What fails is left out, and the rule's stays.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from llama_index.core.llms import ChatMessage
from pydantic import BaseModel, ValidationError

from bot.answering.held import Held, join, read
from bot.answering.names import SAME_NAME, has_name, sound_of
from bot.conversation import MAX_UNDERSTOOD_CHARS
from bot.languages import likely_language
from bot.llm.model import LanguageModel, Limits
from bot.prompts import Prompt, Prompts
from bot.understanding.cues import cues_in, split_words
from bot.writing.fencing import fence_words, name_language, new_mark
from bot.writing.objects import find_object
from bot.writing.plain import plain_text

MAX_EARLIER = 4
"""How many of the questions before are shown."""
MAX_NEW_WORDS = 2
"""Words that a stand-alone question may have from nobody: a verb in another form, a preposition."""
MAX_GROWTH = 3
"""How many times as long as the question a translation may be."""
_MIN_NEW_CHARS = 4
"""Shorter words are of grammar."""


class _StandAlone(BaseModel):
    question: str


class _Translation(BaseModel):
    language: str
    question: str


class _Translations(BaseModel):
    translations: list[_Translation]


_Parsed = TypeVar("_Parsed", bound=BaseModel)


class Rephraser:
    """Has questions rephrased by a language model."""

    def __init__(
        self, model: LanguageModel, prompts: Prompts, make_mark: Callable[[], str] = new_mark
    ) -> None:
        self._model = model
        self._prompts = prompts
        self._make_mark = make_mark

    def stand_alone(
        self, message: str, earlier: Sequence[str], language: str, limits: Limits
    ) -> str | None:
        """Make a question of a message that hangs on `earlier` questions, the oldest first.

        Returns: None where there is nothing better than the message.
        Raises: LlmError.
        """
        mark, shown = self._make_mark(), earlier[-MAX_EARLIER:]
        prompt = self._prompts.stand_alone
        messages = prompt.fill(
            earlier=fence_words(shown, mark),
            message=fence_words([message], mark),
            language=name_language(language),
        )
        written = _parse(_StandAlone, self._ask(prompt, messages, limits), "question")
        if written is None:
            return None
        text = plain_text(written.question)
        return text if stands_alone(text, message, shown, language) else None

    def translate(
        self, question: str, language: str, into: Iterable[str], limits: Limits
    ) -> dict[str, str]:
        """Translate a question of `language` into other languages (ISO 639-1 codes).

        Returns: by language, what passed the check.
        Raises: LlmError.
        """
        codes = [code for code in dict.fromkeys(into) if code != language]
        if not codes:
            return {}
        prompt = self._prompts.translate
        messages = prompt.fill(
            question=fence_words([question], self._make_mark()),
            languages=", ".join(f"{name_language(code)} ({code})" for code in codes),
        )
        written = _parse(_Translations, self._ask(prompt, messages, limits), "translations")
        found: dict[str, str] = {}
        for translation in [] if written is None else written.translations:
            code, text = translation.language, plain_text(translation.question)
            if code in codes and translates(text, code, question, language):
                found.setdefault(code, text)
        return found

    def _ask(self, prompt: Prompt, messages: Sequence[ChatMessage], limits: Limits) -> str:
        return "".join(self._model.write(messages, prompt.schema, limits))


def stands_alone(text: str, message: str, earlier: Iterable[str], language: str) -> bool:
    """Whether a text asks what a message does, with words of earlier questions and no others. Pure.

    Nothing of names, numbers and dates is new, and nothing of the message's is lost.
    """
    context = [message, *earlier]
    given, own = join(read(said, language) for said in context), read(message, language)
    written = read(text, language)
    return (
        0 < len(text) <= MAX_UNDERSTOOD_CHARS
        and text != message
        and not _is_sure_other(text, language)
        and own.dates <= written.dates <= given.dates
        and own.numbers <= written.numbers <= given.numbers
        and all(written.tells_name(name, same_language=True) for name in own.names)
        and all(given.tells_name(name, same_language=True) for name in written.names)
        and _count_new_words(text, given, language) <= MAX_NEW_WORDS
    )


def translates(text: str, into: str, question: str, language: str) -> bool:
    """Whether a text may be a translation of a question. Pure.

    It has the question's names, in whatever spelling, numbers and dates, and no others.
    """
    given, written = read(question, language), read(text, into)
    return (
        0 < len(text) <= min(MAX_UNDERSTOOD_CHARS, MAX_GROWTH * len(question) + _MIN_NEW_CHARS)
        and not _is_sure_other(text, into)
        and written.dates == given.dates
        and written.numbers == given.numbers
        and all(written.tells_name(name, same_language=False) for name in given.names)
        and all(given.tells_name(name, same_language=False) for name in written.names)
    )


def _is_sure_other(text: str, language: str) -> bool:
    return likely_language(text) not in (None, language)


def _count_new_words(text: str, given: Held, language: str) -> int:
    little = cues_in(language).function_words
    words = {word.text.casefold() for word in split_words(text) if word.plain not in little}
    sounds = {sound_of(word) for word in words if len(word) >= _MIN_NEW_CHARS}
    return sum(not has_name(sound, given.words, SAME_NAME) for sound in sounds)


def _parse(kind: type[_Parsed], reply: str, key: str) -> _Parsed | None:
    found = find_object(reply, key)
    try:
        return kind.model_validate(found.value) if found and found.is_whole else None
    except ValidationError:
        return None
