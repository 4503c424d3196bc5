"""What a set of questions that others wrote is to us. Data, and what both formats need for it."""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.answers import check_question
from bot.errors import QuestionError
from ingest.metadata import detect_language
from tests.evaluation.questions import EvaluationQuestion

DISTRACTORS = 10
"""Documents beside those that are asked about, for each question of a sample."""
UNDETERMINED = "und"
"""ISO 639's code for a language that can't be told."""
_UNREADABLE = str.maketrans({"\r": "\n", "\0": " ", "\ufeff": " "})
_UNSAFE = re.compile(r"[^\w-]+")
_NAME_CHARS = 40
_IN_FOLDER = 1000

Item = TypeVar("Item")


@dataclass(frozen=True)
class OutsideDocument:
    """A document of a set, as it will lie in the dossier folder."""

    path: str
    title: str
    text: str
    language: str | None
    """None: ingestion tells."""


@dataclass(frozen=True)
class Dataset:
    """A set, or a sample of it."""

    name: str
    questions: tuple[EvaluationQuestion, ...]
    documents: Iterable[OutsideDocument]
    """Read anew whenever it is gone through: a corpus may be larger than memory."""
    left_out: tuple[str, ...] = ()
    """Ids of questions that nobody could ask: empty, wordless or too long."""


def take_sample(items: Sequence[Item], count: int | None, seed: int) -> list[Item]:
    """Choose so many, in their order; all of them if there are no more, or no count."""
    if count is None or count >= len(items):
        return list(items)
    chosen = random.Random(seed).sample(range(len(items)), count)  # noqa: S311 - no secret
    return [items[at] for at in sorted(chosen)]


def path_of(number: int, name: str) -> str:
    """Where a document lies: its place in the set tells those apart that are named alike.

    A folder holds a thousand, which file systems and people can list.
    """
    safe = _UNSAFE.sub("-", name)[:_NAME_CHARS].strip("-")
    return f"{number // _IN_FOLDER:03}/{number % _IN_FOLDER:03}-{safe}.txt"


def clean(text: str) -> str:
    """Replace, one for one so that offsets hold, what ingestion would change or take for binary."""
    return text.replace("\r\n", " \n").translate(_UNREADABLE)


def can_be_asked(question: str) -> bool:
    """Whether the product takes it for a question."""
    try:
        check_question(question)
    except QuestionError:
        return False
    return True


def language_of_all(questions: Iterable[str]) -> str:
    """The language of questions that have one in common: of a single one it is often unclear."""
    return detect_language("\n".join(questions)) or UNDETERMINED
