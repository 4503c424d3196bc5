"""What a file in SQuAD's format holds: version 1.1 (Rajpurkar 2016), or 2.0 (Rajpurkar 2018).

A JSON object: `data` is a list of articles (`title`, `paragraphs`), a paragraph has a `context` and
`qas`, and each of these has `id`, `question`, `answers` (`text` and `answer_start`, in characters
of the context) and in 2.0 `is_impossible`. Whatever else there is, is left alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from tests.evaluation.datasets.errors import BrokenSquadError, UnknownDatasetError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class SquadAnswer(_Part):
    """Words of a context that answer."""

    text: str = Field(min_length=1)
    answer_start: int = Field(ge=0)


class SquadQuestion(_Part):
    """A question about a context; `answers` is empty where it is impossible to answer."""

    id: str
    question: str
    answers: tuple[SquadAnswer, ...] = ()
    is_impossible: bool = False


class SquadParagraph(_Part):
    """A paragraph and what is asked about it."""

    context: str
    qas: tuple[SquadQuestion, ...]


class SquadArticle(_Part):
    """An article: its paragraphs belong together."""

    title: str = ""
    paragraphs: tuple[SquadParagraph, ...] = Field(min_length=1)


class _File(_Part):
    data: tuple[SquadArticle, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Asked:
    """A question with what it is asked about."""

    article: int
    """Its place in the file, from 0."""
    paragraph: int
    question: SquadQuestion


def read_squad_file(path: Path) -> tuple[SquadArticle, ...]:
    """Read a file, all of it at once, and check its answers against the contexts.

    Raises: OSError; UnknownDatasetError; BrokenSquadError, naming the place as a path
    ("data[3].paragraphs[0].context").
    """
    try:
        articles = _File.model_validate_json(path.read_bytes()).data
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"] in ((), ("data",)):
            found = ": ".join([*map(str, first["loc"]), first["msg"]])
            raise UnknownDatasetError(path=path, found=found) from error
        raise BrokenSquadError(path=path, place=_say_place(first), reason=first["msg"]) from error
    _check(path, articles)
    return articles


def questions_of(articles: Sequence[SquadArticle]) -> Iterator[Asked]:
    """Go through all questions, in the file's order."""
    for number, article in enumerate(articles):
        for nth, paragraph in enumerate(article.paragraphs):
            yield from (Asked(number, nth, question) for question in paragraph.qas)


def _check(path: Path, articles: Sequence[SquadArticle]) -> None:
    seen: set[str] = set()
    for number, article in enumerate(articles):
        for nth, paragraph in enumerate(article.paragraphs):
            for at, question in enumerate(paragraph.qas):
                wrong = _find_fault(paragraph.context, question, seen)
                if wrong:
                    place = f"data[{number}].paragraphs[{nth}].qas[{at}]"
                    reason = f"{wrong} (question {question.id})"
                    raise BrokenSquadError(path=path, place=place, reason=reason)
                seen.add(question.id)


def _find_fault(context: str, question: SquadQuestion, seen: set[str]) -> str | None:
    if question.id in seen:
        return "an earlier question has the same id"
    if question.is_impossible:
        return None
    if not question.answers:
        return "it has no answer, and no is_impossible that says so"
    for answer in question.answers:
        if not context.startswith(answer.text, answer.answer_start):
            return f"{answer.text!r} doesn't stand at {answer.answer_start} of the context"
    return None


def _say_place(error: ErrorDetails) -> str:
    """A path as in JavaScript: "data[3].title"."""
    keys = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in error["loc"])
    return "".join(keys).removeprefix(".")
